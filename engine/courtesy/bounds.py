"""Every bound that more than one room keeps to: how large an input may be, and how far ahead is looked."""

from __future__ import annotations

# What is read is read in well under a second within these.
MAX_BYTES = 1024 * 1024
MAX_MAIL_BYTES = 32 * 1024 * 1024
"""A mail that was sent or received, with what is attached to it."""
MAX_BODY = 100_000
"""Characters of what an author says in a mail; the schema of cases has the same limit."""
MAX_DEPTH = 64
MAX_VALUES = 200_000
MAX_ALIASED_VALUES = 20_000
MAX_REPORTED = 50
"""Problems of one kind that are worth listing; a file with more is not a file for Courtesy."""
MAX_PARENTS = 16
"""Policies that build on each other in one line."""

LOOK_AHEAD_WEEKS = 4
"""How far plans, windows and next steps look ahead where nobody says how far."""
MOST_DAYS = 400
"""How far ahead they can be asked about."""
SEARCHED_DAYS = 3653
"""Ten years: how far an earliest permitted time is looked for while rules can open again."""
