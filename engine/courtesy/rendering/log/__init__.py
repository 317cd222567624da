"""What is found in a log of decisions, for readers."""
