"""The tests of a policy as recorded cases: whatever they expect, both versions are asked."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError
from courtesy.review.comparison.recorded import GivenCase
from courtesy.review.tests.finding import FOLDER
from courtesy.review.tests.owners import line_beside, own_files
from courtesy.review.tests.reading import load_tests
from courtesy.review.tests.running import asked_at
from courtesy.review.tests.subject import with_waivers_of
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.api import Policy
    from courtesy.model.case import Case
    from courtesy.model.policy_tests import PolicyTest, TestFile


def own_tests(old: Policy, new: Policy) -> Iterator[GivenCase]:
    """The cases of the tests that are of either version, or of both; of two files of one name that of the new one."""
    files = {_short(path): path for policy in (old, new) for path in _files(policy)}
    for name, path in files.items():
        try:
            file = load_tests(path)
        except InvalidInputError as error:
            yield GivenCase(name, partial(_refused, error))
        else:
            yield from cases_of(file, name)


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


def _files(policy: Policy) -> tuple[Path, ...]:
    manifest = Path(policy.source.location)
    return (*own_files(manifest), *line_beside(manifest)[0]) if manifest.is_file() else ()


def _short(path: Path) -> str:
    """The path of a file of tests from the folder of tests on: `tests/timing.yaml`."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index(FOLDER) :])


def _read(test: PolicyTest, policy: Policy) -> Case:
    return policy.case_from(test.case)


def _refused(error: InvalidInputError, _: Policy) -> Case:
    raise error
