"""What tables are known to hold, so that no rule is written for what does not occur in them."""

from __future__ import annotations

from typing import NamedTuple


class Shape(NamedTuple):
    """`zones` are all that occur, and perhaps more.

    `whole` are fields that are known of every touch that can have them, `empty` are columns without values. Whether
    contacts have roles is the field `roles`.
    """

    zones: frozenset[str]
    whole: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
