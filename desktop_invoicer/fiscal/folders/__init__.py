"""The folders where fiscal programs drop their XML: watched, looked through, read."""
