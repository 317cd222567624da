"""Windows of time for readers: one file per format."""
