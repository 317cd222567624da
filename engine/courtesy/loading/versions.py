"""Semantic versions: their order, and the ranges that names give."""

from __future__ import annotations

import re
from functools import total_ordering
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection

_NUMBER, _PARTS = "(0|[1-9][0-9]{0,8})", r"[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*"
VERSION = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_PARTS})?(\+{_PARTS})?"
"""The form of a semantic version, for the schema too."""
_VERSION = re.compile(VERSION)
_NAMED = re.compile(r"([a-z][a-z0-9_-]*)\s*(?:[\s:=@]|==|-(?=v?\d+\.))\s*v?([\^~]?)v?(\d[0-9A-Za-z.+-]*)", re.ASCII)
"""A name with a version behind it, however the two are parted."""
_RANGE = re.compile(rf"([\^~]){_NUMBER}(?:\.{_NUMBER}(?:\.{_NUMBER}(-{_PARTS})?)?)?")


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

    @property
    def numbers(self) -> tuple[int, ...]:
        """Major, minor and patch."""
        return self._key[0]

    @property
    def is_release(self) -> bool:
        """Whether it is no pre-release."""
        return self._key[1] == ((2, 0, ""),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VersionOrder) and self._key == other._key

    def __lt__(self, other: VersionOrder) -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)


def next_version(version: str, *, breaks: bool) -> str:
    """The version after one: the next minor one where it `breaks` with what was, else the next patch.

    Text that is no version stays as it is.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        return version
    major, minor, patch = (int(part) for part in found.groups()[:3])
    return f"{major}.{minor + 1}.0" if breaks else f"{major}.{minor}.{patch + 1}"


class VersionRange(Struct, frozen=True):
    """The versions from one on and below the first that may break what that one promises.

    Pre-releases are in it only where it names one of the same number.
    """

    least: str
    below: tuple[int, ...]

    def __contains__(self, version: str) -> bool:
        """Whether a version lies in it."""
        order, least = VersionOrder(version), VersionOrder(self.least)
        wanted = order.is_release or (not least.is_release and order.numbers == least.numbers)
        return wanted and least <= order and order.numbers < self.below


def is_version(text: str) -> bool:
    """Whether a text is a whole semantic version."""
    return _VERSION.fullmatch(text) is not None


def read_range(text: str) -> VersionRange | None:
    """The range that a text names; None where it names none.

    `^1.2` is every version from 1.2.0 on and below 2.0.0, `^0.2` below 0.3.0: up to the first number that is not zero
    all stays. `~1.2.3` is every version from 1.2.3 on and below 1.3.0, `~1` below 2.0.0.
    """
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    said = [int(part) for part in found.group(2, 3, 4) if part is not None]
    least = ".".join(map(str, [*said, 0, 0][:3])) + (found[5] or "")
    fixed = min(2, len(said)) - 1
    if found[1] == "^":
        fixed = next((place for place, number in enumerate(said) if number), len(said) - 1)
    return VersionRange(least, (*said[:fixed], said[fixed] + 1))


def version_meant(text: str, known: Collection[str]) -> str | None:
    """The known name with a version or range that a text can only stand for: `northgate 1.0` is `northgate@^1.0`."""
    found = _NAMED.fullmatch(text.strip())
    if found is None or found[1] not in known:
        return None
    sign, version = found[2], found[3].removesuffix(".x").removesuffix(".*")
    if is_version(f"{sign}{version}") or read_range(f"{sign}{version}"):
        return f"{found[1]}@{sign}{version}"
    return f"{found[1]}@^{version}" if read_range(f"^{version}") else None
