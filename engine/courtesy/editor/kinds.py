"""What kind of file a text is for, by its name and by what it says, finished or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.sketch import Role
from courtesy.loading.file_names import MANIFESTS, PROJECT_FILES, RELEASES, WAIVER_FILES
from courtesy.values import Word as WordEnum

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
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
_TESTS_FOLDER, _CASES_FOLDER = "tests", "cases"
_OF_OTHERS = frozenset({"apiVersion", "$schema", "$defs", "outcome"})
"""Keys that no file of ours has at its top: schemas, verdicts and the manifests of other programs do."""
_CASE_ALONE = frozenset({"interview", "candidate"})
_CASE_TOGETHER = frozenset({"contacts", "history", "actions"})
_WAIVER = frozenset({"rule", "by", "until"})
_ENOUGH = 2


def kind_of(path: Path, words: Sequence[Word], *, beside_manifest: bool = False) -> FileKind:
    """What kind of file a text with these words is for; `beside_manifest`: whether a manifest lies in its folder.

    Of YAML files there are many: what does not show that it is ours is left alone.
    """
    tops = {word.path[0] for word in words if word.path}
    keys = {top for top in tops if isinstance(top, str)}
    if keys & _OF_OTHERS:
        return FileKind.OTHER
    if path.name in _BY_NAME:
        return _BY_NAME[path.name]
    if any(isinstance(top, int) for top in tops):
        return _kind_of_list(words, beside_manifest=beside_manifest)
    return _kind_of_mapping(path, keys)


def _kind_of_list(words: Sequence[Word], *, beside_manifest: bool) -> FileKind:
    keys = {word.text for word in words if word.role is Role.KEY and len(word.path) == 2}  # noqa: PLR2004  item, key
    if len(keys & _WAIVER) >= _ENOUGH:
        return FileKind.WAIVERS
    ours = "level" in keys or (beside_manifest and ("id" in keys or not keys))
    return FileKind.RULES if ours else FileKind.OTHER


def _kind_of_mapping(path: Path, keys: Collection[str]) -> FileKind:
    if "base" in keys and ("cases" in keys or path.parent.name == _TESTS_FOLDER):
        return FileKind.TESTS
    if "courtesy" in keys and not _CASE_ALONE & {*keys}:
        return FileKind.CASE if _CASE_TOGETHER & {*keys} else FileKind.MANIFEST
    if {"id", "version"} <= {*keys} and ({"title", "extends"} & {*keys}):
        return FileKind.MANIFEST
    together = len(_CASE_TOGETHER & {*keys})
    if _CASE_ALONE & {*keys} or together >= _ENOUGH or (together and path.parent.name == _CASES_FOLDER):
        return FileKind.CASE
    return FileKind.OTHER


def is_blank(text: str) -> bool:
    """Whether nothing but a dash stands in a text yet."""
    return not text.strip(" \t\r\n\ufeff-")


def has_name(path: Path) -> bool:
    """Whether the name of a file alone says what it is."""
    return path.name in _BY_NAME


def kind_of_blank(path: Path, *, beside_manifest: bool) -> FileKind:
    """What an empty file may become: by its name and folder, and else a policy."""
    if path.name in _BY_NAME:
        return _BY_NAME[path.name]
    if path.parent.name in {_TESTS_FOLDER, _CASES_FOLDER}:
        return FileKind.TESTS if path.parent.name == _TESTS_FOLDER else FileKind.CASE
    return FileKind.RULES if beside_manifest else FileKind.MANIFEST
