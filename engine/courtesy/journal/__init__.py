"""What was done and what came in, written into the file of a case: its comments, order and layout stay."""
