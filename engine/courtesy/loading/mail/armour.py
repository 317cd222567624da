"""What programs wrap around a text or put into it: marks of PGP, and files as letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.mail.lines import marked
from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courtesy.loading.mail.lines import Line

_BEGIN = re.compile(r"-----BEGIN PGP ([A-Z ,/0-9]++)-----\s*+")
_FILE = re.compile(r"begin [0-7]{3} \S.*")
_OF_A_FILE = re.compile("[ -`]{1,62}")
_SIGNED = "SIGNED MESSAGE"
_ENCRYPTED = "MESSAGE"


class Unwrapped(NamedTuple):
    """The lines without what was around them, and whether some of the text is encrypted."""

    lines: list[Line]
    encrypted: bool


def without_armour(lines: Sequence[Line]) -> Unwrapped:
    """The lines without marks of PGP, its signatures and keys, and files that are written into the text."""
    found = list(lines)
    encrypted = signed = False
    place = 0
    while place < len(found):
        text = found[place].text
        if text[:1] not in {"-", "b"}:
            place += 1
            continue
        begun = _BEGIN.fullmatch(text)
        end = place
        if begun is not None and begun[1] == _SIGNED:
            signed, end = True, _below(found, place, lambda line: not line.strip())
        elif begun is not None:
            signed, end = False, _below(found, place, lambda line: line.startswith("-----END PGP "))
            encrypted = encrypted or begun[1].startswith(_ENCRYPTED)
        elif _FILE.fullmatch(text):
            end = _below_file(found, place)
        elif signed and text.startswith("- "):
            found[place] = found[place]._replace(text=text[2:])
        if end > place:
            found[place:end] = marked(found[place:end], 0, end - place, LeftOut.ARMOUR)
        place = max(end, place + 1)
    return Unwrapped(found, encrypted)


def _below(lines: Sequence[Line], place: int, ends: Callable[[str], bool]) -> int:
    """The place below the line that ends what begins there; the end of all lines where none does."""
    return next((at + 1 for at in range(place + 1, len(lines)) if ends(lines[at].text)), len(lines))


def _below_file(lines: Sequence[Line], place: int) -> int:
    """The place below the `end` of a file; the same place where it is none."""
    end = place + 1
    while end < len(lines) and _OF_A_FILE.fullmatch(lines[end].text):
        end += 1
    return end + 1 if end < len(lines) and lines[end].text.rstrip() == "end" else place
