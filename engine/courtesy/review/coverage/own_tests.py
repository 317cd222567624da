"""The tests that try one version of a policy: its own, and of those of all its versions what is asked in its time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError
from courtesy.instants import instant
from courtesy.review.tests.finding import read_all
from courtesy.review.tests.fitting import fitting
from courtesy.review.tests.owners import line_beside, own_files
from courtesy.review.tests.running import asked_at

if TYPE_CHECKING:
    from courtesy.api.policy import Policy
    from courtesy.model.policy_tests import PolicyTest


def tests_for(policy: Policy) -> tuple[tuple[PolicyTest, ...], tuple[str, ...]]:
    """The tests, and the paths of the files that they stand in. Raises InvalidInputError."""
    manifest = Path(policy.source.location)
    own = fitting(read_all(own_files(manifest)), [policy.source])
    of_line = read_all(line_beside(manifest)[0])
    in_time = [test for file in of_line for test in file.tests if _is_in_time(test, policy)]
    return (
        (*(test for file in own for test in file.tests), *in_time),
        tuple(file.path for file in (*own, *of_line)),
    )


def _is_in_time(test: PolicyTest, policy: Policy) -> bool:
    """Whether the version holds when the question is asked; one that cannot be read is told with the others."""
    try:
        return policy.dated.reach.holds(instant(asked_at(test, policy.case_from(test.case))))
    except CourtesyError:
        return True
