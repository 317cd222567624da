"""What was recorded, for readers: one file per format."""
