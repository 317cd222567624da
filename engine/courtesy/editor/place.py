"""What stands in a place of a text, and what could: the heart of all that an editor is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.editor.sketch import CURSOR, Role, Word, sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courtesy.spans import Path


class Place(NamedTuple):
    """Where somebody types.

    `path` leads to what is typed, as it does for a `Word` of that role. `typed` is what stands before the cursor, and
    what is chosen replaces the text from `start` to `end`, as offsets. `indent` is how far what begins in the line is
    indented, with its dashes, beyond where the line itself begins.
    """

    path: Path
    role: Role
    typed: str
    start: int
    end: int
    flow: bool
    indent: int
    words: tuple[Word, ...]

    @property
    def mapping(self) -> Path:
        """The path of the mapping in which a key is typed."""
        return self.path[:-1]

    def keys_beside(self) -> frozenset[str]:
        """The keys that the mapping has already, but for the one that is typed."""
        return frozenset(keys_of(self.words, self.mapping if self.role in {Role.KEY, Role.BARE} else self.path))

    @property
    def colon_is_bare(self) -> bool:
        """Whether it follows a colon without the space that belongs there."""
        return self.role is Role.VALUE and any(
            word.role is Role.KEY and word.path == self.path and word.end + 1 == self.start for word in self.words
        )


def word_at(words: Sequence[Word], offset: int) -> Word | None:
    """The key or scalar in which a place of a text lies; None between them."""
    # Behind the last letter of a key comes its colon: where two meet, the one that begins there is meant.
    return next((word for word in reversed(words) if word.start <= offset <= word.end), None)


def place_at(text: str, offset: int) -> Place | None:
    """Where somebody types whose cursor stands at an offset of a text; None in a comment."""
    words = sketch(text[:offset] + CURSOR + text[offset:])
    typed = next((word for word in words if word.start <= offset < word.end and CURSOR in word.text), None)
    if typed is None:
        return None
    before = text[typed.start : offset].lstrip("\"'")
    line = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    others = tuple(_without_cursor(word, offset) for word in words if word is not typed)
    end = min(typed.end - 1, _end_of_line(text, offset))
    begun = text[line:offset]
    indent = len(begun.lstrip(" \t")) - len(begun.lstrip(" \t-"))
    path = tuple(step.replace(CURSOR, "") if isinstance(step, str) else step for step in typed.path)
    start = max(typed.start, line)
    return Place(path, typed.role, before, start, max(end, offset), typed.flow, indent, others)


def keys_of(words: Iterable[Word], path: Path) -> tuple[str, ...]:
    """The keys of the mapping that a path leads to, in their order."""
    return tuple(word.text for word in words if word.role is Role.KEY and word.path[:-1] == path)


def value_of(words: Iterable[Word], path: Path) -> str | None:
    """The scalar that a path leads to; None where there is none."""
    return next((word.text for word in words if word.role is not Role.KEY and word.path == path), None)


def values_below(words: Iterable[Word], path: Path) -> tuple[Word, ...]:
    """The scalars of the list that a path leads to, or the scalar itself."""
    size = len(path)
    return tuple(
        word for word in words if word.role is not Role.KEY and word.path[:size] == path and len(word.path) <= size + 1
    )


def _without_cursor(word: Word, offset: int) -> Word:
    shift = 1 if word.start > offset else 0
    return word._replace(start=word.start - shift, end=word.end - shift)


def _end_of_line(text: str, offset: int) -> int:
    ends = [at for mark in "\r\n" if (at := text.find(mark, offset)) >= 0]
    return min(ends, default=len(text))
