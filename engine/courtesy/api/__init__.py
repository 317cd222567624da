"""Composes the stages; nothing else does. What is public is listed in the package `courtesy`."""
