"""Policies of a folder that nobody changes any more: loaded, compared with what is promised of them, and tested."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import courtesy
from courtesy.serving.shelf import Shelf
from courtesy.serving.store.errors import FailedTestsError, NoPoliciesError, OutsideSourceError
from courtesy.serving.store.manifest import BundledPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy import MatcherName, Policies, Policy, Project, TestReport

PROJECT_FILES = ("courtesy.yaml", "courtesy.yml")
_WAIVERS = ("waivers.yaml", "waivers.yml", "waivers.json")


def load_shelf(root: Path, place: str, matcher: MatcherName = "auto") -> Shelf:
    """All policies that lie in a folder, each in all its versions; that of its project is the first one.

    `place` is what the folder is called where people read it. Raises NoPoliciesError, OutsideSourceError, and whatever
    `courtesy.load_policies` raises.
    """
    project = _project_in(root)
    check_inside(project, root)
    own = [entry for entry in courtesy.list_policies(project=project) if entry.origin == "project"]
    if not own:
        raise NoPoliciesError(place)
    first = [] if project.policy is None else [courtesy.load_policies(project.policy, matcher=matcher, project=project)]
    names = sorted({entry.id for entry in own} - {one.id for one in first})
    rest = [courtesy.load_policies(name, matcher=matcher, project=project) for name in names]
    shelf = Shelf([*first, *rest])
    _check_lineages(shelf, root, place)
    return shelf


def policies_of(shelf: Shelf, root: Path) -> tuple[BundledPolicy, ...]:
    """The policies of a shelf that lie in the folder, as a manifest lists them."""
    own = sorted((one.id, one.version, one.digest) for one in _own(shelf, root))
    return tuple(BundledPolicy(id=id_, version=version, digest=digest) for id_, version, digest in own)


def test(shelf: Shelf, root: Path) -> int:
    """Run the tests that lie beside policies in the folder, and tell how many ran. Raises FailedTestsError."""
    reports = list(_reports(shelf, root))
    run = sum(len(report.results) for report in reports)
    failed = [line for report in reports for line in _failures(report)]
    if failed:
        raise FailedTestsError(failed, run)
    return run


def check_inside(project: Project, root: Path) -> None:
    """Raise OutsideSourceError where a project looks for something outside of the folder."""
    for path in (*project.policies, *(() if project.waivers is None else (project.waivers,))):
        if not path.resolve().is_relative_to(root.resolve()):
            raise OutsideSourceError(project.location.name, str(path))


def _project_in(root: Path) -> Project:
    """The project of the folder; without a file it is one whose policies all lie there."""
    if any((root / name).is_file() for name in PROJECT_FILES):
        return courtesy.load_project(root)
    waivers = next((root / name for name in _WAIVERS if (root / name).is_file()), None)
    return courtesy.Project(location=root / PROJECT_FILES[0], policies=(root,), waivers=waivers)


def _check_lineages(shelf: Shelf, root: Path, place: str) -> None:
    """What a policy builds on lies in the folder, or comes with a package: nowhere else it stays as it is."""
    installed = {_manifest(entry.location) for entry in courtesy.list_policies()}
    for policy in shelf.policies.values():
        for source in (one for version in policy.versions for one in version.source.lineage):
            at = _manifest(Path(source.location))
            if not at.is_relative_to(root.resolve()) and at not in installed:
                raise OutsideSourceError(f"{place}: {policy.id}", f"{source.id}@{source.version}")


def _manifest(location: Path) -> Path:
    """Where the manifest of a policy lies, whose folder or file is given."""
    at = location.resolve()
    return at if at.is_dir() or not at.name.startswith("policy.") else at.parent


def _own(shelf: Shelf, root: Path) -> Iterator[Policy]:
    for policy in shelf.policies.values():
        for version in policy.versions:
            if Path(version.source.location).resolve().is_relative_to(root.resolve()):
                yield version


def _reports(shelf: Shelf, root: Path) -> Iterator[TestReport]:
    for version in _own(shelf, root):
        yield courtesy.run_tests(version)
    yield from (courtesy.run_tests(policy) for policy in shelf.policies.values() if _is_line(policy))


def _is_line(policy: Policies) -> bool:
    """Whether more than one version holds on some day, so that tests may be of all of them."""
    return len(policy.sources) > 1


def _failures(report: TestReport) -> Iterator[str]:
    """What does not pass, each in one line."""
    name = f"{report.id}@{report.version}" if report.version else f"{report.id}"
    for problem in (*report.problems, *(problem for file in report.files for problem in file.problems)):
        yield f"{name}: {problem.message}"
    for result in report.results:
        if result.state != "passed":
            yield f"{name}: {result.sentence} ({result.state})"
