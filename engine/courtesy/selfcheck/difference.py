"""Something that must hold of every verdict, and does not."""

from __future__ import annotations

from msgspec import Struct


class Difference(Struct, frozen=True):
    """What differs. `kind` stays the same while a case is made smaller, `message` says it in words."""

    kind: str
    message: str


class DifferenceFoundError(Exception):
    """Ends the examination of a case; never leaves this package."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(kind, message)
        self.difference = Difference(kind, message)
