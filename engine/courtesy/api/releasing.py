"""Recording the releases of a policy: text in, text out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.api.releases import release_problems
from courtesy.errors import InvalidInputError
from courtesy.journal.changes import NewEntry, changed
from courtesy.journal.layout import several_lines
from courtesy.loading.releases import read_releases, release_files
from courtesy.loading.source import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from courtesy.api.policy import Policy
    from courtesy.journal.layout import Entry

_NEW = """\
# What each released version of a policy contains, by its digests: a released version stays as it is, and what changes
# gets a version of its own. Written by `courtesy release`.
courtesy: 1
releases:
"""


class Recording(Struct, frozen=True):
    """What a file of releases says before (None: there is none) and after versions were recorded in it."""

    file: Path
    before: bytes | None
    after: bytes
    new: tuple[str, ...]


def recording(policies: Iterable[Policy], on: date) -> Recording:
    """The versions of a policy recorded as released on a day; those that are recorded already are left as they are.

    Raises InvalidInputError where a version, or one that it builds on, is recorded with other content, or the file
    cannot be read, and UneditableFileError where its layout does not let entries be added.
    """
    every = list(policies)
    if problems := [problem for policy in every for problem in release_problems(policy)]:
        raise InvalidInputError(problems)
    file = _file(every)
    before = read_file(file) if file.is_file() else None
    after, new = before or b"", []
    known = () if before is None else read_releases(before, str(file))
    for policy in every:
        releases = tuple(one for one in known if (one.id, one.version) == (policy.id, policy.version))
        if not releases:
            digests = {"digest": policy.digest, "text_digest": policy.text_digest}
            entry: Entry = {"id": policy.id, "version": policy.version, "on": on.isoformat(), **digests}
            after = _with(after, str(file), entry)
            new.append(policy.version)
    return Recording(file, before, after, tuple(new))


def _with(data: bytes, file: str, entry: Entry) -> bytes:
    """The bytes of a file with one release more; without any, those of a new file."""
    if data:
        return changed(data, file, [NewEntry("releases", entry)])
    said = several_lines(entry, " " * 4, "\n", is_json=False)
    return f"{_NEW}  - {said}\n".encode()


def _file(policies: list[Policy]) -> Path:
    """The file that records the releases of these versions: one that is there, or else the one to make."""
    places = release_files(Path(policies[-1].source.location))
    return next((place for place in places if place.is_file()), places[-1])
