"""The files of tests in a folder, or beside a policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError
from courtesy.loading.file_names import SUFFIXES
from courtesy.loading.policy_files import manifest_path
from courtesy.review.tests.reading import load_tests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.errors import Problem
    from courtesy.model.policy import PolicySource
    from courtesy.model.policy_tests import TestFile

FOLDER = "tests"
"""The folder beside a policy that its tests lie in."""


def folder_beside(policy: PolicySource) -> Path:
    """The folder in which the tests of a policy lie, whether or not there is one."""
    return Path(policy.location).parent / FOLDER


def files_at(place: Path) -> tuple[Path, ...]:
    """The files of tests at a place: itself, or all in the folder; of a policy's folder those in its `tests`."""
    if not place.is_dir():
        return (place,) if place.exists() else ()
    folder = place / FOLDER if manifest_path(place).is_file() else place
    if not folder.is_dir():
        return ()
    return tuple(sorted(_inside(folder)))


def _inside(folder: Path) -> Iterator[Path]:
    """The files below a folder, without hidden ones. Raises OSError for a folder that may not be looked into."""
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from () if entry.is_symlink() else _inside(entry)
        elif entry.suffix.lower() in SUFFIXES and (entry.is_file() or entry.is_symlink()):
            yield entry  # a link to nowhere is told when it is read


def read_all(paths: Iterable[Path]) -> tuple[TestFile, ...]:
    """The tests in some files. Raises InvalidInputError with everything that is wrong with any of them."""
    files: list[TestFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files.append(load_tests(path))
        except InvalidInputError as error:
            problems += error.problems
    if problems:
        raise InvalidInputError(problems)
    return tuple(files)
