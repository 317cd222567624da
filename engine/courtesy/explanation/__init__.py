"""Matches -> findings and outcomes: what was measured, what it means, and from when on it is permitted."""
