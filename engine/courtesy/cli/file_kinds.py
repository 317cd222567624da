"""Telling policies from cases, and finding them in folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_MANIFEST = "policy.yaml"
# A case has neither key at its top, and is no list: a policy has one of the keys, what it includes is a list of rules.
_YAML_POLICY = re.compile(
    rb"""^["']?(?:rules|include)["']?[ \t]*:|\A(?:[ \t]*(?:#[^\n]*)?\r?\n|---\r?\n)*- """, re.MULTILINE
)
_FIRST_BYTES = 1 << 20


def is_policy(path: Path) -> bool:
    """Whether a file or folder holds a policy (or a part of one) rather than a case."""
    if path.is_dir():
        return (path / _MANIFEST).is_file()
    if path.name == _MANIFEST:
        return True
    with path.open("rb") as file:
        data = file.read(_FIRST_BYTES)
    return _is_json_policy(data) if data.lstrip()[:1] in {b"{", b"["} else _YAML_POLICY.search(data) is not None


def _is_json_policy(data: bytes) -> bool:
    import json  # noqa: PLC0415  cold start

    try:
        document = json.loads(data)
        return isinstance(document, list) or not {"rules", "include"}.isdisjoint(document)
    except (ValueError, TypeError, RecursionError):
        return False  # its reader will say what is wrong with it


def manifest_of(path: Path) -> Path:
    """The policy that a file is a part of: the manifest beside it, or the file itself."""
    manifest = path / _MANIFEST if path.is_dir() else path.parent / _MANIFEST
    return manifest if manifest.is_file() else path


def subjects_in(folder: Path) -> Iterator[Path]:
    """The policies and YAML or JSON files in a folder and its folders, in order of their names.

    A policy's folder is one subject, whatever else it holds. Hidden files and folders are left out.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not is_policy(path):
            yield from subjects_in(path)
        elif path.is_dir() or path.suffix.lower() in SUFFIXES:
            yield path
