"""The names of files that come from elsewhere: each stays inside its folder, and means the same on every system."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from courtesy.serving.store import limits
from courtesy.serving.store.errors import BadBundleError

if TYPE_CHECKING:
    from collections.abc import Iterable

_RESERVED = frozenset(':*?"<>|\\')


def check_names(place: str, names: Iterable[str]) -> None:
    """Raise BadBundleError where a name leads elsewhere, is too long or deep, or could be taken for another one.

    Names that differ only in case, or in how their letters are composed, are one file on some systems.
    """
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for count, name in enumerate(names, 1):
        if count > limits.FILES:
            raise BadBundleError(
                place, f"at most {limits.FILES:,} files", "more", "name the folder of the policies alone"
            )
        if wrong := _wrong_with(name):
            raise BadBundleError(place, "names of files inside the bundle", f"`{shown(name)}`, {wrong}")
        parts = name.split("/")
        above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
        others = [files.get(_folded(name)), folders.get(_folded(name)), *(files.get(_folded(one)) for one in above)]
        others += [one for path in above if (one := folders.setdefault(_folded(path), path)) != path]
        if taken := [one for one in others if one is not None]:
            found = f"`{shown(taken[0])}` and `{shown(name)}`"
            raise BadBundleError(place, "names that no system takes for one", found, "rename one of the two")
        files[_folded(name)] = name


def shown(name: str) -> str:
    """A name as it can be told in one line."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in name[:80])


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _wrong_with(name: str) -> str | None:
    parts = name.split("/")
    if not name or name.startswith("/") or ".." in parts:
        return "which leads out of it"
    if any(not part or part.startswith(".") or part != part.strip() or part.endswith(".") for part in parts):
        return "which is hidden, or no plain name"
    if any(one in _RESERVED or not one.isprintable() for one in name):
        return "which has characters that some systems do not take"
    if len(name.encode("utf-8", "surrogatepass")) > limits.NAME or len(parts) > limits.DEPTH:
        return "which is too long or too deep"
    return None
