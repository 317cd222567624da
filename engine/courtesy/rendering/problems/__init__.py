"""What is wrong with what was given, for readers: one file per format."""
