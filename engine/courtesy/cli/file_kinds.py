"""Telling policies from cases, and finding them in folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_OF_DRAFTS = frozenset({".eml", ".emlx", ".msg"})
_MANIFEST = "policy.yaml"
# A case has neither key at its top, and is no list: a policy has one of the keys, what it includes is a list of rules.
_YAML_MANIFEST = re.compile(rb"""^["']?(?:rules|include)["']?[ \t]*:""", re.MULTILINE)
_YAML_RULES = re.compile(rb"""(?:[ \t]*(?:#[^\n]*)?\r?\n|---\r?\n)*- """)
_MARK = b"\xef\xbb\xbf"


def is_policy_folder(path: Path) -> bool:
    """Whether a folder holds the files of a policy."""
    return (path / _MANIFEST).is_file()


def holds_policy(path: Path) -> bool:
    """Whether a path names a folder, or the manifest of a policy, whatever stands in it."""
    return path.is_dir() or path.name == _MANIFEST


def is_draft(path: Path) -> bool:
    """Whether a file holds an e-mail, by its name; what a program saves in a format of its own is told when read."""
    return path.suffix.lower() in _OF_DRAFTS and not path.is_dir()


def has_rules(data: bytes, *, alone: bool = False) -> bool:
    """Whether a file of these bytes is a whole policy, or (`alone`) a list of rules that a policy includes."""
    data = data.removeprefix(_MARK)
    if data.lstrip()[:1] in {b"{", b"["}:
        return _json_has_rules(data, alone=alone)
    return _YAML_MANIFEST.search(data) is not None or (alone and _YAML_RULES.match(data) is not None)


def _json_has_rules(data: bytes, *, alone: bool) -> bool:
    import json  # noqa: PLC0415  cold start

    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return False  # its reader will say what is wrong with it
    return alone if isinstance(document, list) else not {"rules", "include"}.isdisjoint(document)


def manifest_of(path: Path) -> Path:
    """The policy that a file is a part of: the manifest beside it, or the file itself."""
    manifest = path / _MANIFEST if path.is_dir() else path.parent / _MANIFEST
    return manifest if manifest.is_file() else path


def policies_and_cases_in(folder: Path) -> Iterator[Path]:
    """The policies and YAML or JSON files in a folder and its folders, in order of their names.

    A policy's folder is one subject, whatever else it holds. Hidden files and folders are left out, and so are links
    to folders, which may lead in circles.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or (path.is_symlink() and path.is_dir()):
            continue
        if path.is_dir() and not is_policy_folder(path):
            yield from policies_and_cases_in(path)
        elif path.is_dir() or path.suffix.lower() in SUFFIXES:
            yield path
