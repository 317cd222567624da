"""Two versions of a policy beside each other, for readers: one file per format."""
