"""What lies in the place of a file or folder that was expected, for messages that say `found`."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Mapping[int | None, str] = {
    errno.ENOENT: "nothing of that name",
    errno.EISDIR: "a folder",
    errno.ENOTDIR: "a file where a folder should be",
    errno.EEXIST: "a file of that name",
    errno.EACCES: "one that this user may not use",
    errno.EPERM: "one that this user may not use",
    errno.ENAMETOOLONG: "a name that is too long",
    errno.ELOOP: "links that lead in a circle",
    errno.ENOSPC: "a disk that is full",
    errno.EROFS: "a disk that nobody can write to",
}


def found_by(error: OSError) -> str:
    """What is there instead, as a noun; where nobody has words for it, with those of the system."""
    known = _WORDS.get(error.errno)
    return known or f"one that cannot be used: {(error.strerror or 'no reason is given').lower()}"
