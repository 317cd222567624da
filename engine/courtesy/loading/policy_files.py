"""The files of one policy: its manifest, and the rule files that it includes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError, Problem
from courtesy.loading import schemas
from courtesy.loading.errors import BadIncludeError, UnknownNameError, quoted
from courtesy.loading.file_names import MANIFESTS
from courtesy.loading.source import content_of, read_tree
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.loading.source import Unsaved
    from courtesy.spans import Span, Tree

NOTHING_UNSAVED: Unsaved = {}


class PolicyFiles:
    """Reads files once each; remembers their names, and everything that is wrong with them."""

    def __init__(self, unsaved: Unsaved = NOTHING_UNSAVED) -> None:
        self._unsaved = unsaved
        self.problems: list[Problem] = []
        self.names: list[str] = []

    def read(self, path: Path, part: str, data: bytes | MappingNode | None = None) -> Tree | None:
        """The tree of a file, without what does not fit its part of the schema; None where that is too much.

        `data` are its bytes, or what stands in it, where it does not lie on the disk.
        """
        self.names.append(str(path))
        try:
            data = content_of(path, self._unsaved) if data is None else data
            tree = read_tree(data, str(path)) if isinstance(data, bytes) else data
        except InvalidInputError as error:
            self.problems += error.problems
            return None
        found, sound = schemas.check(tree, "policy", part)
        self.problems += found
        return sound

    def included(self, manifest: MappingNode, folder: Path) -> Iterator[tuple[str, Tree | None]]:
        """The rule files that the manifest includes, each as its section and its tree."""
        for path in _included(manifest, folder, self.problems, self._unsaved):
            yield path.stem, self.read(path, "rule_file")


def manifest_path(path: Path) -> Path:
    """The manifest of a policy that is given as a folder or as a file."""
    if not path.is_dir():
        return path
    return next((path / name for name in MANIFESTS if (path / name).is_file()), path / MANIFESTS[0])


def content_of_files(path: Path) -> object:
    """What a policy's own files say, whatever it builds on: equal for any layout, in one file or several.

    None where they cannot be read.
    """
    files, file = PolicyFiles(), manifest_path(path)
    manifest = files.read(file, "manifest")
    if not isinstance(manifest, MappingNode):
        return None
    trees = [manifest.get("rules", ()), *(tree for _, tree in files.included(manifest, file.parent))]
    rules = sorted((rule for tree in trees if tree is not None for rule in tree), key=lambda rule: str(rule["id"]))
    return None if None in trees else ({key: manifest[key] for key in manifest.keys() - {"include", "rules"}}, rules)


def _included(manifest: MappingNode, folder: Path, problems: list[Problem], unsaved: Unsaved) -> Iterator[Path]:
    """The files that the manifest includes and that lie inside its folder."""
    seen: dict[Path, Span] = {}
    inside = folder.resolve()
    for name in manifest.get("include", ()):
        path = folder / name
        found = path.resolve()
        if Path(name).is_absolute() or "\\" in name or ".." in Path(name).parts or not found.is_relative_to(inside):
            problems.append(
                BadIncludeError(
                    name.span, "a file inside the policy's folder", quoted(name), "name a file beside the manifest"
                )
            )
        elif not found.is_file() and found not in unsaved:
            beside = sorted(other.name for other in folder.iterdir() if other.is_file())
            problems.append(UnknownNameError(name.span, "file beside the manifest", name, beside))
        elif found in seen or found.name in MANIFESTS:
            where = f"it stands at line {seen[found].line} already" if found in seen else "name rule files only"
            problems.append(BadIncludeError(name.span, "each rule file once", quoted(name), where))
        else:
            seen[found] = name.span
            yield path
