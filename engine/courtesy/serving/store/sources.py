"""Where policies come from: a folder that people edit, a bundle on this machine, or an address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import courtesy
from courtesy.serving.store import limits
from courtesy.serving.store.archive import unpacked
from courtesy.serving.store.content import content_in
from courtesy.serving.store.loading import PROJECT_FILES, check_inside
from courtesy.serving.store.manifest import MANIFEST
from courtesy.serving.store.place_errors import BadSourceError
from courtesy.serving.store.reading import Disk, QuickDisk, files_below, read_settled
from courtesy.serving.store.remote import RemoteSource, is_own

if TYPE_CHECKING:
    from courtesy.serving.store.content import Content, Source

_ENDINGS = (".tar.gz", ".tgz")
_OF_POLICIES = (".yaml", ".yml", ".json")


class FolderSource:
    """A folder: policies that people edit, or, where a manifest lies in it, a bundle that was unpacked.

    Of a project only its file, its waivers and the folders of its policies are taken: its cases are nobody's business.
    """

    is_local = True

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self._path, self._disk = path, disk or Disk()
        self.name = str(path.absolute())

    def fetch(self, mark: str | None) -> Content | None:
        """What lies in it; raises as a source does."""
        found = read_settled(self.name, self._files, mark, self._disk)
        return None if found is None else content_in(*found)

    def _files(self) -> dict[str, Path]:
        if (self._path / MANIFEST).is_file():
            return files_below(self._path)
        name = next((name for name in PROJECT_FILES if (self._path / name).is_file()), None)
        if name is None:
            return files_below(self._path)
        project = courtesy.load_project(self._path)
        check_inside(project, self._path)
        found = {name: self._path / name, **files_below(self._path, project.policies)}
        if project.waivers is not None:
            found[project.waivers.resolve().relative_to(self._path.resolve()).as_posix()] = project.waivers
        return dict(sorted(found.items()))


class ArchiveSource:
    """A bundle in a file."""

    is_local = True

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self._path, self._disk = path, disk or QuickDisk()
        self.name = str(path.absolute())

    def fetch(self, mark: str | None) -> Content | None:
        """What is in it; raises as a source does."""
        found = read_settled(self.name, lambda: {"bundle": self._path}, mark, self._disk, limits.SENT)
        if found is None:
            return None
        (data,), here = found[0].values(), found[1]
        return content_in(unpacked(self.name, data), here)


def source_of(named: str | Path, disk: Disk | None = None) -> Source:
    """The source that somebody names. Raises BadSourceError where it is none, or is not there."""
    text = str(named)
    scheme = urlsplit(text).scheme.lower() if isinstance(named, str) and "://" in text else ""
    if scheme == "https" or (scheme == "http" and is_own(text)):
        return RemoteSource(text)
    if scheme == "http":
        raise BadSourceError(text.partition("?")[0], "an address without encryption")
    if scheme:
        raise BadSourceError(text.partition("?")[0], f"an address of another kind, `{scheme}`")
    path = Path(named)
    if path.is_dir():
        return FolderSource(path, disk)
    if not path.is_file():
        raise BadSourceError(text, "nothing of that name")
    if path.suffix.lower() in _OF_POLICIES:
        raise BadSourceError(text, "a file of a policy", f"name the folder that it lies in, `{path.parent}`")
    if not path.name.lower().endswith(_ENDINGS):
        raise BadSourceError(text, "a file that ends otherwise than `.tar.gz`")
    return ArchiveSource(path, disk)
