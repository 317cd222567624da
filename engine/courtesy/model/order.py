"""Which of two values of a rule's field is stricter: by what a locked rule may be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from courtesy.values import Word


class Standing(Word):
    """How a changed value stands to the one that it replaces."""

    EQUAL = "equal"
    STRICTER = "stricter"
    LOOSER = "looser"
    UNCOMPARABLE = "uncomparable"


class Order(Struct, frozen=True):
    """The order of what stands under a key: how another value stands to the one before, and in words what is stricter.

    `field` is the field of the requirement that holds it where that has another name. With `of_nothing` the key may be
    missing before or after.
    """

    words: str
    of: Callable[[Any, Any], Standing]
    field: str | None = None
    of_nothing: bool = False

    def filling(self, field: str) -> Order:
        """The same order for a key whose value is held by another field."""
        return replace(self, field=field)
