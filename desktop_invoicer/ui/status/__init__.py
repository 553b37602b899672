"""The status page: how each part of the program is, and what puts it right."""
