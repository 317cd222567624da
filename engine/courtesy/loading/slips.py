"""Slips of the pen that make a text no YAML, as the place at which the parser stops shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# What the parser says, and what that means: expected, found (None: as the parser says it), help.
_FAULTS = {
    "mapping values are not allowed": (
        "YAML", "a colon where no value can follow", "check the indentation, and put text that contains `: ` in quotes"
    ),
    "cannot start any token": (
        "YAML", None, "put text that starts with this character in quotes; indent with spaces, not tabs"
    ),
    "expected ',' or ']'": (
        "`,` or `]`", "something else", "close the list with `]`, and put text that contains `: ` in quotes"
    ),
    "expected ',' or '}'": (
        "`,` or `}`", "something else", "close the mapping with `}`, and put text that contains `: ` in quotes"
    ),
    "could not find expected ':'": ("a key", "something else", "a key is followed by a colon and a space"),
    "expected key": ("a key", "something else", "check the indentation: keys of one mapping start in the same column"),
    "block sequence entries are not allowed": (
        "a value", "`- `, which starts an item of a list",
        "put text that starts with `- ` in quotes; a list starts on a line of its own",
    ),
    "expected '-' indicator": (
        "an item that starts with `- `", "something else",
        "check the indentation: the items of one list start in the same column",
    ),
    "unexpected end of stream": ("a closing quote", "the end of the file", "close the quotes"),
}  # fmt: skip

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


def explained(problem: str) -> tuple[str, str, str | None]:
    """What the parser of YAML means by what it says: what was expected, what was found, and the likely fix."""
    expected, found, hint = next((fault for words, fault in _FAULTS.items() if words in problem), ("YAML", None, None))
    if found is None:
        found = problem.removeprefix("found ").replace("\n", " ") or "something else"
        if found.startswith("character "):
            found = f"a {found}"
        if found.startswith(("did not ", "could not ")):
            found = f"text where the parser {found}"
    return expected, found, hint
