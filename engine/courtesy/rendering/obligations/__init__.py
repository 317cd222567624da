"""Obligations for readers, wherever they stand: in verdicts, plans and next steps."""
