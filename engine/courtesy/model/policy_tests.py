"""Tests of a policy, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec import Struct, field

from courtesy.model.frozen import FrozenMap
from courtesy.model.outcome import Outcome
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


class Difference(Struct, frozen=True, kw_only=True):
    """A key of a test under which the engine says something else."""

    key: str
    expected: Expected
    got: Expected
    place: Span


class TestResult(Struct, frozen=True, kw_only=True):
    """What became of one test.

    `outcome` is what the engine says, None where it could not say anything; then `error` tells why. `said` is what it
    says of each rule that is not kept, and of what is owed. `seen` are the rules by the status, and the obligations by
    the standing, in which the case has them.
    """

    __test__: ClassVar[bool] = False

    sentence: str
    place: Span
    rules: tuple[str, ...]
    state: TestState
    outcome: Outcome | None = None
    differences: tuple[Difference, ...] = ()
    said: tuple[str, ...] = ()
    error: str | None = None
    seen: Mapping[str, frozenset[str]] = field(default_factory=FrozenMap)
