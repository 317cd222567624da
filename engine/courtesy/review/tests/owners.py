"""Whose tests a file holds: those of the policy, or of all versions of it, beside whose folder `tests` it lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.errors import InvalidInputError
from courtesy.loading.file_names import MANIFESTS
from courtesy.loading.policy_files import manifest_path
from courtesy.loading.policy_folders import versions_in
from courtesy.loading.source import read_file, read_tree
from courtesy.loading.versions import read_range
from courtesy.review.tests.finding import FOLDER, files_at, read_all
from courtesy.spans import MappingNode, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.loading.policy_folders import Found
    from courtesy.model.policy import PolicySource
    from courtesy.model.policy_tests import TestFile

_OF_TESTS = frozenset({"cases", "base"})


class Owner(Struct, frozen=True):
    """The manifests of what a file tests: one, or with `line` all versions of a policy, each by its dates."""

    manifests: tuple[Path, ...]
    line: bool = False


def owner_of(file: Path) -> Owner | None:
    """Whose tests a file holds; None where it lies in no folder `tests` beside a policy."""
    for folder in file.parents:
        if folder.name == FOLDER and (owner := _beside(folder, file)) is not None:
            return owner
    return None


def _beside(folder: Path, file: Path) -> Owner | None:
    home = folder.parent
    manifest = manifest_path(home)
    if manifest.is_file():
        return Owner((manifest,))
    found = versions_in(home)
    if versions := versions_of_line(found):
        return Owner(versions, line=True)
    single = [one for one in found if one.location.parent == home]
    if len(single) > 1:
        named = _policy_named(file)
        single = [one for one in single if named is not None and names(named, one.id, one.version)]
    return Owner(tuple(one.location for one in single), line=len(single) > 1) if single else None


def names(name: str, id_: str, version: str) -> bool:
    """Whether a name, such as `northgate` or `northgate@^1`, stands for that version of that policy."""
    wanted, at, stated = name.partition("@")
    choice = read_range(stated)
    return wanted == id_ and (not at or (version in choice if choice else stated == version))


def versions_of_line(found: Iterable[Found]) -> tuple[Path, ...]:
    """The manifests of the versions of one policy, each in a folder that bears its number; else none."""
    listed = [one for one in found if one.location.name in MANIFESTS and one.location.parent.name == one.version]
    return tuple(one.location for one in listed) if len({one.id for one in listed}) == 1 else ()


def own_files(manifest: Path) -> tuple[Path, ...]:
    """The files of tests that lie beside a policy and are its own; none where it lies in no file itself."""
    if not manifest.is_file():
        return ()
    files = files_at(manifest.parent / FOLDER)
    if manifest.name in MANIFESTS:
        return files
    return tuple(file for file in files if (owner := owner_of(file)) is not None and owner.manifests == (manifest,))


def home_of(manifest: Path) -> Path | None:
    """The folder that holds the versions of a policy; None where it is no folder of versions."""
    if manifest.name not in MANIFESTS:
        return manifest.parent
    return manifest.parent.parent if manifest.parent.name[:1].isdigit() else None


def files_together(manifests: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files of tests that are of all these versions of a policy, each by its dates."""
    places = {manifest.resolve() for manifest in manifests}
    first = [manifest for manifest in manifests[:1] if manifest.is_file()]
    found = (files_at(home / FOLDER) for manifest in first if (home := home_of(manifest)) is not None)
    owned = ((file, owner_of(file.absolute())) for files in found for file in files)
    return tuple(
        file for file, owner in owned if owner and owner.line and {one.resolve() for one in owner.manifests} == places
    )


def line_beside(manifest: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The files of tests that are of several versions, of which this is one, and the manifests of all of these."""
    home, here = home_of(manifest) if manifest.is_file() else None, manifest.resolve()
    files = () if home is None else files_at(home / FOLDER)
    owned = [(file, owner) for file in files if (owner := owner_of(file.absolute())) is not None and owner.line]
    of_this = [(file, owner) for file, owner in owned if here in {one.resolve() for one in owner.manifests}]
    manifests = dict.fromkeys(one for _, owner in of_this for one in owner.manifests)
    return tuple(file for file, _ in of_this), tuple(manifests)


def tests_beside(policy: PolicySource) -> tuple[TestFile, ...]:
    """The tests that lie beside a policy and are its own. Raises InvalidInputError with all that is wrong with them."""
    return read_all(own_files(Path(policy.location)))


def holds_tests(file: Path) -> bool:
    """Whether a file says what a file of tests says: it has a base, or cases."""
    tree = _tree(file)
    return tree is not None and not tree.keys().isdisjoint(_OF_TESTS)


def _policy_named(file: Path) -> str | None:
    tree = _tree(file)
    named = None if tree is None else tree.get("policy")
    return str(named) if isinstance(named, Scalar) else None


def _tree(file: Path) -> MappingNode | None:
    try:
        tree = read_tree(read_file(file), str(file))
    except InvalidInputError:
        return None
    return tree if isinstance(tree, MappingNode) else None
