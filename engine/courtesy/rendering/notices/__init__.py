"""Notices for readers, wherever they stand: in verdicts, plans, windows and next steps."""

HEADING = "Please note"
