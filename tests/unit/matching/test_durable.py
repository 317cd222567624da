"""The caged engine: right at every edge that is known to break it, and again right after every interruption."""

from __future__ import annotations

import gc
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from typing import Any as Anything

import pytest

import courtesy
from courtesy import sharing
from courtesy.errors import InvalidInputError
from courtesy.matching import durable
from courtesy.matching.crosscheck import available_matchers, build_matcher, check_limits
from courtesy.matching.durable import DurableMatcher, available
from courtesy.matching.errors import DurableUnavailableError, EngineFaultError, MatchersDisagreeError, TooComplexError
from courtesy.matching.native import compile_native
from courtesy.model.facts import Matches
from courtesy.model.predicate import FALSE, TRUE, All, Any, AtLeast, AtMost, Fact, IsKnown, Not, OneOf, Predicate
from courtesy.model.truth import terms
from courtesy.spans import Span
from courtesy.values import FactType, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

needs_durable = pytest.mark.skipif(not available(), reason="durable-rules cannot be imported here")

X = Fact("attributes.x", FactType.NUMBER)
Y = Fact("attributes.y", FactType.NUMBER)
TEXT = Fact("attributes.text", FactType.STRING)
ROLES = Fact("recipient.roles", FactType.SET)

Sheet = tuple[Value | None, ...]


def flag(number: int) -> Fact:
    """A boolean fact."""
    return Fact(f"attributes.flag{number}", FactType.BOOLEAN)


def is_true(fact: Fact) -> OneOf:
    """The fact is true."""
    return OneOf(fact, frozenset({True}))


def nested(depth: int) -> Predicate:
    """Every kind of node in turn, `depth` levels deep."""
    predicate: Predicate = AtLeast(X, 0)
    for level in range(depth):
        other = AtMost(Y, level)
        predicate = Not(All((predicate, other))) if level % 3 else Any((other, predicate))
    return predicate


def places_of(truths: Sequence[Predicate]) -> dict[Anything, int]:
    """Places for all terms, in order of first mention."""
    mentioned = dict.fromkeys(term for predicate in truths for term in terms(predicate))
    return {term: place for place, term in enumerate(mentioned)}


ODD_TEXTS = ('"', "'", "\\", "\0", "\u00e9", "\\u00e9", "\N{WAVING HAND SIGN}", "\ud800")
LIMITS: dict[str, tuple[list[Predicate], list[Sheet]]] = {
    "no rules": ([], [()]),
    "constant rules": ([TRUE, FALSE, Not(FALSE), All((TRUE, FALSE))], [()]),
    "65 and more hits at one level": ([AtLeast(X, n) for n in range(300)], [(-1,), (64,), (150.5,), (999,), (None,)]),
    "over 512 first comparisons": ([AtMost(X, n) for n in range(1030)], [(-1,), (2000,), (700,), (None,)]),
    "over 512 equalities": (
        [Not(OneOf(X, frozenset({n}))) for n in range(600)],
        [(0,), (511,), (512,), (600,), (None,)],
    ),
    "4000 conjunctions": ([AtLeast(X, n) for n in range(4000)], [(-1,), (3999,), (2000,), (None,)]),
    "300 rules with the same condition": ([AtLeast(X, 1)] * 300, [(0,), (1,), (None,)]),
    "300 rules with the same ending": (
        [Any((AtLeast(X, n), AtLeast(Y, 1))) for n in range(300)],
        [(0, 0), (150, 0), (None, 0), (0, None)],
    ),
    "200 negated is-known": (
        [IsKnown(flag(n)) for n in range(200)],
        [(None,) * 200, (True,) * 200, (None, False) * 100],
    ),
    "200 is-known": ([Not(IsKnown(flag(n))) for n in range(200)], [(None,) * 200, (True,) * 200, (None, False) * 100]),
    "is-known alone, on an empty sheet first": ([IsKnown(X), AtLeast(Y, 5)], [(1, 1), (None, None), (1, 1), (1, 5)]),
    "duplicates in one rule": ([Any((AtLeast(X, 1), AtLeast(X, 1), All((AtLeast(X, 1),))))], [(0,), (1,), (None,)]),
    "long texts": (
        [OneOf(TEXT, frozenset({"abc"})), OneOf(TEXT, frozenset({"abc" + "z" * 70_000}))],
        [("abc",), ("abc" + "z" * 65_536,), ("abc" + "z" * 70_000,), ("",)],
    ),
    "odd texts": (
        [OneOf(TEXT, frozenset({text})) for text in ODD_TEXTS],
        [(text,) for text in (*ODD_TEXTS, "5", "\r\n", None)],
    ),
    "big and small numbers": (
        [AtLeast(X, n) for n in (2**70, 2**63, 2.0**53, 2**53 + 1, math.inf, 5e-324, 1e-7, -math.inf, 1e21)],
        [(n,) for n in (2**70, 2**70 - 1, 2**64, 2**53, 2**53 + 1, 5e-324, 0.0, -0.0, math.inf, -math.inf, None)],
    ),
    "sets": (
        [*(OneOf(ROLES, frozenset(roles)) for roles in (("hr",), ("hr", "ceo"), ("\0",), ())), IsKnown(ROLES)],
        [*((frozenset(roles),) for roles in ((), ("hr",), ("ceo", "x"), ("\0", "hr"))), (None,)],
    ),
    "64 levels": (
        [nested(64), Not(nested(63))],
        [(x, y) for x in (-1, 3, 64, None) for y in (-1, 8, 64, None)],
    ),
}


@needs_durable
@pytest.mark.parametrize("name", LIMITS)
def test_known_limits_of_the_engine(name: str) -> None:
    """Where a plain use of durable-rules hangs, crashes or errs, the matcher is right, several times over."""
    truths, sheets = LIMITS[name]
    places = {**places_of(truths)}
    durable_matcher, native = DurableMatcher(truths, places), compile_native(truths, places)
    for sheet in sheets * 2:
        assert native(sheet) == durable_matcher.match(sheet)


TRUTHS: list[Predicate] = [
    *(AtLeast(X, n) for n in range(0, 100, 10)),
    *(Any((AtMost(X, n), is_true(flag(n % 3)))) for n in range(0, 100, 10)),
    IsKnown(Y),
]
PLACES = places_of(TRUTHS)
RULE_IDS = tuple(f"a.r{place}" for place in range(len(TRUTHS)))
NATIVE = compile_native(TRUTHS, PLACES)


def sheets(seed: int, number: int) -> list[Sheet]:
    """Random sheets for TRUTHS, a fifth of the values unknown."""
    random = Random(seed)  # noqa: S311  not for secrets
    pools = [range(-5, 105) if term == X else (1, 2) if term == Y else (True, False) for term in PLACES]
    return [tuple(None if random.random() < 0.2 else random.choice(pool) for pool in pools) for _ in range(number)]


@needs_durable
def test_threads_share_a_matcher() -> None:
    """Eight threads on one matcher, two thousand sheets, all right."""
    matcher = DurableMatcher(TRUTHS, PLACES)

    def wrong(seed: int) -> int:
        return sum(NATIVE(sheet) != matcher.match(sheet) for sheet in sheets(seed, 250))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(wrong, range(8))) == [0] * 8


class Faulty:
    """The engine, with something done before or after one of its calls."""

    def __init__(self, engine: object, call: str, *, before: Callable[[], object], after: Callable[[], object]) -> None:
        self._engine, self._call, self._before, self._after = engine, call, before, after

    def __getattr__(self, name: str) -> object:
        real = getattr(self._engine, name)
        if name != self._call:
            return real

        def call(*arguments: object) -> object:
            self._before()
            answer = real(*arguments)
            self._after()
            return answer

        return call


def _nothing() -> None:
    pass


def _interrupt() -> None:
    raise KeyboardInterrupt


def _fail() -> None:
    raise MemoryError


HITS: Sheet = (5, False, None, True, None)
CALLS = ("assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact")


@needs_durable
@pytest.mark.parametrize("unknown", [False, True])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("trouble", "raised"), [(_interrupt, KeyboardInterrupt), (_fail, EngineFaultError)])
def test_an_interrupted_match_leaves_no_trace(
    trouble: Callable[[], None], raised: type[BaseException], call: str, when: str, *, unknown: bool
) -> None:
    """After an exception at any step of a match, the next answers are right again."""
    matcher = DurableMatcher(TRUTHS, PLACES)
    sheet = HITS if unknown else tuple(1 if value is None else value for value in HITS)
    assert NATIVE(sheet) == matcher.match(sheet)
    session = matcher._satisfied if unknown else matcher._violated
    assert session is not None
    real = session._engine
    session._engine = Faulty(real, call, **{"before": _nothing, "after": _nothing, when: trouble})  # type: ignore[assignment]
    with pytest.raises(raised):
        matcher.match(sheet)
    assert session.dirty
    session._engine = real
    for other in [sheet, *sheets(1, 20)]:
        assert NATIVE(other) == matcher.match(other)


@needs_durable
@pytest.mark.parametrize("call", ["create_ruleset", *CALLS[:3]])
def test_an_interrupted_rebuild_is_done_again(call: str) -> None:
    """An exception while the engine is set up anew is a fault, and the next match sets it up again."""
    matcher = DurableMatcher(TRUTHS, PLACES)
    session = matcher._violated
    real, session.dirty = session._engine, True
    session._engine = Faulty(real, call, before=_nothing, after=_fail)  # type: ignore[assignment]
    with pytest.raises(EngineFaultError, match="MemoryError"):
        matcher.match(HITS)
    session._engine = real
    assert NATIVE(HITS) == matcher.match(HITS)


class Liar:
    """The engine, one of its calls giving made-up answers."""

    def __init__(self, engine: object, call: str, answers: list[object]) -> None:
        self._engine, self._call, self._answers = engine, call, answers

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name) if name != self._call else lambda *_: self._answers.pop(0)


@needs_durable
@pytest.mark.parametrize(
    ("call", "answers", "message"),
    [
        ("assert_fact", [(2, 0)], "asserting a fact answered 2"),
        ("assert_fact", [(3, 0)], "asserting a fact answered 3"),
        ("start_action_for_state", [None], "without an action"),
        ("start_action_for_state", [("{}", "garbage")], "ValueError"),
        ("complete_and_start_action", ['{"c999":{}}', None], "KeyError"),
        ("complete_and_start_action", ['{"c9":{}}', '{"c9":{}}', None], "fired twice"),
    ],
)
def test_an_unexpected_answer_is_a_fault(call: str, answers: list[object], message: str) -> None:
    """Every answer of the engine that is not as expected is a fault, and never taken for no hits."""
    matcher = DurableMatcher(TRUTHS, PLACES)
    session = matcher._violated
    real = session._engine
    session._engine = Liar(real, call, list(answers))  # type: ignore[assignment]
    with pytest.raises(EngineFaultError, match=message):
        matcher.match(HITS)
    session._engine = real
    assert NATIVE(HITS) == matcher.match(HITS)


@needs_durable
def test_violated_and_satisfied_at_once_is_a_fault() -> None:
    """A rule that comes out both violated and satisfied is a fault, and both rulesets are set up anew."""
    matcher = DurableMatcher(TRUTHS, PLACES)
    expected = matcher.match(HITS)
    assert matcher._satisfied is not None
    owners = matcher._satisfied._owners
    matcher._satisfied._owners = dict.fromkeys(owners, (expected.violated[0],))
    with pytest.raises(EngineFaultError, match="both violated and satisfied"):
        matcher.match(HITS)
    assert matcher._violated.dirty
    assert matcher._satisfied.dirty
    matcher._satisfied._owners = owners
    assert expected == matcher.match(HITS)


@needs_durable
def test_a_failing_self_test_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that does not find the one rule of the self-test is never used."""
    monkeypatch.setattr(durable, "SELF_TEST_RULE", "another")
    with pytest.raises(EngineFaultError, match="self-test"):
        DurableMatcher(TRUTHS, PLACES)


@needs_durable
def test_a_value_of_another_type_is_a_fault() -> None:
    """A sheet that does not keep to the types of its facts is a fault, and the engine is not touched."""
    matcher = DurableMatcher([AtLeast(X, 1), OneOf(ROLES, frozenset({"hr"}))], {X: 0, ROLES: 1})
    mistyped: list[Sheet] = [("text", frozenset()), (1, 5)]
    for sheet in mistyped:
        with pytest.raises(EngineFaultError, match="another type"):
            matcher.match(sheet)
    assert not matcher._violated.dirty


@needs_durable
def test_without_unknowns_one_ruleset_is_enough() -> None:
    """The ruleset of satisfied rules is built when the first unknown value is seen, not before."""
    matcher = DurableMatcher([AtLeast(X, 1)], {X: 0})
    assert Matches((0,), ()) == matcher.match((0,))
    assert matcher._satisfied is None
    assert Matches((), (0,)) == matcher.match((None,))
    assert matcher._satisfied is not None


@needs_durable
def test_memory_stays_flat_over_many_matchers() -> None:
    """A matcher that is no longer used gives back what the engine held for it."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("resident memory is read from /proc")

    def resident_bytes() -> int:
        gc.collect()
        return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def build_and_drop(times: int) -> None:
        for _ in range(times):
            DurableMatcher(TRUTHS, PLACES).match(HITS)

    build_and_drop(10)
    before = resident_bytes()
    build_and_drop(60)
    # 60 matchers that leak would add more than 100 MB.
    assert resident_bytes() - before < 16_000_000


def _run(script: str) -> None:
    source_root = str(Path(courtesy.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": source_root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


_SCRIPT = """
import os, sys
from courtesy.matching.durable import DurableMatcher
from courtesy.model.predicate import AtLeast, Fact
from courtesy.values import FactType
X = Fact("attributes.x", FactType.NUMBER)
matcher = DurableMatcher([AtLeast(X, 5), AtLeast(X, 9)], {X: 0})
assert matcher.match((7,)).violated == (1,)
assert matcher.match((None,)).undetermined == (0, 1)
"""
_FORK = """
matcher._lock.acquire()  # as if another thread were matching at the moment of the fork
child = os.fork()
if child == 0:
    os._exit(0 if [len(matcher.match((x,)).violated) for x in (3, 7, 9) * 50] == [2, 1, 0] * 50 else 1)
matcher._lock.release()
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert matcher.match((7,)).violated == (1,)
"""


@needs_durable
def test_a_process_ends_in_silence() -> None:
    """A matcher that lives until the interpreter exits neither crashes nor prints."""
    _run(_SCRIPT)


@needs_durable
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_fork_keeps_matching() -> None:
    """Parent and child of a fork are both right, even if a thread of the parent was matching at that moment."""
    _run(_SCRIPT + _FORK)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where durable-rules cannot be imported, native runs alone, and durable alone is an error that says so."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    assert durable._engine.__wrapped__() is None
    monkeypatch.setattr(durable, "_engine", lambda: None)
    assert not available()
    assert build_matcher("auto", TRUTHS, PLACES, RULE_IDS).used == available_matchers() == ("native",)
    for demanding in ("durable", "both"):
        with pytest.raises(DurableUnavailableError, match=f"`{demanding}` needs the library"):
            available_matchers(demanding)
    with pytest.raises(DurableUnavailableError, match="cannot be imported") as caught:
        build_matcher("durable", TRUTHS, PLACES, RULE_IDS)
    assert "native" in (caught.value.help() or "")


@pytest.mark.parametrize(
    ("which", "used"),
    [
        ("native", ("native",)),
        pytest.param("durable", ("durable",), marks=needs_durable),
        pytest.param("auto", ("durable", "native"), marks=needs_durable),
        pytest.param("both", ("durable", "native"), marks=needs_durable),
    ],
)
def test_each_choice_of_matchers_gives_the_same_answer(which: Anything, used: tuple[str, ...]) -> None:
    """Native, durable and both name the same rules, and say which of them were asked."""
    matcher = build_matcher(which, TRUTHS, PLACES, RULE_IDS)
    assert used == matcher.used == available_matchers(which)
    for sheet in sheets(2, 50):
        assert NATIVE(sheet) == matcher.match(sheet)


@needs_durable
def test_disagreement_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two matchers that differ give no answer but an error with both of theirs, which names the rules by their ids."""
    wrong = Matches((), (1,))
    monkeypatch.setattr(DurableMatcher, "match", lambda _self, _values: wrong)
    matcher = build_matcher("both", [AtLeast(X, 1), FALSE], {X: 0}, ("a.enough", "a.never"))
    with pytest.raises(MatchersDisagreeError) as caught:
        matcher.match((5,))
    assert (wrong, Matches((1,), ())) == (caught.value.durable, caught.value.native)
    assert str(caught.value) == (
        "the matchers disagree: durable says violated none and undetermined `a.never`, "
        "native says violated `a.never` and undetermined none"
    )


@needs_durable
def test_a_policy_beyond_the_limits_is_never_built() -> None:
    """What could hang the engine is refused before the engine sees it."""
    with pytest.raises(TooComplexError):
        DurableMatcher([AtLeast(X, n) for n in range(4001)], {X: 0})


def test_rules_that_are_too_complex_are_reported_together() -> None:
    """Every rule that is too complex by itself is reported at its place, and else the one that goes too far."""

    def wide(number: int) -> Predicate:
        return Any(tuple(AtLeast(X, n) for n in range(number)))

    def place(line: int) -> Span:
        return Span("rules.yaml", line, 3, line, 9)

    with pytest.raises(InvalidInputError) as caught:
        check_limits([("a", place(1), wide(300)), ("b", place(2), wide(256)), ("c", place(3), wide(257))])
    assert str(caught.value) == (
        "rules.yaml:1:3: rule `a` is too complex: "
        "expected at most 256 combinations of conditions in one rule, found 300 or more\n"
        "rules.yaml:3:3: rule `c` is too complex: "
        "expected at most 256 combinations of conditions in one rule, found 257 or more"
    )
    assert all("split the rule" in (problem.help() or "") for problem in caught.value.problems)
    with pytest.raises(InvalidInputError, match=r"rules.yaml:4001:3: .* in all rules together"):
        check_limits([(str(n), place(n + 1), AtLeast(X, n)) for n in range(4001)])
    check_limits([("b", place(2), wide(256))])


def test_a_fault_tells_what_to_do() -> None:
    """An engine that failed says so, and that checking again is safe."""
    error = EngineFaultError("it failed its self-test")
    assert str(error) == "the durable matcher failed: it failed its self-test"
    assert "check again" in (error.help() or "")


@needs_durable
def test_after_a_fork_every_matcher_starts_anew() -> None:
    """In the child of a fork every matcher gets a new lock and a fresh engine, whether its lock seems held or not."""
    busy, idle = DurableMatcher(TRUTHS, PLACES), DurableMatcher(TRUTHS, PLACES)
    expected = busy.match(HITS)
    locks = busy._lock, idle._lock
    with busy._lock:
        sharing._repair()
        for matcher, lock in zip((busy, idle), locks, strict=True):
            assert matcher._lock is not lock
            assert matcher._violated.dirty
            assert expected == matcher.match(HITS)
