"""Acting on a job: attaching its document, sending, trying again, dismissing, and looking closer."""
