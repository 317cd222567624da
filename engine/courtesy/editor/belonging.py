"""Which manifest a rule file belongs to, by what the manifests say at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.place import values_below
from courtesy.editor.sketch import sketch
from courtesy.loading.file_names import MANIFESTS, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_MOST_FOLDERS = 8
_MOST_FILES = 100


def manifest_including(path: Path, texts_of: Callable[[Path], Iterable[str]]) -> Path | None:
    """The manifest that includes a file, in one of its texts; None where none does."""
    candidates = (one for one in _candidates(path) if any(path in _included(one, text) for text in texts_of(one)))
    return next(candidates, None)


def manifest_near(path: Path, text_of: Callable[[Path], str | None]) -> Path | None:
    """The manifest beside a file that could include it, or in the nearest folder above; None where there is none."""
    folders = (path.parent, *path.parents[1:_MOST_FOLDERS])
    places = (folder / name for folder in folders for name in MANIFESTS)
    return next((place for place in places if place != path and text_of(place) is not None), None)


def manifest_beside(path: Path, text_of: Callable[[Path], str | None]) -> Path | None:
    """The manifest in the folder of a file; None where there is none."""
    places = (path.parent / name for name in MANIFESTS)
    return next((place for place in places if place != path and text_of(place) is not None), None)


def _candidates(path: Path) -> Iterator[Path]:
    for folder in path.parents[:_MOST_FOLDERS]:
        for name in MANIFESTS:
            yield folder / name
    for other in _files_beside(path):
        if other.name not in MANIFESTS:
            yield other


def _files_beside(path: Path) -> list[Path]:
    try:
        found = [one for one in path.parent.iterdir() if one != path and one.suffix.lower() in SUFFIXES]
    except OSError:
        return []
    return sorted(found)[:_MOST_FILES]


def _included(manifest: Path, text: str) -> set[Path]:
    if "include" not in text:
        return set()
    named = values_below(sketch(text), ("include",))
    return {(manifest.parent / word.text).resolve() for word in named if word.text and "\0" not in word.text}
