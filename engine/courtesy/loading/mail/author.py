"""What the author of a mail says in it, and how much of the rest there is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.mail.armour import without_armour
from courtesy.loading.mail.closings import without_closings
from courtesy.loading.mail.lines import Line, plain_lines, without_marked
from courtesy.loading.mail.markup import markup_lines
from courtesy.loading.mail.quotations import without_quotations
from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courtesy.loading.mail.parts import Parts

_BLANK_LINES = re.compile(r"\n\s*\n+")


class Said(NamedTuple):
    """The author's words, None where they cannot be read; the words of the rest, by what it is; what hides them."""

    text: str | None
    left_out: dict[str, int]
    unread: str | None


def said_in(parts: Parts, words: Callable[[str], int]) -> Said:
    """What the author says in the texts of a mail; `words` counts those of a text."""
    lines: list[Line] = []
    before: set[str] = set()
    unread = None
    for part in parts.texts:
        text = clean(part.text)
        seen = markup_lines(text) if part.markup else plain_lines(text)
        unwrapped = without_armour(without_marked(seen))
        unread = "encryption" if unwrapped.encrypted else unread
        said = _said(unwrapped.lines)
        if not said or said not in before:  # some programs send both ways as parts of one text
            lines += [*unwrapped.lines, _BETWEEN]
        before.add(said)
    lines = without_closings(without_quotations(lines))
    own = "\n".join([line.text.rstrip() for line in lines if line.left_out is None])
    text = _BLANK_LINES.sub("\n\n", own).strip()
    if not text:
        unread = unread or parts.unread
    known = parts.texts and unread is None
    return Said(text if known else None, _counted(lines, words), unread)


_BETWEEN = Line("")


def _said(part: Sequence[Line]) -> str:
    return " ".join(" ".join([line.text for line in part if line.left_out is None]).split())


def _counted(lines: Sequence[Line], words: Callable[[str], int]) -> dict[str, int]:
    texts = {kind: "\n".join([line.text for line in lines if line.left_out is kind]) for kind in LeftOut}
    counted = {kind.value: words(text) for kind, text in texts.items() if text}
    return {kind: count for kind, count in counted.items() if count}


class _Clean(dict[int, str]):
    """What each character is cleaned to, worked out once for each."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = character.isprintable() or character in "\n\t\r"
        self[code] = character if kept else " " * character.isspace()
        return self[code]


_CLEAN = _Clean()


def clean(text: str) -> str:
    """Text without control characters and halves of characters, which mail may carry and reports must not."""
    return text.replace("\r\n", "\n").translate(_CLEAN)
