"""The durable matcher: the only module that touches durable-rules, and how that unsafe engine is caged.

The engine is memory-unsafe and unmaintained, so it is used in one way only, which was found safe by over a million
checks: one session, one fact at a time under a constant id, through its C module (its Python layer re-asserts facts,
swallows exceptions and starts threads). Every answer of the engine that is not exactly as expected is a fault, never
"no hits".

A policy could be tried out in a child process first, because a hang or crash of the engine cannot be caught. That costs
more than a whole run of checks and is not needed: the engine hangs or crashes only where a node has more than 511
tests, 127 `$nex`, 64 pending matches or 255 rules, and the encoding keeps every node at 33 tests and gives every rule a
node of its own, whatever the policy says; what would not fit is refused when a policy is compiled (by
`durable_encoding.check_limits`).
"""

from __future__ import annotations

import weakref
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Protocol, cast

from courtesy.matching.durable_encoding import (
    RETRACTION,
    SELF_TEST_HIT,
    SELF_TEST_MISS,
    SELF_TEST_RULE,
    Encoding,
)
from courtesy.matching.errors import DurableUnavailableError, EngineFaultError
from courtesy.model.facts import Matches
from courtesy.sharing import repaired_after_fork

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courtesy.matching.durable_encoding import (
        Ruleset,
    )
    from courtesy.model.predicate import Predicate, Term
    from courtesy.values import Value

_MATCHED, _NOTHING_MATCHED = 0, 1
"""What `assert_fact` answers. Where nothing matched the fact is not stored. 2: a fact was left behind; 3: deferred."""


class _Engine(Protocol):
    """What is used of the C module `durable_rules_engine`. All calls hold the interpreter's lock throughout."""

    def create_ruleset(self, name: str, text: str, /) -> int: ...
    def assert_fact(self, handle: int, text: str, /) -> tuple[int, int]: ...
    def start_action_for_state(self, handle: int, offset: int, /) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, handle: int, offset: int, /) -> str | None: ...
    def retract_fact(self, handle: int, text: str, /) -> tuple[int, int]: ...
    def delete_state(self, handle: int, session: None, /) -> None: ...
    def delete_ruleset(self, handle: int, /) -> None: ...


@cache
def _engine() -> _Engine | None:
    try:
        import durable_rules_engine  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  optional
    except ImportError:
        # Not installed, or built for Python 3.13 and later without the definition it needs there (undefined symbol).
        return None
    return cast("_Engine", durable_rules_engine)


def available() -> bool:
    """Whether durable-rules can be used here. Never raises and never prints."""
    return _engine() is not None


class DurableMatcher:
    """Decides by durable-rules which rules are violated and which undetermined.

    Two rulesets: one hits where a rule is certainly violated, one where it is certainly satisfied; the second is built
    and asked only where a value is unknown, since without unknowns the satisfied rules are those not violated. Threads
    may share a matcher (they take turns), and so may a process and its forks.

    Raises DurableUnavailableError where the library is missing, TooComplexError where the predicates go beyond what the
    engine can be trusted with, EngineFaultError where the engine fails its test.
    """

    used: tuple[str, ...] = ("durable",)

    def __init__(self, truths: Sequence[Predicate], terms: Mapping[Term, int]) -> None:
        engine = _engine()
        if engine is None:
            raise DurableUnavailableError(*self.used)
        self._engine = engine
        self._rules = frozenset(range(len(truths)))
        self._encoding = Encoding(truths, terms)
        self._lock = Lock()
        self._violated = _Session(engine, self._encoding.ruleset(violated=True))
        self._satisfied: _Session | None = None
        repaired_after_fork(self)

    def match(self, values: tuple[Value | None, ...]) -> Matches:
        """The rules that are violated or undetermined for the values of the terms, None being unknown.

        Raises EngineFaultError on any surprise; the next call then starts with a fresh engine.
        """
        try:
            sheet, has_unknown = self._encoding.sheet(values)
        except (TypeError, AttributeError) as error:
            what = "a value on the fact sheet has another type than its fact"
            raise EngineFaultError(what) from error
        with self._lock:
            violated = self._violated.ask(sheet)
            if not has_unknown:
                return Matches(tuple(sorted(violated)), ()) if violated else _NO_MATCHES
            satisfied = self._session_for_satisfied().ask(sheet)
            if not violated.isdisjoint(satisfied):
                self._spoil()
                what = "a rule came out both violated and satisfied"
                raise EngineFaultError(what)
        undetermined = self._rules - violated - satisfied
        return Matches(tuple(sorted(violated)), tuple(sorted(undetermined)))

    def _session_for_satisfied(self) -> _Session:
        if self._satisfied is None:
            self._satisfied = _Session(self._engine, self._encoding.ruleset(violated=False))
        return self._satisfied

    def _spoil(self) -> None:
        for session in (self._violated, self._satisfied):
            if session is not None:
                session.dirty = True

    def after_fork(self) -> None:
        """Start anew in a child: another thread may have been matching, and waiting to, at the moment of the fork."""
        self._lock = Lock()
        self._spoil()


_NO_MATCHES = Matches((), ())


class _Handle:
    """The engine's number for a ruleset, apart from the session so that it can be freed after it."""

    __slots__ = ("number", "warm")

    def __init__(self) -> None:
        self.number: int | None = None
        self.warm = False  # whether an action has ever run


def _free(engine: _Engine, handle: _Handle) -> None:
    """Give back what the engine holds for a ruleset.

    Deleting a state that never ran an action frees a wild pointer; such a one, only left by an interrupted build, is
    leaked (about 1 MB). Without deleting the state, deleting the ruleset leaks as much.

    Called by the garbage collector too, hence without the matcher's lock: nobody can be using a session that is
    garbage, rulesets share nothing, and no call of the engine is ever under way while Python code runs.
    """
    number, handle.number = handle.number, None  # first, so that an interruption cannot make this happen twice
    if number is not None and handle.warm:
        handle.warm = False
        engine.delete_state(number, None)
        engine.delete_ruleset(number)


class _Session:
    """One ruleset in the engine. Not for two threads at once."""

    def __init__(self, engine: _Engine, ruleset: Ruleset) -> None:
        self._engine = engine
        self._text = ruleset.text
        self._owners = ruleset.owners
        self._handle = _Handle()
        self.dirty = True  # whether the engine's state cannot be relied on
        finalizer = weakref.finalize(self, _free, engine, self._handle)
        finalizer.atexit = False  # the process gives back all memory anyway, and at its end nothing is safe to call
        self._rebuild_safely()

    def ask(self, sheet: str) -> frozenset[int]:
        """The places of the predicates that the engine finds certainly true. Raises EngineFaultError."""
        if self.dirty:
            self._rebuild_safely()
        self.dirty = True  # and stays so if anything below fails, even by an interruption between two lines
        try:
            fired = self._fire(sheet)
            found = _NOTHING.union(*[self._owners[name] for name in fired]) if fired else _NOTHING
        except EngineFaultError:
            raise
        except Exception as error:
            raise EngineFaultError(_described(error)) from error
        self.dirty = False
        return found

    def _fire(self, sheet: str) -> list[str]:
        """The names of the engine's rules that hold on the sheet: assert it, take all hits, retract it."""
        engine, number = self._engine, cast("int", self._handle.number)
        code, offset = engine.assert_fact(number, sheet)
        if code == _NOTHING_MATCHED:
            return []
        step = engine.start_action_for_state(number, offset) if code == _MATCHED else None
        if step is None:
            what = f"asserting a fact answered {code} without an action"
            raise EngineFaultError(what)
        fired = []
        message: str | None = step[1]  # {"c17":{"m":{...the sheet...}}}
        while message is not None:
            fired.append(message[2 : message.index('"', 2)])
            message = engine.complete_and_start_action(number, offset)
        # Only now: to retract a fact whose actions have not all been completed loses hits or crashes.
        engine.retract_fact(number, RETRACTION)
        if len(set(fired)) != len(fired):
            what = "a rule of the engine fired twice for one fact"
            raise EngineFaultError(what)
        return fired

    def _rebuild_safely(self) -> None:
        try:
            self._rebuild()
        except EngineFaultError:
            raise
        except Exception as error:
            raise EngineFaultError(_described(error)) from error

    def _rebuild(self) -> None:
        """Drop all of the engine's state and begin anew, the only safe recovery (abandoning an action is none)."""
        self.dirty = True
        _free(self._engine, self._handle)
        self._handle.number = self._engine.create_ruleset("courtesy", self._text)
        if self._fire(SELF_TEST_HIT) != [SELF_TEST_RULE] or self._fire(SELF_TEST_MISS):
            what = "it failed its self-test"
            raise EngineFaultError(what)
        self._handle.warm = True
        self.dirty = False


_NOTHING: frozenset[int] = frozenset()


def _described(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()
