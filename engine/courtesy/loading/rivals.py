"""Two files of one kind in a folder, of which only one would be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.loading.errors import WrongValueError, listed, quoted
from courtesy.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class TwoFilesError(WrongValueError):
    """A folder holds two files that say the same kind of thing: nobody could tell which of them is meant."""

    code: ClassVar[str] = "two-files"
    way_out: ClassVar[str] = "keep one of them, and remove the other or give it another name"


def rivals(path: Path, names: Sequence[str], what: str) -> list[TwoFilesError]:
    """The problem that a file of one of these names has another one beside it; nothing where it stands alone."""
    if path.name not in names:
        return []
    others = [name for name in names if name != path.name and (path.parent / name).is_file()]
    if not others:
        return []
    found = f"{listed(others, 'and')} beside {quoted(path.name)}"
    hint = "keep one of them, and remove the other or give it another name"
    return [TwoFilesError(Span(str(path), 1, 1, 1, 1), f"one {what} in a folder", found, hint)]
