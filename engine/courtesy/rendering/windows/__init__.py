"""Stretches of time for readers: one file per format."""
