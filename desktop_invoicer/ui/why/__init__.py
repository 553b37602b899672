"""The page that tells why an order is not invoiced, one order or a whole day's, and what can be done from here."""
