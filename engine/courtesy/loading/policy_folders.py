"""The policies that lie in a folder, each in a folder or a single file of its own, and the versions of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.errors import InvalidInputError
from courtesy.loading.file_names import MANIFESTS, SUFFIXES
from courtesy.loading.policy_files import manifest_path
from courtesy.loading.source import read_file, read_tree
from courtesy.spans import MappingNode, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OF_A_POLICY = frozenset({"id", "version"})
_ONE_OF = frozenset({"title", "extends"})
_DEEPEST = 2


class Found(Struct, frozen=True):
    """A policy that was found: its id and version as it states them, and its manifest. `origin` is whose it is.

    What cannot be read goes by the names of its folders, so that whoever asks for it is told what is wrong with it.
    """

    id: str
    version: str
    location: Path
    origin: str = ""


def policies_in(folder: Path, origin: str = "") -> Iterator[Found]:
    """The policies in a folder and up to two folders deeper, in order of their paths."""
    return (_found(path, tree, origin) for path, tree in _manifests(folder, _DEEPEST))


def versions_in(folder: Path) -> tuple[Found, ...]:
    """The policies of a folder of versions: in its own folders and single files; none where it holds a policy itself.

    What lies in it may be of several ids.
    """
    if not folder.is_dir() or manifest_path(folder).is_file():
        return ()
    return tuple(_found(path, tree, "") for path, tree in _manifests(folder, 1))


def _manifests(folder: Path, depth: int) -> Iterator[tuple[Path, MappingNode | None]]:
    """The manifests in a folder, with what stands in each: its own alone, or those of its folders and single files."""
    if not folder.is_dir():
        return
    manifest = manifest_path(folder)
    if manifest.is_file():
        yield manifest, _tree(manifest)
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if depth:
                yield from _manifests(path, depth - 1)
        elif path.suffix.lower() in SUFFIXES:
            tree = _tree(path)
            if tree is not None and _is_whole(tree):
                yield path, tree


def _is_whole(tree: MappingNode) -> bool:
    """Whether a file says what a manifest has to say: it is a policy by itself."""
    return tree.keys() >= _OF_A_POLICY and not tree.keys().isdisjoint(_ONE_OF)


def _found(path: Path, tree: MappingNode | None, origin: str) -> Found:
    name, version = (None, None) if tree is None else (tree.get("id"), tree.get("version"))
    if isinstance(name, Scalar) and isinstance(version, Scalar):
        return Found(str(name), str(version), path, origin)
    by_name = path.parent if path.name in MANIFESTS else path
    is_version = path.name in MANIFESTS and path.parent.name[:1].isdigit()
    return Found(by_name.parent.name if is_version else by_name.stem, by_name.name, path, origin)


def _tree(path: Path) -> MappingNode | None:
    """What stands in a file; None where it cannot be read, or is no mapping."""
    try:
        tree = read_tree(read_file(path), str(path))
    except InvalidInputError:
        return None
    return tree if isinstance(tree, MappingNode) else None
