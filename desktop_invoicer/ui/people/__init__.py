"""Who works at the window: signing in, the lock screen, and what somebody else has to allow."""
