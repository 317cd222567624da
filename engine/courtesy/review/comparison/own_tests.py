"""The tests of a policy as recorded cases: whatever they expect, both versions are asked."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError
from courtesy.review.comparison.recorded import GivenCase
from courtesy.review.tests.finding import files_at, folder_beside
from courtesy.review.tests.reading import load_tests
from courtesy.review.tests.running import asked_at
from courtesy.review.tests.subject import with_waivers_of
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.api import Policy
    from courtesy.model.case import Case
    from courtesy.model.policy_tests import PolicyTest, TestFile


def own_tests(old: Policy, new: Policy) -> tuple[GivenCase, ...]:
    """The cases of the tests beside the new version, or else beside the old one; none where there are none."""
    return tuple(_beside(new)) or tuple(_beside(old))


def cases_of(file: TestFile, name: str) -> Iterator[GivenCase]:
    """The cases of tests, by the name of the file and their sentence.

    A file that holds a policy tests that one, and is left out.
    """
    if isinstance(file.policy, MappingNode):
        return
    judged_by: Callable[[Policy], Policy] = cache(partial(with_waivers_of, file))  # made once for all of its tests
    for test in file.tests:
        told = f"{name}: {test.sentence}"
        yield GivenCase(told, partial(_read, test), partial(asked_at, test), test.as_of, judged_by)


def _beside(policy: Policy) -> Iterator[GivenCase]:
    if not Path(policy.source.location).is_file():
        return
    folder = folder_beside(policy.source)
    for path in files_at(folder):
        try:
            file = load_tests(path)
        except InvalidInputError as error:
            yield GivenCase(_short(path, folder), partial(_refused, error))
        else:
            yield from cases_of(file, _short(path, folder))


def _short(path: Path, folder: Path) -> str:
    """The path of a file of tests from the folder of its policy on: `tests/timing.yaml`."""
    return path.relative_to(folder.parent).as_posix()


def _read(test: PolicyTest, policy: Policy) -> Case:
    return policy.case_from(test.case)


def _refused(error: InvalidInputError, _: Policy) -> Case:
    raise error
