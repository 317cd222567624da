"""Decides which rules are violated on a fact sheet: generated Python, durable-rules, and the cross-check of both."""
