"""Waivers for readers: in verdicts, and as a list of their own, one file per format."""
