"""Setting a desk up for the first time, step by step."""
