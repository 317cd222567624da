"""What another policy would have said to the decisions of a log, for readers."""
