"""What in a text a measure of it goes by, so that whoever reads a verdict sees what to change."""

from __future__ import annotations

from msgspec import Struct

from courtesy.values import Word


class Strength(Word):
    """How sure evidence is: `clear` decides by itself; `weak` leaves open what it means, and the reader is asked."""

    CLEAR = "clear"
    WEAK = "weak"


class Evidence(Struct, frozen=True, kw_only=True):
    """A sentence of a text with those of its words that tell its tone, as they stand in the text.

    `kind` is what they are: an insult, a reproach, a threat and so on.
    """

    kind: str
    strength: Strength
    sentence: str
    words: tuple[str, ...]
