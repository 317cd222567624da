"""The tests that try one version of a policy: its own, and of those of all its versions what is asked in its time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError
from courtesy.instants import instant
from courtesy.loading.file_names import MANIFESTS
from courtesy.review.tests.finding import FOLDER, files_at, read_all
from courtesy.review.tests.owners import own_files, owner_of
from courtesy.review.tests.running import asked_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.api.policy import Policy
    from courtesy.model.policy_tests import PolicyTest


def tests_for(policy: Policy) -> tuple[tuple[PolicyTest, ...], tuple[str, ...]]:
    """The tests, and the paths of the files that they stand in. Raises InvalidInputError."""
    manifest = Path(policy.source.location)
    own = read_all(own_files(manifest))
    of_line = read_all(_files_of_line(manifest))
    in_time = [test for file in of_line for test in file.tests if _is_in_time(test, policy)]
    return (
        (*(test for file in own for test in file.tests), *in_time),
        tuple(file.path for file in (*own, *of_line)),
    )


def _files_of_line(manifest: Path) -> Iterator[Path]:
    """The files of tests of all versions of which the manifest is one."""
    home = manifest.parent.parent if manifest.name in MANIFESTS else manifest.parent
    for file in files_at(home / FOLDER):
        owner = owner_of(file)
        if owner is not None and owner.line and any(one.resolve() == manifest.resolve() for one in owner.manifests):
            yield file


def _is_in_time(test: PolicyTest, policy: Policy) -> bool:
    """Whether the version holds when the question is asked; one that cannot be read is told with the others."""
    try:
        return policy.dated.reach.holds(instant(asked_at(test, policy.case_from(test.case))))
    except CourtesyError:
        return True
