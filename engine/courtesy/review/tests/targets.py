"""What `courtesy test` is to run: the policies that a name, a path or a project stands for, each with its tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.api.all_versions import Policies
from courtesy.api.policies import versions_without_waivers
from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.loading.file_names import PROJECT_FILES, seen_from_here
from courtesy.loading.policy_catalog import find_versions
from courtesy.loading.policy_files import manifest_path
from courtesy.loading.policy_folders import policies_in
from courtesy.loading.project import is_path, read_project
from courtesy.loading.source import read_file
from courtesy.model.policy_tests import TestedFile, TestReport
from courtesy.model.verdict import Notice
from courtesy.review.tests.choice import ALL, Choice
from courtesy.review.tests.finding import FOLDER, files_at
from courtesy.review.tests.fitting import unfit
from courtesy.review.tests.owners import Owner, holds_tests, home_of, own_files, owner_of
from courtesy.review.tests.reading import load_tests
from courtesy.review.tests.report import failed_to_load, report_on
from courtesy.review.tests.running import problems_of
from courtesy.review.tests.subject import policy_of
from courtesy.spans import MappingNode
from courtesy.wording.text import agree, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.api.policy import Policy
    from courtesy.loading.project import Project
    from courtesy.model.policy_tests import TestFile

_LISTED = 5


class Request(Struct, frozen=True):
    """What to look at beside the places: the project at hand, and which tests are chosen."""

    project: Project | None = None
    choice: Choice = ALL


def reports_on(name: str, request: Request) -> Iterator[TestReport]:
    """The reports on all policies that a name or path stands for.

    It is the name of a policy, or the path of one, of a folder of versions, of a file or folder of tests, or of a
    project. What cannot be found or read is a report that has not passed.
    """
    path = Path(name)
    try:
        if not path.exists():
            yield from _named(name, request)
        elif path.name in PROJECT_FILES or any((path / file).is_file() for file in PROJECT_FILES):
            yield from reports_on_project(read_project(path), request)
        elif path.is_dir():
            yield from _in_folder(path, request)
        elif owner_of(path.absolute()) is not None or holds_tests(path):
            yield from _on_files([path], request)
        else:
            yield from _on_policies([path], request)
    except CourtesyError as error:
        yield failed_to_load(name, error)


def reports_on_project(project: Project, request: Request) -> Iterator[TestReport]:
    """The reports on all policies in the folders of a project, or else on the one that it names."""
    within = Request(project, request.choice)
    manifests = [one.location for folder in project.policies for one in policies_in(seen_from_here(folder))]
    if not manifests and project.policy is not None:
        manifests = [manifest_path(one.location) for one in find_versions(project.policy, project)]
    if manifests:
        yield from _on_policies(dict.fromkeys(manifests), within)
    else:
        looked = [str(seen_from_here(folder)) for folder in project.policies] or [str(seen_from_here(project.location))]
        yield TestReport(place=str(seen_from_here(project.location)), looked_in=tuple(looked))


def fitting_tests(path: Path, project: Project | None) -> TestFile:
    """The tests in a file, once they are known to fit the policy that they are of, where that one loads.

    Raises InvalidInputError with everything that is wrong with them, and `CourtesyError` where they are of no policy.
    """
    file = load_tests(path)
    owner = owner_of(path.absolute())
    if owner is None:
        problems = list(unfit(file, [policy_of(file, project=project).source]))
    else:
        try:
            policies = [_loaded(manifest, project) for manifest in owner.manifests]
        except CourtesyError:  # which who looks at the policy is told
            return file
        problems = list(unfit(file, [policy.source for policy in policies]))
    if problems:
        raise InvalidInputError(problems)
    return file


def _named(name: str, request: Request) -> Iterator[TestReport]:
    if is_path(name):
        read_file(Path(name))
    found = find_versions(name, request.project)
    yield from _on_policies([seen_from_here(manifest_path(one.location)) for one in found], request)


def _in_folder(folder: Path, request: Request) -> Iterator[TestReport]:
    manifest = manifest_path(folder)
    if manifest.is_file():
        yield from _on_policies([manifest], request)
        return
    files = files_at(folder)
    if owner_of(folder.absolute() / "any.yaml") is not None:
        yield from _on_files(files, request)
    elif found := [one.location for one in policies_in(folder)]:
        yield from _on_policies(found, request)
    elif any(map(holds_tests, files)):
        yield from _on_files(files, request)
    else:
        yield TestReport(place=str(folder), looked_in=(str(folder),), notices=tuple(_no_tests(files)))


def _on_policies(manifests: Iterable[Path], request: Request) -> Iterator[TestReport]:
    """Each policy with the tests beside it, and those of several versions with the tests that are of them together."""
    listed = list(manifests)
    homes = dict.fromkeys(filter(None, map(home_of, listed)))
    here = {manifest.resolve() for manifest in listed}
    files = {
        file: owner
        for home in homes
        for file, owner in _shared(home)
        if owner is None or not here.isdisjoint(one.resolve() for one in owner.manifests)
    }
    together = {manifest.resolve() for owner in files.values() if owner for manifest in owner.manifests}
    for manifest in listed:
        if own_files(manifest) or manifest.resolve() not in together:
            yield _report(manifest, request)
    yield from _on_files(files, request)


def _shared(home: Path) -> Iterator[tuple[Path, Owner | None]]:
    """The files of tests beside several policies that are of all versions of one, or do not tell whose they are."""
    for file in files_at(home / FOLDER):
        owner = owner_of(file.absolute())
        if owner is None or owner.line:
            yield file, owner


def _report(manifest: Path, request: Request, files: tuple[Path, ...] | None = None) -> TestReport:
    every = own_files(manifest)
    try:
        policy = _loaded(manifest, request.project)
    except CourtesyError as error:
        return failed_to_load(str(manifest), error)
    run = every if files is None else files
    looked = (str(manifest.parent / FOLDER),)
    return report_on(policy, run, looked_in=looked, choice=request.choice, whole=set(run) == set(every))


def _of_line(owner: Owner, files: Iterable[Path], request: Request) -> TestReport:
    try:
        line = Policies([_loaded(seen_from_here(manifest), request.project) for manifest in owner.manifests])
    except CourtesyError as error:
        return failed_to_load(str(owner.manifests[-1].parent.parent), error)
    return report_on(line, files, choice=request.choice, whole=False)


def _loaded(manifest: Path, project: Project | None) -> Policy:
    return versions_without_waivers(manifest, project=project)[-1]


def _on_files(files: Iterable[Path], request: Request) -> Iterator[TestReport]:
    """Files of tests, those of one policy together; what lies beside none names or holds its policy."""
    owned: dict[Owner | None, list[Path]] = {}
    for file in files:
        owned.setdefault(owner_of(file.absolute()), []).append(file)
    for owner, own in owned.items():
        if owner is None:
            yield from (_by_itself(file, request) for file in own)
        elif owner.line:
            yield _of_line(owner, own, request)
        else:
            yield _report(seen_from_here(owner.manifests[0]), request, tuple(own))


def _no_tests(files: tuple[Path, ...]) -> Iterator[Notice]:
    """A folder was named whose files hold no tests."""
    if files:
        message = f"{agree(len(files), 'file', 'has')} neither `base` nor `cases`: {joined(map(str, files[:_LISTED]))}"
        yield Notice(code="no-tests", message=message if len(files) <= _LISTED else f"{message} and others")


def _by_itself(file: Path, request: Request) -> TestReport:
    try:
        tests = load_tests(file)
        policy = policy_of(tests, project=request.project)
    except CourtesyError as error:
        broken = TestedFile(path=str(file), problems=tuple(problems_of(error)))
        return TestReport(place=str(file), files=(broken,))
    whole = isinstance(tests.policy, MappingNode)
    return report_on(policy, [file], choice=request.choice, whole=whole, beside=False)
