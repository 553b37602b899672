"""The fiscal side of the counter: documents that other programs issued, read without trusting them."""
