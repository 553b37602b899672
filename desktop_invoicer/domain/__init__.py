"""The rules of invoicing a VTEX order: pure values and functions, no I/O, no clock."""
