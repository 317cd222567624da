"""The version of this package, and nothing else: the build reads it from here."""

__version__ = "1.0.0"
