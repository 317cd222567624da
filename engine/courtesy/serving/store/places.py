"""Places in files of a store, told as places in the source that they come from."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

import courtesy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def told_at(source: str, place: Path) -> Iterator[None]:
    """Whatever is wrong with a file in here is told where people can mend it."""
    try:
        yield
    except courtesy.InvalidInputError as error:
        for problem in error.problems:
            problem.span = _moved(problem.span, source, place)
        raise


def _moved(span: courtesy.Span, source: str, place: Path) -> courtesy.Span:
    for folder in (str(place), str(place.resolve())):
        if span.file.startswith(f"{folder}/"):
            return msgspec.structs.replace(span, file=_renamed(span.file, f"{source}{span.file.removeprefix(folder)}"))
    return span


def _renamed(file: str, name: str) -> str:
    """Another name for a file, with the text that mistakes are shown in."""
    text = getattr(file, "text", None)
    kind: Any = type(file)
    return name if text is None else kind(name, text)
