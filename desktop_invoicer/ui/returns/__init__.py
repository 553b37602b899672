"""The returns desk: finding the order, and one return step by step."""
