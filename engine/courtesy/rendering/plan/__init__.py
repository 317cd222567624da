"""Plans for readers: one file per format."""
