"""Verdicts over HTTP: the Authorization API of AuthZEN, and routes of our own by the published schemas."""
