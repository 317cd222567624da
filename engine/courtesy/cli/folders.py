"""What a folder holds: policies, cases, and cases that lie with a policy of their own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click

from courtesy.cli import engine_errors
from courtesy.cli.case_input import STANDARD_INPUT, CaseSource, case_at
from courtesy.cli.file_kinds import files_in
from courtesy.errors import CourtesyError
from courtesy.loading.file_names import PROJECT_FILES, WAIVER_FILES
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class OtherPolicyError(CourtesyError):
    """Cases lie in the folder of a policy that is not the one to check by."""

    code: ClassVar[str] = "other-policy"
    way_out: ClassVar[str] = "name that policy with `--policy`, or the folder itself as the argument"

    def __init__(self, manifest: Path, count: int) -> None:
        super().__init__()
        self.manifest, self.count = manifest, count

    def __str__(self) -> str:
        return f"the folder `{self.manifest.parent}` holds {agree(self.count, 'case')} beside a policy of its own"


class OtherProjectError(CourtesyError):
    """A folder below the one to check is a project of its own: its policies and zone hold there, and not here."""

    code: ClassVar[str] = "other-project"
    way_out: ClassVar[str] = "run the command in the folder of that project, or name its file in `COURTESY_PROJECT`"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __str__(self) -> str:
        return f"the folder `{self.folder}` is a project of its own"


def cases_at(paths: Iterable[Path], policy_name: str | None, *, with_tests: bool = False) -> Iterator[CaseSource]:
    """The cases at the paths, those in a folder and its folders in order of their names.

    `with_tests` includes files of tests, each of which holds several. Raises `click.UsageError` where a folder has
    none.
    """
    for path in paths:
        if path.is_dir() and str(path) != STANDARD_INPUT:
            source = None
            found = policies_and_cases_in(path, policy_name)
            for source in filter(None, (case or (_tests(place) if with_tests else None) for place, case in found)):
                yield source
            if source is None:
                message = f"the folder {path} contains no cases"
                raise click.UsageError(message)
        else:
            yield CaseSource(path)


def _tests(place: Path) -> CaseSource | None:
    source = CaseSource(place, found=True)
    return source if place.is_file() and source.holds_tests() else None


def policies_and_cases_in(folder: Path, policy_name: str | None) -> Iterator[tuple[Path, CaseSource | None]]:
    """The policies in a folder and its folders, and the cases to check by the policy of that name, in order of names.

    Cases in a folder below it that has another policy are left out, and so is a folder that is a project of its own;
    both are told. Lists of rules beside a policy are told of with that policy.
    """
    left_out: Counter[Path] = Counter()
    projects: set[Path] = set()
    for path, manifest in files_in(folder):
        if (project := _project_of(path, folder)) is not None:
            projects.add(project)
            continue
        case = case_at(path, found=True)
        if manifest is None or path == manifest or path.name in WAIVER_FILES:
            yield path, case
        elif case is None:
            source = CaseSource(path)
            if source.holds_rules() or source.holds_tests():
                yield path, None
        elif not case.may_be_one():
            continue
        elif manifest.parent == folder or _names(policy_name, manifest):
            yield path, case
        else:
            left_out[manifest] += 1
    for manifest, count in left_out.items():
        engine_errors.note(OtherPolicyError(manifest, count), f"not checked without --policy {manifest}")
    for project in sorted(projects):
        engine_errors.note(OtherProjectError(project), "not checked from outside")


def _project_of(path: Path, folder: Path) -> Path | None:
    """The folder below `folder` that is a project and holds the file, perhaps in one of its folders; None without."""
    below = path.relative_to(folder).parents
    places = (folder / place for place in below if place != Path())
    return next((place for place in places if any((place / name).is_file() for name in PROJECT_FILES)), None)


def _names(policy_name: str | None, manifest: Path) -> bool:
    """Whether a policy is named by the path of its manifest or folder."""
    if policy_name is None:
        return False
    named = Path(policy_name).resolve()
    return named in {manifest.resolve(), manifest.parent.resolve(), manifest.parent.parent.resolve()}
