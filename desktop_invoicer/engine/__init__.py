"""The exactly-once engine: steps, reactions and the loop that drives jobs from RECEIVED to CLOSED."""
