"""Invoices the orders of VTEX stores from the counter: from the notification to the posted invoice."""

__version__ = "0.1.0"
