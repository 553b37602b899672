"""The page that changes the settings."""
