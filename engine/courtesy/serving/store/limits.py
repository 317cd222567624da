"""The bounds of what a source may hold. Larger things are refused before they are read."""

from __future__ import annotations

MIB = 2**20
FILE = MIB
"""The bytes of one file."""
FILES = 2_000
"""How many files there may be."""
TOTAL = 16 * MIB
"""The bytes of all files together."""
SENT = 16 * MIB
"""The bytes of a bundle as it is sent."""
MANIFEST = MIB
"""The bytes of a manifest."""
SIGNATURE = 1_000
"""The bytes of a file that holds a signature, or a key."""
NAME = 240
"""The bytes of a file's whole name."""
DEPTH = 8
"""How many folders lie in each other."""
