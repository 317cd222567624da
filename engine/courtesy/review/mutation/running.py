"""Whether the tests of a policy notice changes to its rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.api.all_versions import Policies
from courtesy.api.policies import versions_without_waivers
from courtesy.api.policy import Policy
from courtesy.errors import InvalidInputError
from courtesy.loading.project import find_project, read_project
from courtesy.model.mutation import Fate, Mutant, MutationReport
from courtesy.model.policy_tests import TestState
from courtesy.review.mutation.mutants import line_of, variants
from courtesy.review.tests.finding import read_all
from courtesy.review.tests.fitting import fitting
from courtesy.review.tests.owners import line_beside, own_files
from courtesy.review.tests.running import run
from courtesy.review.tests.subject import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from courtesy.api.questions import Questions
    from courtesy.loading.project import Project
    from courtesy.model.policy_tests import PolicyTest, TestFile
    from courtesy.review.mutation.mutants import Variant


def mutation_of(
    policy: Policy,
    *,
    rules: Collection[str] = (),
    project: Project | None = None,
    tell: Callable[[Mutant], None] | None = None,
) -> MutationReport:
    """What the tests of a policy notice. `tell` is called with each change as soon as its fate is known.

    Tests of several versions together are run with the other versions as they are, which a project may be needed to
    load. Raises InvalidInputError where a file of tests is invalid.
    """
    tried_by = _Tests.of(policy, project)
    tests = tried_by.answered
    report = MutationReport(
        place=policy.source.location,
        id=policy.id,
        version=policy.version,
        digest=policy.digest,
        tests=len(tests),
        open_tests=tried_by.open_tests,
        chosen=tuple(rules),
    )
    as_it_is = _Trial(tried_by, Policy(policy.source, matcher="native", waivers=policy.waivers))
    if failing := tuple(test.sentence for test in tests if not as_it_is.passes(test)):
        return replace(report, failing=failing)
    mutants: list[Mutant] = []
    for variant in variants(policy, rules):
        mutants.append(_tried(variant, tried_by, policy))
        if tell is not None:
            tell(mutants[-1])
    return replace(report, mutants=tuple(mutants))


def _tried(variant: Variant, tried_by: _Tests, policy: Policy) -> Mutant:
    trial, tried, noticed_by = _Trial(tried_by, variant.policy), 0, None
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


class _Tests(Struct, frozen=True):
    """The tests of a version: its own, and those that it has together with the `others`, the other versions."""

    own: tuple[TestFile, ...]
    together: tuple[TestFile, ...]
    others: tuple[Policy, ...]

    @classmethod
    def of(cls, policy: Policy, project: Project | None) -> _Tests:
        """Those beside a policy, or beside its versions. Raises `CourtesyError`."""
        manifest = Path(policy.source.location)
        own = fitting(read_all(own_files(manifest)), [policy.source])
        files, manifests = line_beside(manifest)
        around = project or _project_of(manifest)
        others = tuple(
            versions_without_waivers(one, matcher="native", project=around)[-1]
            for one in manifests
            if one.resolve() != manifest.resolve()
        )
        sources = [policy.source, *(other.source for other in others)]
        return cls(own, fitting(read_all(files), sources), others)

    @property
    def answered(self) -> tuple[PolicyTest, ...]:
        """The tests that can object to something."""
        return tuple(test for file in (*self.own, *self.together) for test in file.tests if not test.is_open)

    @property
    def open_tests(self) -> int:
        """How many tests nobody has answered yet."""
        return sum(test.is_open for file in (*self.own, *self.together) for test in file.tests)


def _project_of(manifest: Path) -> Project | None:
    """The project in whose folders a policy lies, of which its other versions may have their parents."""
    found = find_project(manifest.absolute().parent)
    return None if found is None else read_project(found)


class _Trial:
    """A policy against its tests, each with the waivers that its file states."""

    def __init__(self, tests: _Tests, policy: Policy) -> None:
        self._policy = policy
        self._others = tests.others
        self._file_of = {id(test): file for file in (*tests.own, *tests.together) for test in file.tests}
        self._together = frozenset(map(id, tests.together))
        self._tests = tests.answered
        self._subjects: dict[int, Questions] = {}

    def in_order(self, rule_id: str) -> Iterator[PolicyTest]:
        """The tests that name a rule, then all others."""
        yield from (test for test in self._tests if rule_id in test.rules)
        yield from (test for test in self._tests if rule_id not in test.rules)

    def passes(self, test: PolicyTest) -> bool:
        """Whether the test does not object."""
        file = self._file_of[id(test)]
        if id(file) not in self._subjects:
            try:
                self._subjects[id(file)] = self._subject(file)
            except InvalidInputError:  # a waiver that cannot be granted any more: that is noticed
                return False
        return run(self._subjects[id(file)], test, words=False).state is TestState.PASSED

    def _subject(self, file: TestFile) -> Questions:
        """The version, or all of them by their dates where the file is of all."""
        if id(file) not in self._together:
            return subject_of(file, self._policy)
        return subject_of(file, Policies([*self._others, self._policy]))
