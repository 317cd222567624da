"""Texts of others in tables that a spreadsheet may open: none is run as a formula."""

from __future__ import annotations

import re

_SIGNS = "=+@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}\N{FULLWIDTH HYPHEN-MINUS}-"
RISKY = f'^[\\t\\r\\n]|(^|[;\\t\\r\\n])[ "]*[{_SIGNS}]'
"""What a spreadsheet may run, in the syntax that Python and RE2 share.

Where commas separate cells, one whose own separator is a semicolon or a tab begins cells inside of texts, too.
"""
_BEGINS = re.compile(f'^(?=[\\t\\r\\n])|(?:^|(?<=[;\\t\\r\\n]))(?=[ "]*[{_SIGNS}])')
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def plain_cell(text: str) -> str:
    """The text with an apostrophe before each place where a formula may begin, as OWASP advises; a number as it is."""
    return text if _NUMBER.fullmatch(text) else _BEGINS.sub("'", text)
