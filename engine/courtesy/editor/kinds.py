"""What kind of file a text is for, by its name and by what it says, finished or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.place import value_of
from courtesy.editor.sketch import Role
from courtesy.loading.file_names import MANIFESTS, PROJECT_FILES, RELEASES, WAIVER_FILES
from courtesy.values import Word as WordEnum

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from courtesy.editor.sketch import Word


class FileKind(WordEnum):
    """The files that the language server knows."""

    MANIFEST = "manifest"
    RULES = "rules"
    WAIVERS = "waivers"
    PROJECT = "project"
    RELEASES = "releases"
    TESTS = "tests"
    CASE = "case"
    OTHER = "other"


_BY_NAME = {
    **dict.fromkeys(MANIFESTS, FileKind.MANIFEST),
    **dict.fromkeys(PROJECT_FILES, FileKind.PROJECT),
    **dict.fromkeys(WAIVER_FILES, FileKind.WAIVERS),
    RELEASES: FileKind.RELEASES,
}
_BY_FOLDER = {"tests": FileKind.TESTS, "cases": FileKind.CASE}
_OF_TESTS = frozenset({"base", "cases"})
_OF_POLICIES = frozenset({"rules", "include", "extends"})
_OF_MANIFESTS = frozenset({"id", "version", "title"})
_OF_CASES = frozenset({"interview", "candidate", "contacts", "history", "actions", "attributes", "zone", "preferences"})
_OF_WAIVERS = frozenset({"by", "until"})


def kind_of(path: Path, words: Sequence[Word]) -> FileKind:
    """What kind of file a text with these words is for."""
    if path.name in _BY_NAME:
        return _BY_NAME[path.name]
    tops = {word.path[0] for word in words if word.path}
    keys = {top for top in tops if isinstance(top, str)}
    if any(isinstance(top, int) for top in tops):
        return _kind_of_list(words)
    if keys >= _OF_TESTS or (path.parent.name == "tests" and keys & _OF_TESTS):
        return FileKind.TESTS
    if keys & _OF_POLICIES or keys >= _OF_MANIFESTS or (value_of(words, ("courtesy",)) and "outcome" not in keys):
        return FileKind.MANIFEST
    if keys & _OF_CASES:
        return FileKind.CASE
    return FileKind.OTHER if keys else _BY_FOLDER.get(path.parent.name, FileKind.OTHER)


def _kind_of_list(words: Sequence[Word]) -> FileKind:
    """Whether a list is one of rules or of waivers."""
    keys = {word.text for word in words if word.role is Role.KEY and len(word.path) == 2}  # noqa: PLR2004  item, key
    return FileKind.WAIVERS if keys >= _OF_WAIVERS and "rule" in keys else FileKind.RULES
