"""Slips of the pen that make a text no YAML, as the place at which the parser stops shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SINGLE_QUOTED = re.compile(r"(?:^|[:\-,\[{] *)'[^']*'\w")
_SEMICOLON = re.compile(r"[\[{][^\]}]*;")
_WORD_AND_VALUE = re.compile(r"\s*(?:- )?([a-z_]+) \S")


def likely_slip(lines: Sequence[str], line: int, column: int) -> str | None:
    """What was probably meant where the parser stops at a line and column (from 1); None where there is no telling."""
    if not 0 < line <= len(lines):
        return None
    here, before = lines[line - 1], lines[line - 1][: column - 1]
    if _SINGLE_QUOTED.search(here[:column]):
        return "an apostrophe ends a text in single quotes: write it twice, or use double quotes"
    if here[column - 1 : column] in {"}", "]"} and not _is_open(before, here[column - 1]):
        return f"take out the `{here[column - 1]}`: nothing is open that it could close"
    if here[column - 1 : column] == ":" and _SEMICOLON.search(before):
        return "put a comma between entries, in place of the semicolon"
    above = next((text for text in reversed(lines[: line - 1]) if text.strip()), "")
    if here[column - 1 : column] == ":" and ":" not in before and ":" not in above and "#" not in above:
        key = _WORD_AND_VALUE.match(above)
        return f"put a colon behind `{key[1]}` in the line above" if key else None
    return None


def _is_open(before: str, bracket: str) -> bool:
    opening = {"}": "{", "]": "["}[bracket]
    return before.count(opening) > before.count(bracket)
