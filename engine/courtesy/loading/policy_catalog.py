"""The policies at hand: what their names stand for, and which version holds on a date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.loading import schemas
from courtesy.loading.errors import listed, quoted
from courtesy.loading.policy_loader import manifest_path
from courtesy.loading.policy_sections import read_valid
from courtesy.loading.resources import data_root
from courtesy.loading.source import read_file, read_tree
from courtesy.loading.versions import VersionOrder
from courtesy.spans import MappingNode
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from courtesy.errors import Problem


class PolicyNotFoundError(CourtesyError, LookupError):
    """No policy of that name or version is at hand."""

    code: ClassVar[str] = "policy-not-found"
    way_out: ClassVar[str] = "take a name that `courtesy policies` lists, or a path with a slash: `./northgate`"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)

    def __str__(self) -> str:
        return f"expected the name of a policy, found {quoted(self.name)}"

    def help(self) -> str:
        """The policy that was probably meant, or those at hand."""
        if near := nearest(self.name, self.known):
            return f"did you mean `{near}`?"
        known = listed(self.known, "and") or "none"
        return f"available: {known}; write paths with a slash, `./{self.name[:60]}`"


class PolicyNotValidError(CourtesyError, LookupError):
    """No version of the policy holds on that date."""

    code: ClassVar[str] = "policy-not-valid"
    way_out: ClassVar[str] = "name a policy that is valid on that date, or correct the date"

    def __init__(self, name: str, on: str, terms: Sequence[str]) -> None:
        super().__init__(name, on)
        self.name = name
        self.on = on
        self.terms = tuple(terms)

    def __str__(self) -> str:
        return f"expected a version of {quoted(self.name)} that is valid on {self.on}, found none"

    def help(self) -> str:
        """From when to when the versions hold."""
        return "; ".join(self.terms)


class PolicyEntry(Struct, frozen=True):
    """A policy at hand."""

    id: str
    version: str
    title: str
    location: Path


def _folders(root: Path) -> dict[str, list[Path]]:
    """The folders of each policy's versions, newest first."""
    found: dict[str, list[Path]] = {}
    if not root.is_dir():
        return found
    for folder in sorted(root.iterdir()):
        versions = [child for child in folder.iterdir() if manifest_path(child).is_file()] if folder.is_dir() else []
        if versions:
            found[folder.name] = sorted(versions, key=lambda child: VersionOrder(child.name), reverse=True)
    return found


def _manifest(folder: Path) -> MappingNode:
    """The manifest of a policy; raises InvalidInputError where it is none."""
    path = manifest_path(folder)
    tree = read_tree(read_file(path), str(path))
    found = schemas.problems(tree, "policy", "manifest")
    if found or not isinstance(tree, MappingNode):
        raise InvalidInputError(found)
    return tree


def list_policies(root: Path | None = None) -> tuple[PolicyEntry, ...]:
    """The shipped policies (or those under `root`) by id, the newest version of each first.

    Raises InvalidInputError where a manifest cannot be read.
    """
    return tuple(
        PolicyEntry(name, folder.name, str(_manifest(folder)["title"]), folder)
        for name, folders in _folders(root or data_root() / "policies").items()
        for folder in folders
    )


def resolve(name: str | Path, *, on: date | None = None, root: Path | None = None) -> tuple[Path, bool]:
    """Where the policy of that name lies, and whether it is one of the shipped ones.

    `hire-wire` names the newest version (with `on`: the newest that is valid on that date), `hire-wire@1.0.0` that
    version; a Path, or text with a slash or ending in .yaml, .yml or .json, names a file or folder.
    Raises PolicyNotFoundError and PolicyNotValidError.
    """
    if isinstance(name, Path) or "/" in name or "\\" in name or name.lower().endswith((".yaml", ".yml", ".json")):
        return Path(name), False
    folders = _folders(root or data_root() / "policies")
    wanted, at, version = name.partition("@")
    versions = folders.get(wanted)
    if versions is None:
        raise PolicyNotFoundError(name, list(folders))
    if at:
        chosen = next((folder for folder in versions if folder.name == version), None)
        if chosen is None:
            raise PolicyNotFoundError(name, [f"{wanted}@{folder.name}" for folder in versions])
        return chosen, True
    return (versions[0] if on is None else _valid_on(wanted, versions, on)), True


def _valid_on(name: str, versions: list[Path], on: date) -> Path:
    terms = []
    for folder in versions:
        problems: list[Problem] = []
        start, end = read_valid(_manifest(folder), problems)
        if problems:
            raise InvalidInputError(problems)
        if (start is None or start <= on) and (end is None or on < end):
            return folder
        bounds = [*([f"from {start}"] if start else []), *([f"until the day before {end}"] if end else [])]
        terms.append(f"{name}@{folder.name} is valid {' '.join(bounds)}")
    raise PolicyNotValidError(name, on.isoformat(), terms)
