"""Takes VTEX's announcements of notifications, and answers only what is durably kept."""
