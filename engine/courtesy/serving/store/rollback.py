"""Going back to policies that were active before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.serving.found import found_by
from courtesy.serving.store.folder import is_whole
from courtesy.serving.store.place_errors import BadStoreError, UnknownRevisionError

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.serving.store.folder import StoreFolder
    from courtesy.serving.store.pointer import Active


def roll_back(folder: StoreFolder, now: datetime, revision: int | None = None) -> Active:
    """Make what was active before active again, or an earlier revision that is kept; what is left comes no more.

    Whoever follows the store sees it at once. The source is heeded again when it holds something newer. Raises
    UnknownRevisionError and BadStoreError.
    """
    name = str(folder.path)
    if not folder.path.is_dir():
        raise BadStoreError(name, "the store of a service", "no such folder")
    with folder.lock():
        pointer = folder.pointer
        if pointer is None:
            raise BadStoreError(name, "the store of a service", "a folder in which nothing was ever active")
        found = pointer.before(revision)
        if found is None:
            raise UnknownRevisionError(name, revision, [one.revision for one in pointer.earlier])
        if not is_whole(folder.place_of(found.content), found.content):
            raise BadStoreError(str(folder.place_of(found.content)), "the files that were put there", "others")
        again = replace(found, activated=now)
        try:
            folder.point(pointer.gone_back_to(again))
        except OSError as error:
            raise BadStoreError(name, "a folder that can be written", found_by(error)) from None
        return again
