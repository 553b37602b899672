"""The frame around every page: rail, header, pages, and what runs across all of them."""
