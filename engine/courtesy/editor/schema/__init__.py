"""Schemas for editors: their messages in words, and the words of a policy in them."""
