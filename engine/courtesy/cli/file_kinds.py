"""Telling policies from cases, and finding them in folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courtesy.loading.file_names import MANIFESTS, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_OF_DRAFTS = frozenset({".eml", ".emlx", ".msg"})
# A case has no rules at its top and no version, and is no list. Where the key of the rules is misspelt the others tell.
_OF_RULES = frozenset({"rules", "include", "extends"})
_OF_MANIFEST = frozenset({"id", "version", "title"})
_OF_TESTS = frozenset({"base", "cases"})
_YAML_KEY = re.compile(rb"""^["']?(\w+)["']?[ \t]*:""", re.MULTILINE)
_YAML_RULES = re.compile(rb"""(?:[ \t]*(?:#[^\n]*)?\r?\n|---\r?\n)*- """)
_MARK = b"\xef\xbb\xbf"


def is_policy_folder(path: Path) -> bool:
    """Whether a folder holds the files of a policy."""
    return _manifest_in(path) is not None


def _manifest_in(folder: Path) -> Path | None:
    """The manifest in a folder; None where it has none."""
    return next((folder / name for name in MANIFESTS if (folder / name).is_file()), None)


def holds_policy(path: Path) -> bool:
    """Whether a path names a folder, or the manifest of a policy, whatever stands in it."""
    return path.is_dir() or path.name in MANIFESTS


def is_draft(path: Path) -> bool:
    """Whether a file holds an e-mail, by its name; what a program saves in a format of its own is told when read."""
    return path.suffix.lower() in _OF_DRAFTS and not path.is_dir()


def has_rules(data: bytes, *, alone: bool = False) -> bool:
    """Whether a file of these bytes is a whole policy, or (`alone`) a list of rules that a policy includes."""
    keys = _top_keys(data.removeprefix(_MARK))
    return alone if keys is None else bool(keys & _OF_RULES or keys >= _OF_MANIFEST)


def has_tests(data: bytes) -> bool:
    """Whether a file of these bytes holds tests of a policy."""
    return (_top_keys(data.removeprefix(_MARK)) or frozenset()) >= _OF_TESTS


def may_be_case(data: bytes, keys: Collection[str]) -> bool:
    """Whether a file of these bytes has one of these keys at its top, or is written so that there is no telling."""
    found = _top_keys(data.removeprefix(_MARK))
    return found is not None and (not found.isdisjoint(keys) or (not found and data.lstrip()[:1] == b"{"))


def _top_keys(data: bytes) -> frozenset[str] | None:
    """The keys at the top of a document, as far as they can be told without reading it whole; None for a list."""
    if data.lstrip()[:1] in {b"{", b"["}:
        return _json_keys(data)
    if _YAML_RULES.match(data):
        return None
    return frozenset(key.decode("ascii") for key in _YAML_KEY.findall(data))


def _json_keys(data: bytes) -> frozenset[str] | None:
    import json  # noqa: PLC0415  cold start

    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return frozenset()  # its reader will say what is wrong with it
    return None if isinstance(document, list) else frozenset(document)


def manifest_of(path: Path) -> Path:
    """The policy that a path is, or is a part of: the manifest in a folder, one that includes a file, or itself."""
    own = _manifest_in(path)
    if own is not None:
        return own
    above = (manifest for folder in path.parents if (manifest := _manifest_in(folder)) is not None)
    return next((manifest for manifest in above if path in _included_in(manifest)), path)


def _included_in(manifest: Path) -> frozenset[Path]:
    """The files that a manifest includes: none where it cannot be read, as its reader will tell."""
    from courtesy.errors import InvalidInputError  # noqa: PLC0415  cold start
    from courtesy.loading.source import read_file, read_tree  # noqa: PLC0415  cold start
    from courtesy.spans import MappingNode, SequenceNode  # noqa: PLC0415  cold start

    try:
        stated = read_tree(read_file(manifest), manifest.name)
    except InvalidInputError:
        return frozenset()
    names = stated.get("include") if isinstance(stated, MappingNode) else None
    return frozenset(manifest.parent / str(name) for name in names) if isinstance(names, SequenceNode) else frozenset()


def files_in(folder: Path, manifest: Path | None = None) -> Iterator[tuple[Path, Path | None]]:
    """The YAML and JSON files in a folder and its folders, in order of their names.

    Each comes with the manifest of the policy in whose folder it lies, `manifest` being that of the folder above; what
    that policy includes is a part of it and is left out. So are hidden files and folders, and links to folders, which
    may lead in circles.
    """
    manifest = _manifest_in(folder) or manifest
    included = frozenset() if manifest is None else _included_in(manifest)
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or (path.is_symlink() and path.is_dir()):
            continue
        if path.is_dir():
            yield from files_in(path, manifest)
        elif path.suffix.lower() in SUFFIXES and (path == manifest or path not in included):
            yield path, manifest
