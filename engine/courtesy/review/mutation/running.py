"""Whether the tests of a policy notice changes to its rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.errors import InvalidInputError
from courtesy.model.mutation import Fate, Mutant, MutationReport
from courtesy.model.policy_tests import TestState
from courtesy.review.mutation.mutants import line_of, variants
from courtesy.review.tests.finding import read_all
from courtesy.review.tests.fitting import unfit
from courtesy.review.tests.owners import own_files
from courtesy.review.tests.running import run
from courtesy.review.tests.subject import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from courtesy.api.policy import Policy
    from courtesy.api.questions import Questions
    from courtesy.model.policy_tests import PolicyTest, TestFile
    from courtesy.review.mutation.mutants import Variant

_FINE = frozenset({TestState.PASSED, TestState.OPEN})


def mutation_of(
    policy: Policy, *, rules: Collection[str] = (), tell: Callable[[Mutant], None] | None = None
) -> MutationReport:
    """What the tests of a policy notice. `tell` is called with each change as soon as its fate is known.

    Raises InvalidInputError where a file of tests is invalid.
    """
    files = read_all(own_files(Path(policy.source.location)))
    if problems := [problem for file in files for problem in unfit(file, [policy.source])]:
        raise InvalidInputError(problems)
    tests = tuple(test for file in files for test in file.tests)
    report = MutationReport(
        place=policy.source.location,
        id=policy.id,
        version=policy.version,
        digest=policy.digest,
        tests=len(tests),
        chosen=tuple(rules),
    )
    as_it_is = _Trial(files, policy)
    if failing := tuple(test.sentence for test in tests if not as_it_is.passes(test)):
        return replace(report, failing=failing)
    mutants: list[Mutant] = []
    for variant in variants(policy, rules):
        mutants.append(_tried(variant, files, policy))
        if tell is not None:
            tell(mutants[-1])
    return replace(report, mutants=tuple(mutants))


def _tried(variant: Variant, files: Iterable[TestFile], policy: Policy) -> Mutant:
    trial, tried, noticed_by = _Trial(files, variant.policy), 0, None
    for test in trial.in_order(variant.part.rule_id):
        tried += 1
        if not trial.passes(test):
            noticed_by = test.sentence
            break
    return Mutant(
        part=variant.part,
        old=variant.old,
        new=variant.new,
        line=line_of(variant.part),
        meaning=variant.meaning(policy),
        fate=Fate.SURVIVED if noticed_by is None else Fate.NOTICED,
        noticed_by=noticed_by,
        tests=tried,
    )


class _Trial:
    """A policy against the tests of files, each with the waivers that its file states."""

    def __init__(self, files: Iterable[TestFile], policy: Policy) -> None:
        self._policy = policy
        self._file_of = {id(test): file for file in files for test in file.tests}
        self._tests = [test for file in files for test in file.tests]
        self._subjects: dict[int, Questions] = {}

    def in_order(self, rule_id: str) -> Iterator[PolicyTest]:
        """The tests that name a rule, then all others."""
        yield from (test for test in self._tests if rule_id in test.rules)
        yield from (test for test in self._tests if rule_id not in test.rules)

    def passes(self, test: PolicyTest) -> bool:
        """Whether the test does not object; one that nobody has answered yet objects to nothing."""
        file = self._file_of[id(test)]
        if id(file) not in self._subjects:
            try:
                self._subjects[id(file)] = subject_of(file, self._policy)
            except InvalidInputError:  # a waiver that cannot be granted any more: that is noticed
                return False
        return run(self._subjects[id(file)], test, words=False).state in _FINE
