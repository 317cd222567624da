"""Small pieces of English."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_COMPARED = 200
_MOST_COMPARED = 1000
_ENDINGS = (".", "!", "?", "…", "\u3002", "\uff01", "\uff1f")
"""What ends a sentence, in Chinese and Japanese too."""
_PHRASE = re.compile(r" (?:(?:in|other than|tagged|to|with|whose|from) |\()")


def joined(items: Iterable[str], conjunction: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    listed = list(items)
    if len(listed) < 2:  # noqa: PLR2004  two items are the first that need a conjunction
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {conjunction} {listed[-1]}"


def plural(count: int, noun: str) -> str:
    """`1 e-mail`, `2 e-mails`."""
    return f"{count:,} {noun if count == 1 else plural_noun(noun)}"


def plural_noun(noun: str) -> str:
    """The plural of a noun; a noun with a phrase behind it (`visit in person`) bends at its head."""
    behind = _PHRASE.search(noun)
    head, tail = (noun[: behind.start()], noun[behind.start() :]) if behind else (noun, "")
    if head.endswith(("ch", "sh", "s", "x")):
        return f"{head}es{tail}"
    return f"{head[:-1]}ies{tail}" if head.endswith(("ly", "ry", "ty")) else f"{head}s{tail}"


def with_article(noun: str) -> str:
    """`an e-mail`, `a phone call`, `an HR contact`."""
    spelt = noun[:2].isupper() and len(noun) > 1  # said letter by letter: aitch
    return f"{'an' if noun[:1].lower() in ('aefhilmnorsx' if spelt else 'aeiou') else 'a'} {noun}"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(_ENDINGS) else ".")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known word that `name` was probably meant to be, regardless of case; None where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  cold start: only for what went wrong

    by_lower = {word.lower(): word for word in islice(known, _MOST_COMPARED)}
    found = get_close_matches(name[:_LONGEST_COMPARED].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None
