"""What of a mail is not said by its author, and so is no part of the text that is judged."""

from __future__ import annotations

from enum import StrEnum


class LeftOut(StrEnum):
    """Kinds of text that a draft holds and that its author does not say; the words are those of case files."""

    QUOTATION = "quotation"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    FOOTER = "footer"
    DISCLAIMER = "disclaimer"
    ARMOUR = "armour"
    HIDDEN = "hidden"
