"""The policies at hand: in the project's folders, in installed packages, and those that come with Courtesy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.loading import schemas
from courtesy.loading.errors import listed, quoted
from courtesy.loading.installed import installed_policies
from courtesy.loading.policy_files import content_of_files, manifest_path
from courtesy.loading.policy_folders import Found, policies_in, versions_in
from courtesy.loading.project import is_path
from courtesy.loading.resources import data_root
from courtesy.loading.source import read_file, read_tree
from courtesy.loading.versions import VersionOrder, is_version, read_range, version_meant
from courtesy.spans import MappingNode
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from courtesy.loading.project import Project

SHIPPED = "Courtesy"
"""The origin of the policies that come with Courtesy."""


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
        if meant := version_meant(self.name, self.known):
            return f"did you mean `{meant}`?"
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


class BadVersionError(CourtesyError, ValueError):
    """What stands behind the `@` of a policy's name is neither a version nor a range."""

    code: ClassVar[str] = "bad-version"
    way_out: ClassVar[str] = "write a whole version, `northgate@1.2.0`, or a range, `northgate@^1.2`"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"expected a version or a range behind the `@`, found {quoted(self.name.partition('@')[2])}"

    def help(self) -> str:
        """What it could be."""
        name, _, version = self.name.partition("@")
        if (near := version_meant(self.name, [name])) and not read_range(f"^{version}"):
            return f"did you mean `{near}`?"
        meant = f"{name}@^{version}"
        also = f"`{meant}` is any version that keeps what {version} promises; " if read_range(f"^{version}") else ""
        return f"{also}write a whole version such as `{name}@1.2.0`, or a range such as `{name}@^1.2`"


class TwoContentsError(CourtesyError):
    """Two policies of one id and version with other content."""

    code: ClassVar[str] = "two-contents"
    way_out: ClassVar[str] = "give one of the two an id or a version of its own"

    def __init__(self, one: Found, other: Found) -> None:
        super().__init__()
        self.one, self.other = one, other

    def __str__(self) -> str:
        return f"expected one content of {self.one.id} {self.one.version}, found two"

    def help(self) -> str:
        """Where they lie."""
        return (
            f"{self.one.location} and {self.other.location} differ: give one of them an id or a version of its own, "
            "so that a verdict tells them apart"
        )


class SeveralPoliciesError(CourtesyError):
    """A folder that was named as a policy holds several."""

    code: ClassVar[str] = "several-policies"
    way_out: ClassVar[str] = "name one of the policies in the folder"

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        super().__init__()
        self.folder, self.names = folder, tuple(names)

    def __str__(self) -> str:
        return f"expected the versions of one policy in {quoted(str(self.folder))}, found {listed(self.names, 'and')}"

    def help(self) -> str:
        """How to name one of them."""
        return "name the folder or file of one of them"


class PolicyEntry(Struct, frozen=True):
    """A policy at hand. `origin` is whose it is: `Courtesy`, `package NAME`, or `project`."""

    id: str
    version: str
    title: str
    location: Path
    origin: str = SHIPPED


def list_policies(root: Path | None = None, *, project: Project | None = None) -> tuple[PolicyEntry, ...]:
    """The policies of a project, those of installed packages and the shipped ones, in this order.

    Those of each origin are sorted by id, the newest version of each first. With `root` only those in that folder are
    listed. Raises InvalidInputError where a manifest cannot be read.
    """
    found = _shipped(root) if root else at_hand(project)
    return tuple(
        PolicyEntry(one.id, one.version, _title(_manifest(one.location)), one.location, one.origin) for one in found
    )


def find_versions(name: str | Path, project: Project | None = None) -> tuple[Found, ...]:
    """The versions that a name or path stands for, oldest first; at least one.

    `northgate` and `northgate@^1.2` are names, looked for in the project's folders, in installed packages and among
    what comes with Courtesy. A Path, or text with a slash or ending in .yaml, .yml or .json, is a file, a folder, or a
    folder of versions; there all is as it was found. Raises PolicyNotFoundError, BadVersionError, TwoContentsError and
    SeveralPoliciesError.
    """
    if isinstance(name, Path) or is_path(name):
        return _at(Path(name))
    wanted, at, version = name.partition("@")
    choice = read_range(version)
    if at and choice is None and not is_version(version):
        raise BadVersionError(name)
    every = tuple(at_hand(project))
    named = _once([one for one in every if one.id == wanted])
    if not named:
        raise PolicyNotFoundError(name, list(dict.fromkeys(one.id for one in every)))
    chosen = [one for one in named if not at or (one.version in choice if choice else one.version == version)]
    if not chosen:
        raise PolicyNotFoundError(name, [f"{wanted}@{one.version}" for one in named])
    return tuple(sorted(chosen, key=_age))


def default_policy(name: str) -> tuple[Found, ...]:
    """The versions of a policy that comes with Courtesy, oldest first."""
    return tuple(sorted((one for one in _shipped() if one.id == name), key=_age))


def taken_by(name: str, version: str, location: Path, project: Project | None = None) -> Iterator[Found]:
    """What bears an id and version already, beside the policy at that place."""
    own = location.resolve()
    for one in at_hand(project):
        if (one.id, one.version) == (name, version) and manifest_path(one.location).resolve() != own:
            yield one


def is_shipped(found: Found) -> bool:
    """Whether a policy comes with Courtesy."""
    return found.origin == SHIPPED


def is_in_package(place: Path) -> bool:
    """Whether a policy lies among those that come with Courtesy, whose files never change."""
    return place.resolve().is_relative_to((data_root() / "policies").resolve())


def _at(path: Path) -> tuple[Found, ...]:
    versions = versions_in(path)
    if len(names := dict.fromkeys(one.id for one in versions)) > 1:
        raise SeveralPoliciesError(path, tuple(names))
    return tuple(sorted(_once(versions), key=_age)) if versions else (Found("", "", path),)


def _once(found: Iterable[Found]) -> list[Found]:
    """Each version once, the first of those that are alike. Raises TwoContentsError where two are not."""
    kept: dict[tuple[str, str], Found] = {}
    for one in found:
        first = kept.setdefault((one.id, one.version), one)
        if first is not one and content_of_files(first.location) != content_of_files(one.location):
            raise TwoContentsError(first, one)
    return list(kept.values())


def _age(found: Found) -> VersionOrder:
    return VersionOrder(found.version)


def at_hand(project: Project | None) -> Iterator[Found]:
    """Every policy of a project, of installed packages, and of those that come with Courtesy, in this order."""
    own = (one for folder in (project.policies if project else ()) for one in policies_in(folder, "project"))
    for some in (own, installed_policies()):
        newest = sorted(some, key=_age, reverse=True)
        yield from sorted(newest, key=lambda one: one.id)
    yield from _shipped()


def _shipped(root: Path | None = None) -> Iterator[Found]:
    """The policies that come with Courtesy, whose folders are named as they are: none is read to find one."""
    top = root or data_root() / "policies"
    for folder in sorted(top.iterdir()) if top.is_dir() else ():
        inner = [child for child in folder.iterdir() if child.is_dir()] if folder.is_dir() else []
        versions = [child for child in inner if manifest_path(child).is_file()]
        for child in sorted(versions, key=lambda child: VersionOrder(child.name), reverse=True):
            yield Found(folder.name, child.name, child, SHIPPED)


def _title(manifest: MappingNode) -> str:
    """The title of a policy; of one that takes its parent's, what it builds on."""
    return str(manifest["title"] if "title" in manifest else f"builds on {manifest['extends']}")


def _manifest(place: Path) -> MappingNode:
    """The manifest of a policy; raises InvalidInputError where it is none."""
    path = manifest_path(place)
    tree = read_tree(read_file(path), str(path))
    found = schemas.problems(tree, "policy", "manifest")
    if found or not isinstance(tree, MappingNode):
        raise InvalidInputError(found)
    return tree
