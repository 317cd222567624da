"""How large an input may be. Whatever is within these limits is read in well under a second."""

from __future__ import annotations

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 200_000
MAX_ALIASED_VALUES = 20_000
MAX_REPORTED = 50
"""Problems of one kind that are worth listing; a file with more is not a file for Courtesy."""
