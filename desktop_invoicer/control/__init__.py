"""One program holds a home; others of the same user hand it their commands (docs/adr/005)."""
