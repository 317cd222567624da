"""The files `releases.yaml`: which content each released version of a policy has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.errors import InvalidInputError, Problem
from courtesy.loading import schemas
from courtesy.loading.errors import DuplicateIdError
from courtesy.loading.file_names import MANIFESTS, RELEASES
from courtesy.loading.scalars import read_day
from courtesy.loading.source import read_file, read_tree
from courtesy.loading.versions import is_version
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from courtesy.spans import Span


class Release(Struct, frozen=True):
    """One version of a policy as it was released: its digests, and the day."""

    id: str
    version: str
    digest: str
    text_digest: str
    on: date
    span: Span


def release_files(manifest: Path) -> tuple[Path, ...]:
    """Where the releases of a policy are recorded: beside its manifest, and beside the folder of a version.

    A policy lies in the folder of a version where that is named after one: `northgate/1.2.0/policy.yaml`. The first of
    those that are there, or else the last one, is the one to record in.
    """
    places = [manifest.parent / RELEASES]
    if manifest.name in MANIFESTS and is_version(manifest.parent.resolve().name):
        places.append(manifest.parent.parent / RELEASES)
    return tuple(places)


def read_releases(data: bytes, file: str) -> tuple[Release, ...]:
    """The releases that a file records. Raises InvalidInputError with everything that is wrong with it."""
    tree = read_tree(data, file)
    problems, sound = schemas.check(tree, "releases")
    found: dict[tuple[str, str], Release] = {}
    for stated in sound.get("releases", ()) if isinstance(sound, MappingNode) else ():
        release = _release(stated)
        if isinstance(release, Problem):
            problems.append(release)
            continue
        first = found.setdefault((release.id, release.version), release)
        if first is not release:
            name = f"{release.id} {release.version}"
            problems.append(DuplicateIdError(release.span, "release", name, first.span))
    if problems:
        raise InvalidInputError(problems)
    return tuple(found.values())


def recorded(manifest: Path, name: str, version: str | None = None) -> tuple[Release, ...]:
    """The records of a version of a policy, or of all its versions.

    Raises InvalidInputError where a file of releases cannot be read.
    """
    files = [file for file in release_files(manifest) if file.is_file()]
    every = (release for file in files for release in read_releases(read_file(file), str(file)))
    return tuple(one for one in every if one.id == name and version in {None, one.version})


def _release(tree: MappingNode) -> Release | Problem:
    on = read_day(tree["on"])
    if isinstance(on, Problem):
        return on
    name, version, digest, text_digest = (str(tree[key]) for key in ("id", "version", "digest", "text_digest"))
    return Release(name, version, digest, text_digest, on, tree["version"].span)
