"""The order of semantic versions."""

from __future__ import annotations

import re
from functools import total_ordering

_NUMBER, _PARTS = "(0|[1-9][0-9]{0,8})", r"[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*"
VERSION = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_PARTS})?(\+{_PARTS})?"
"""The form of a semantic version, for the schema too."""
_VERSION = re.compile(VERSION)


@total_ordering
class VersionOrder:
    """A key for sorting: `1.10.0` is newer than `1.9.0`, and `1.0.0` newer than `1.0.0-rc.1`."""

    __slots__ = ("_key",)

    def __init__(self, version: str) -> None:
        """Text that is no semantic version is older than every one that is."""
        found = _VERSION.fullmatch(version)
        numbers = tuple(int(part) for part in found.groups()[:3]) if found else (-1,)
        pre = (found[4] or "")[1:] if found else version
        # Numbers are older than words, and no pre-release at all is newest.
        parts = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pre.split(".")) if pre else ((2, 0, ""),)
        self._key = (numbers, parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VersionOrder) and self._key == other._key

    def __lt__(self, other: VersionOrder) -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)
