"""What is in order on this desk, and what is not."""
