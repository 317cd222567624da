"""The project file `courtesy.yaml`: where a team's policies lie, and which one holds where nobody names one."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  callers resolve the type hints of `Project` at run time
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.errors import InvalidInputError, Problem
from courtesy.loading import schemas
from courtesy.loading.errors import UnknownNameError
from courtesy.loading.file_names import PROJECT_FILES, SUFFIXES
from courtesy.loading.rivals import rivals
from courtesy.loading.scalars import read_zone, text_at
from courtesy.loading.source import read_file, read_tree
from courtesy.spans import MappingNode, Scalar, Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class Project(Struct, frozen=True, kw_only=True):
    """What a project file says. Paths are whole; `policy` is a name, or the path of a policy.

    `policy` is that which judges where nobody names one, `zone` the time zone of cases that state none, each None where
    the file says nothing.
    """

    location: Path
    policies: tuple[Path, ...] = ()
    policy: str | None = None
    waivers: Path | None = None
    zone: str | None = None
    policy_span: Span | None = None


def find_project(start: Path) -> Path | None:
    """The project file in a folder, or in the nearest folder above it that has one; None where none has."""
    places = (folder / name for folder in (start, *start.parents) for name in PROJECT_FILES)
    return next((place for place in places if _is_there(place)), None)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder above that may not be looked into holds no project of ours
        return False


def read_project(path: Path, data: bytes | None = None) -> Project:
    """What a project file says, or that of a folder. Raises InvalidInputError with everything that is wrong with it.

    `data` are its bytes where they are not those on the disk.
    """
    if path.is_dir():
        path = next((path / name for name in PROJECT_FILES if (path / name).is_file()), path / PROJECT_FILES[0])
    tree = read_tree(read_file(path) if data is None else data, str(path))
    problems, sound = schemas.check(tree, "project")
    if data is None:
        problems += rivals(path, PROJECT_FILES, "project file")
    if not isinstance(sound, MappingNode):
        raise InvalidInputError(problems)
    home = path.resolve().parent
    folders = tuple(_folders(sound, home, problems))
    waivers = _file(sound["waivers"], home, problems) if "waivers" in sound else None
    zone = read_zone(sound["zone"]) if "zone" in sound else None
    if isinstance(zone, Problem):
        problems.append(zone)
    if problems:
        raise InvalidInputError(problems)
    policy = text_at(sound, "policy")
    if policy is not None and is_path(policy):
        policy = str(home / policy)
    return Project(
        location=path.resolve(),
        policies=folders,
        policy=policy,
        waivers=waivers,
        zone=None if isinstance(zone, Problem) else zone,
        policy_span=sound["policy"].span if "policy" in sound else None,
    )


def is_path(name: str) -> bool:
    """Whether what names a policy is a path: it has a slash, or ends as files of policies do."""
    return "/" in name or "\\" in name or name.lower().endswith(SUFFIXES)


def _file(name: Scalar, home: Path, problems: list[Problem]) -> Path | None:
    file = home / name
    if file.is_file():
        return file
    beside = sorted(other.name for other in home.iterdir() if other.is_file())
    problems.append(UnknownNameError(name.span, "file beside the project file", name, beside))
    return None


def _folders(tree: MappingNode, home: Path, problems: list[Problem]) -> Iterator[Path]:
    for name in tree.get("policies", ()):
        folder = home / name
        if folder.is_dir():
            yield folder
        else:
            beside = sorted(other.name for other in home.iterdir() if other.is_dir() and other.name[:1] != ".")
            problems.append(UnknownNameError(name.span, "folder beside the project file", name, beside))
