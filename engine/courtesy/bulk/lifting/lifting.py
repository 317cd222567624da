"""From when on a broken rule would have let an act pass, as SQL: in two steps, the second for broken rules alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk import sql
from courtesy.bulk.lifting.leaving import leaver, leaving_of
from courtesy.bulk.lifting.moving import moving, reads_text, settled
from courtesy.bulk.lifting.turning import turning_of
from courtesy.bulk.predicates import leaf_truth, truth
from courtesy.bulk.terms.count import latest
from courtesy.bulk.terms.touch_times import TIES
from courtesy.bulk.terms.value import value
from courtesy.bulk.terms.within_hours import by_part
from courtesy.facts.shifts import ELAPSED
from courtesy.model.almanac import Almanac, WorkCalendar
from courtesy.model.predicate import AtLeast, AtMost, Count, Fact, Rolling, TimeAfter, WithinHours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.bulk.lifting.turning import Turning
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Leaf, Window

ASK = -(2**62)
"""Stands for an instant that SQL does not tell, and the engine does."""
_ASK = sql.constant(ASK)


class Lifting(NamedTuple):
    """How it is found when a broken rule lifts. `read` are expressions over the relation of what is judged.

    `told` makes the instant of them, which the scene of broken rules has as well: null where the rule never
    lifts, `ASK` where only the engine tells. `movable` is whether waiting can change the rule at all.
    """

    movable: bool
    read: Mapping[str, Sql]
    told: Callable[[Mapping[str, Sql], Scene], Sql]


_NEVER = Lifting(movable=False, read={}, told=lambda _, __: sql.NULL)
_ASKED = Lifting(movable=True, read={}, told=lambda _, __: _ASK)


def lifting(rule: CompiledRule, scene: Scene) -> Lifting:
    """When a rule lifts that is broken. Raises TooMixedError."""
    leaves = moving(rule)
    # Of texts only those are measured on which it depends whether a rule is broken.
    if len(leaves) != 1 or reads_text(rule):
        return _ASKED if leaves else _NEVER
    (leaf,) = leaves
    found = _of_leaf(leaf, scene)
    if found is None:
        return _ASKED
    # INVARIANT (Kleene): a rule that is broken whether or not the comparison holds is broken where that is unknown,
    # and one that is not broken where it comes out the other way is not broken where it is unknown.
    holds = leaf_truth(leaf, scene)
    kept = {place: truth(settled(rule.truth, leaf, holds=place), scene) for place in (True, False)}
    lifts = sql.when((holds, sql.maybe(kept[False])), (sql.negated(holds), sql.maybe(kept[True])), otherwise=sql.NO)
    return Lifting(
        movable=True,
        read={**found.read, "lifts": lifts, "holds": holds},
        told=lambda read, broken: sql.when((read["lifts"], found.told(read, broken))),
    )


def _of_leaf(leaf: Leaf, scene: Scene) -> Lifting | None:
    """When a comparison comes out another way; None where SQL does not tell."""
    term = leaf.term
    match leaf:
        case AtLeast(TimeAfter(), bound) | AtMost(TimeAfter(), bound):
            return _of_time(leaf, int(bound), scene)
        case AtLeast(Count(), bound) | AtMost(Count(), bound):
            return _of_count(leaf, int(bound) + isinstance(leaf, AtMost), scene)
        case _ if isinstance(term, Fact | WithinHours) and (turning := turning_of(leaf)) is not None:
            return _of_clock(term, turning)
        case _:
            return None


def _of_time(leaf: AtLeast | AtMost, bound: int, scene: Scene) -> Lifting:
    """Time since an anchor only grows: it reaches a bound once."""
    over, at_most = sql.minus(scene.at, value(leaf.term, scene)), isinstance(leaf, AtMost)

    def told(read: Mapping[str, Sql], _: Scene) -> Sql:
        reached = sql.plus(read["over"], sql.constant(bound + at_most))
        return sql.when((read["holds"] if at_most else sql.negated(read["holds"]), reached))

    return Lifting(movable=True, read={"over": over}, told=told)


def _of_count(leaf: AtLeast | AtMost, number: int, scene: Scene) -> Lifting | None:
    """A count falls below a number when the touch of that number, from the last back, leaves the window."""
    term = leaf.term
    assert isinstance(term, Count)  # noqa: S101
    last = latest(term, number, scene) if number > 0 else None
    if last is None:
        return None
    window, at_most = term.window, isinstance(leaf, AtMost)
    elapsed = None
    if isinstance(window, Rolling) and window.length.unit in ELAPSED:
        elapsed = window.length.count * ELAPSED[window.length.unit] + window.closed

    def told(read: Mapping[str, Sql], broken: Scene) -> Sql:
        reached = sql.negated(read["holds"]) if at_most else read["holds"]
        # Nothing is asked for the other rows.
        at = sql.when((reached, sql.quotient(read["last"], TIES)))
        if elapsed is not None:
            return sql.plus(at, sql.constant(elapsed))
        at = broken.columns.compute(("touch", leaf), at)
        return sql.when((reached, _left(term, at, broken)), (_is_steady(term, broken), sql.NULL), otherwise=_ASK)

    return Lifting(movable=True, read={"last": last}, told=told)


def _kind(term: Count) -> tuple[Window, int]:
    """What windows that move in one way have in common, beside their clock and calendar."""
    return term.window, term.almanac.week_starts


def _left(term: Count, touch: Sql, scene: Scene) -> Sql:
    """When a touch leaves the window of a count, or `ASK`."""
    clock, work, leaving = scene.clock(term.almanac), term.almanac.calendar, leaving_of(*_kind(term))
    left = sql.NULL
    if leaving is not None:
        types = {"after": "bigint", "begins": "bigint"}
        used = work if leaving.of_calendar else None
        after, begins = clock.told(clock.day(touch), ("leaving", *_kind(term)), types, leaving.of_touch, used)
        left = sql.call("COALESCE", begins, sql.plus(touch, after))
    missed = scene.columns.compute(("missed", term, touch.sql()), sql.when((sql.unknown(left), touch)))
    left = sql.call("COALESCE", left, clock.asked(missed, ("leaving", *_kind(term)), leaver(term), work))
    return sql.when((sql.surely(sql.less(scene.at, left)), left), otherwise=_ASK)


def _is_steady(term: Count, scene: Scene) -> Sql:
    """Whether it is known that nothing comes into the window of a count any more."""
    leaving, clock = leaving_of(*_kind(term)), scene.clock(term.almanac)
    if leaving is None:
        return sql.NO
    types, used = {"steady": "boolean"}, term.almanac.calendar if leaving.of_calendar else None
    (steady,) = clock.told(clock.day(scene.at), ("steady", *_kind(term)), types, leaving.of_act, used)
    return sql.surely(steady)


def _of_clock(term: Fact | WithinHours, turning: Turning) -> Lifting:
    def told(read: Mapping[str, Sql], broken: Scene) -> Sql:
        clock = broken.clock(term.almanac or Almanac())
        types = {f"next{number}": "bigint" for number in range(len(turning.begins))}
        columns = clock.told(clock.day(broken.at), ("turning", turning), types, turning.of_day, turning.work)
        found = by_part(turning.begins, clock.time_of_day(broken.at), columns)
        missed = sql.when((sql.both(read["lifts"], sql.unknown(found)), broken.at))
        missed = broken.columns.compute(("missed", turning), missed)
        asked = clock.asked(missed, ("turning", turning), turning.of_instant, turning.work or WorkCalendar())
        return sql.call("COALESCE", found, asked, _ASK)

    return Lifting(movable=True, read={}, told=told)
