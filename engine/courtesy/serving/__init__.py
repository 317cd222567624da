"""Courtesy as a service for other programs: by its public API alone, and with extras that are imported where used."""
