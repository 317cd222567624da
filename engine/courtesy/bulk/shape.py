"""What tables are known to hold, so that no rule is written for what does not occur in them."""

from __future__ import annotations

from typing import NamedTuple


class Shape(NamedTuple):
    """`whole` are fields that are known of every touch that can have them, `empty` are columns without values.

    Whether contacts have roles is the field `roles`.
    """

    whole: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()


ANY = Shape()
"""Nothing is known of the tables."""
