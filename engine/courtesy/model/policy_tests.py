"""Tests of a policy, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec import Struct, field

from courtesy.model.frozen import FrozenMap
from courtesy.model.outcome import Outcome
from courtesy.model.shown import Shown
from courtesy.model.verdict import Notice
from courtesy.spans import MappingNode, Scalar, SequenceNode, Span
from courtesy.values import Word

OPEN = "open"
"""The outcome of a test that nobody has answered yet."""
RULE_LISTS = ("violated", "undetermined", "waived", "satisfied", "not_applicable")
"""The keys of a test under which rules are listed."""
EXPECTATIONS = (
    *("outcome", *RULE_LISTS, "earliest", "each", "obligations", "whole", "says"),
    *("planned", "done", "notices"),
)
"""The keys of a test that say what must come out; all others say what is asked."""

Expected = str | None | tuple[str, ...] | Mapping[str, str]
"""What a test states under one key, or what the engine says: a text, texts, or texts by ids."""


class PolicyTest(Struct, frozen=True, kw_only=True, eq=False):
    """One test: a case, when it is asked, and what the policy has to say.

    `case` is the whole case, the base with what the test changes. `now` None is when the first action is done. `place`
    is that of its sentence, `places` are those of its keys.
    """

    sentence: str
    place: Span
    case: MappingNode
    expected: Mapping[str, Expected]
    now: Scalar | None = None
    as_of: bool = False
    places: Mapping[str, Span] = field(default_factory=FrozenMap)

    @property
    def is_open(self) -> bool:
        """Whether its outcome is still to be said by a person."""
        return self.expected["outcome"] == OPEN

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that it names, each once: what it is about."""
        listed = (rule for key in RULE_LISTS for rule in self.expected.get(key, ()) or ())
        owed = self.expected.get("obligations")
        named = (rule_of(name) for name in owed) if isinstance(owed, Mapping) else ()
        return tuple(dict.fromkeys((*listed, *named)))


def rule_of(owed: str) -> str:
    """The rule of something owed, which a test names by its rule, or as `rule to contact`."""
    return owed.partition(" to ")[0]


class TestFile(Struct, frozen=True, kw_only=True, eq=False):
    """A file of tests. `policy` is the one that it names or holds, `waivers` are those that hold in its tests.

    Both are still trees; None where the file says nothing.
    """

    __test__: ClassVar[bool] = False  # for pytest, which takes what is called so for a class of tests

    path: str
    tree: MappingNode
    tests: tuple[PolicyTest, ...]
    about: str | None = None

    @property
    def policy(self) -> Scalar | MappingNode | None:
        """The policy that it names or holds, as it stands in the file."""
        return self.tree.get("policy")

    @property
    def waivers(self) -> SequenceNode | None:
        """The waivers that hold in its tests, as they stand in the file."""
        return self.tree.get("waivers")


class TestState(Word):
    """What became of a test. Only one that has passed is fine."""

    __test__: ClassVar[bool] = False

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"
    ERROR = "error"


class TestDifference(Struct, frozen=True, kw_only=True):
    """A key of a test under which the engine says something else."""

    __test__: ClassVar[bool] = False

    key: str
    expected: Expected
    got: Expected
    place: Span


class TestProblem(Struct, frozen=True, kw_only=True):
    """What keeps tests from being run: a mistake in one, in their file, or in the policy. `help` is the likely fix."""

    __test__: ClassVar[bool] = False

    code: str
    message: str
    help: str | None = None
    place: Span | None = None


class TestResult(Struct, frozen=True, kw_only=True):
    """What became of one test.

    `outcome` is what the engine says, None where it could not say anything, as its `problems` tell. `said` is what it
    says of each rule that is not kept, and of what is owed. `seen` are the rules by the status, and the obligations by
    the standing, in which the case has them.
    """

    __test__: ClassVar[bool] = False

    sentence: str
    place: Span
    rules: tuple[str, ...]
    state: TestState
    outcome: Outcome | None = None
    differences: tuple[TestDifference, ...] = ()
    said: tuple[str, ...] = ()
    problems: tuple[TestProblem, ...] = ()
    seen: Mapping[str, frozenset[str]] = field(default_factory=FrozenMap)


class TestedFile(Struct, frozen=True, kw_only=True):
    """A file of tests, and what became of each. Where it has problems none of its tests was run."""

    path: str
    about: str | None = None
    results: tuple[TestResult, ...] = ()
    problems: tuple[TestProblem, ...] = ()


class UntriedRule(Struct, frozen=True, kw_only=True):
    """A rule, and in which ways that it can come out no test has it: `violated`, `satisfied`, `undetermined`.

    What is owed is `overdue` (`open` where it has no deadline), `met` and `undetermined`.
    """

    rule_id: str
    never: tuple[str, ...]
    place: Span


class TestReport(Shown, frozen=True, kw_only=True):
    """What became of the tests of one policy.

    `id` and `version` are the policy's; `version` None is all its versions, each on its dates, and both are None where
    the policy does not load, as its `problems` tell. `rules` are the ids of its rules. `looked_in` is where tests were
    looked for. `left_out` is how many were not chosen; `chosen_by` says in words what was asked for. `untried` is told
    where all tests were run.
    """

    __test__: ClassVar[bool] = False

    place: str
    id: str | None = None
    version: str | None = None
    digest: str | None = None
    rules: tuple[str, ...] = ()
    looked_in: tuple[str, ...] = ()
    files: tuple[TestedFile, ...] = ()
    left_out: int = 0
    chosen_by: str | None = None
    untried: tuple[UntriedRule, ...] = ()
    notices: tuple[Notice, ...] = ()
    problems: tuple[TestProblem, ...] = ()

    @property
    def results(self) -> tuple[TestResult, ...]:
        """What became of every test, file by file."""
        return tuple(result for file in self.files for result in file.results)

    @property
    def all_problems(self) -> tuple[TestProblem, ...]:
        """What kept tests from being run: of the policy, of each file, and of single tests."""
        in_files = (problem for file in self.files for problem in file.problems)
        return (*self.problems, *in_files, *(problem for result in self.results for problem in result.problems))

    @property
    def passed(self) -> bool:
        """Whether at least one test was run, all were that had to be, and all have passed."""
        results = self.results
        return bool(results) and not self.all_problems and all(one.state is TestState.PASSED for one in results)

    def count(self, state: TestState) -> int:
        """How many tests came to that."""
        return sum(one.state is state for one in self.results)
