"""The versions of policies by which an answer was found, for its headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.serving.shelf import Shelf

_MOST = 20


def judged_by(shelf: Shelf, answer: object) -> str:
    """Every version that judged something in an answer, `id@version`, separated by commas; empty where none did."""
    known = frozenset(shelf.names)
    found = dict.fromkeys(name for name in _named(answer) if name in known)
    return ", ".join(list(found)[:_MOST])


def _named(answer: Any) -> Iterator[str]:
    match answer:
        case {"id": str(id_), "version": str(version), "digest": str()}:
            yield f"{id_}@{version}"
        case dict():
            for value in answer.values():
                yield from _named(value)
        case list():
            for value in answer:
                yield from _named(value)
