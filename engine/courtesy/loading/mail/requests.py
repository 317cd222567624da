"""Sentences in which somebody may ask for silence or a sign of life, or say no. They are reasons to ask, no answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCE = re.compile("[^.!?\n\u3002\uff01\uff1f]++[.!?\u3002\uff01\uff1f]*+")
_LONGEST = 2000
"""Characters of a sentence that are looked at."""
_NO_STOP = re.compile(r"(?:not|don't|never) hesitate to|zögern sie nicht|n'hésitez pas|no dude|non esiti|não hesite")
_KNOWN_SCRIPTS = re.compile(r"[a-zß-ɏа-я\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")


def asks_to_stop(text: str) -> str | None:
    """The first sentence that may ask to stop; None where none does."""
    from courtesy.loading.mail.phrases import STOP  # noqa: PLC0415  they take long to load

    return next((said for said, plain in _sentences(text) if STOP.search(_NO_STOP.sub(" ", plain))), None)


def asks_for_contact(text: str) -> str | None:
    """The first sentence that may ask to be contacted; None where none does."""
    from courtesy.loading.mail.phrases import INVITATION  # noqa: PLC0415  they take long to load

    return next((said for said, plain in _sentences(text) if INVITATION.search(plain)), None)


def turns_down(text: str) -> str | None:
    """The first sentence that may say that somebody else was chosen; None where none does."""
    from courtesy.loading.mail.phrases import TURNED_DOWN  # noqa: PLC0415  they take long to load

    return next((said for said, plain in _sentences(text) if TURNED_DOWN.search(plain)), None)


def is_understood(text: str) -> bool:
    """Whether most of a text is in a script of the languages whose requests are known."""
    letters = _LETTER.findall(text.casefold())
    return 2 * sum(_KNOWN_SCRIPTS.match(letter) is not None for letter in letters) >= len(letters)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence, as it stands and in the form in which phrases are looked for. Lines that go on are joined."""
    joined = re.sub(r"(?<![.!?:,\n])\n(?!\n)", " ", text)
    for match in _SENTENCE.finditer(joined):
        said = " ".join(match[0].split())[:_LONGEST]
        if said:
            yield said, said.casefold().replace("\u2019", "'").replace("\u02bc", "'")
