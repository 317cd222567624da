"""How many touches match in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.selectors import partitions
from courtesy.bulk.shifts import window_start
from courtesy.bulk.terms.anchors import anchored
from courtesy.bulk.terms.touch_times import BEFORE, TIES
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.predicate import SinceInterview

if TYPE_CHECKING:
    from courtesy.bulk.clocks import Clock
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.shifts import Moment
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Count

_EVER = sql.constant(10**18)


def count(term: Count, scene: Scene) -> Sql:
    """The count, or a number on the same side of the threshold. Raises TooMixedError."""
    clock, compute = scene.clock(term.almanac), scene.columns.compute
    starts, absent, unknown = [], sql.NO, sql.NO
    if term.since is not None:
        since = anchored(term.since, scene)
        begin = compute(("since", term), _begin(since.moment, clock))
        nothing = sql.surely(since.absent)
        absent = sql.NO if term.or_ever else nothing
        unknown = sql.both(sql.unknown(begin), sql.negated(nothing))
        starts.append(begin)
    start = window_start(term.window, scene.at, clock, term.almanac.calendar, term.almanac.week_starts)
    if isinstance(term.window, SinceInterview):
        start = _begin(scene.moment(INTERVIEW_END), clock)
    if start is not None:
        start = compute(("start", term), start)
        unknown = sql.either(unknown, sql.unknown(start))
        starts.append(start)
    if starts:
        first = starts[0] if len(starts) == 1 else sql.call("GREATEST", *starts)
        absent, unknown = compute(("absent", term), absent), compute(("unknown", term), unknown)
        back = sql.when((unknown, _EVER), otherwise=sql.minus(scene.order, sql.times(first, sql.constant(TIES))))
        back = sql.call("COALESCE", back, _EVER)
        # A window that begins after the act holds nothing; a frame must not end before it begins.
        empty = compute(("empty", term), sql.less(back, BEFORE))
        back = compute(("back", term), sql.call("GREATEST", back, BEFORE))
    else:
        back, empty = None, sql.NO
    sure: list[Sql] = []
    may: list[Sql] = []
    for part in partitions(term.selector, scene):
        for found, counts in ((sure, part.sure), (may, part.may)):
            window = sql.over(
                sql.call("COUNT", sql.when((counts, sql.constant(1)))),
                by=part.by,
                order=scene.order,
                first=back,
                last=BEFORE,
            )
            column = compute(("count", window.sql()), window)
            held = sql.both(part.asked, sql.negated(sql.surely(empty)))
            number = sql.minus(sql.constant(0), column) if part.twice else column
            found.append(sql.when((held, number), otherwise=sql.constant(0)))
    least, most = (compute((name, term), _sum(parts)) for name, parts in (("least", sure), ("most", may)))
    bound, nothing = sql.constant(term.threshold), sql.constant(0)
    if least != most:
        told = sql.either(sql.equal(least, most), sql.at_least(least, bound), sql.less(most, bound))
        least = sql.when((told, least))
    # Where the window is unknown, `most` counts all that there ever was.
    none = sql.either(sql.equal(most, nothing), sql.less(most, bound), sql.at_least(nothing, bound))
    return sql.when((absent, nothing), (unknown, sql.when((none, nothing))), otherwise=least)


def latest(term: Count, number: int, scene: Scene) -> Sql | None:
    """Of the touches before an act that match for certain the one of that number, from the last back, by its order.

    Null where there are fewer; None where it takes a comparison of touches of several kinds. Raises TooMixedError.
    """
    parts = list(partitions(term.selector, scene))
    if any(part.twice for part in parts):
        return None
    found = []
    for part in parts:
        # Of the rows of one touch the one that stands for it comes last, so that none of the others comes after it.
        order = exp.Order(expressions=[exp.Ordered(this=one) for one in (scene.order, part.once)])
        lag = exp.Lag(this=sql.when((part.sure, scene.order)), offset=sql.constant(number))
        earlier = exp.Window(this=exp.IgnoreNulls(this=lag), partition_by=list(part.by), order=order)
        column = scene.columns.compute(("earlier", earlier.sql()), earlier)
        found.append(sql.when((part.asked, column)))
    return found[0] if len(found) == 1 else sql.call("COALESCE", *found)


def _sum(parts: list[Sql]) -> Sql:
    if len(parts) == 1:
        return parts[0]
    # In halves, so that a sum of many is not nested deep.
    half = len(parts) // 2
    return sql.plus(_sum(parts[:half]), _sum(parts[half:]))


def _begin(moment: Moment, clock: Clock) -> Sql:
    """Where a stated time begins: a bare date with its local day."""
    return moment.at if moment.day is sql.NULL else sql.call("COALESCE", moment.at, clock.begin_of(moment.day))
