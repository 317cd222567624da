"""Pieces of SQL, as SQLGlot's trees: it writes them in the dialect of each database, and quotes every name and text.

A truth value is a nullable boolean: SQL's `and`, `or` and `not` are Kleene's. Ibis, which writes SQL from data frames,
was tried beside SQLGlot: its windows begin as far back in every row, and those of rules begin where each act asks.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Sql: TypeAlias = exp.Expr
Constant = bool | int | float | str | None

NULL: Sql = exp.null()
YES: Sql = exp.true()
NO: Sql = exp.false()


def column(name: str, table: str | None = None) -> Sql:
    """A column by its name, whatever characters that has."""
    return exp.column(name, table=table, quoted=True)


def constant(value: Constant) -> Sql:
    """A constant."""
    return exp.convert(value)


def call(name: str, *arguments: Sql) -> Sql:
    """A function that both dialects know by one name."""
    return exp.func(name, *arguments)


def both(*parts: Sql) -> Sql:
    """All hold; true without any."""
    return _joined(exp.And, YES, parts)


def either(*parts: Sql) -> Sql:
    """At least one holds; false without any."""
    return _joined(exp.Or, NO, parts)


def negated(part: Sql) -> Sql:
    """The part does not hold."""
    if part in (YES, NO):
        return NO if part == YES else YES
    return exp.Not(this=exp.paren(part))


def _joined(kind: type[exp.And | exp.Or], neutral: Sql, parts: Sequence[Sql]) -> Sql:
    decisive = NO if neutral is YES else YES
    kept = [part for part in parts if part != neutral]
    if decisive in kept:
        return decisive
    if len(kept) <= 1:
        return kept[0] if kept else neutral
    parens: list[Sql] = [exp.paren(part) for part in kept]
    return reduce(lambda left, right: kind(this=left, expression=right), parens)


def known(part: Sql) -> Sql:
    """It is not null."""
    return negated(unknown(part))


def unknown(part: Sql) -> Sql:
    """It is null."""
    return exp.Is(this=exp.paren(part), expression=NULL)


def surely(part: Sql) -> Sql:
    """A truth value is true, and not unknown."""
    if part in (YES, NO):
        return part
    return call("COALESCE", part, NO)


def maybe(part: Sql) -> Sql:
    """A truth value is true or unknown."""
    if part in (YES, NO):
        return part
    return call("COALESCE", part, YES)


def one_of(part: Sql, values: Iterable[Constant]) -> Sql:
    """It equals one of the constants; unknown where it is, and false without constants where it is known."""
    listed = sorted(values, key=lambda one: (str(type(one)), str(one)))
    if not listed:
        return when((known(part), NO))
    if len(listed) == 1:
        return equal(part, constant(listed[0]))
    return exp.In(this=exp.paren(part), expressions=[constant(one) for one in listed])


def equal(left: Sql, right: Sql) -> Sql:
    """They are equal."""
    return exp.EQ(this=exp.paren(left), expression=exp.paren(right))


def at_least(left: Sql, right: Sql) -> Sql:
    """The left one is as great as the right one, or greater."""
    return exp.GTE(this=exp.paren(left), expression=exp.paren(right))


def less(left: Sql, right: Sql) -> Sql:
    """The left one is smaller."""
    return exp.LT(this=exp.paren(left), expression=exp.paren(right))


def plus(left: Sql, right: Sql) -> Sql:
    """Their sum."""
    return exp.Add(this=exp.paren(left), expression=exp.paren(right))


def minus(left: Sql, right: Sql) -> Sql:
    """Their difference."""
    return exp.Sub(this=exp.paren(left), expression=exp.paren(right))


def times(left: Sql, right: Sql) -> Sql:
    """Their product."""
    return exp.Mul(this=exp.paren(left), expression=exp.paren(right))


def remainder(part: Sql, by: int) -> Sql:
    """What is left when an integer is divided, never negative."""
    rest = exp.Mod(this=exp.paren(part), expression=constant(by))
    return exp.Mod(this=exp.paren(plus(rest, constant(by))), expression=constant(by))


def quotient(part: Sql, by: int) -> Sql:
    """An integer divided, rounded down."""
    return exp.cast(exp.IntDiv(this=exp.paren(minus(part, remainder(part, by))), expression=constant(by)), "bigint")


def day_in(reading: Sql) -> Sql:
    """The day number of a reading of a clock, or of an instant."""
    return quotient(reading, DAY)


def when(*branches: tuple[Sql, Sql], otherwise: Sql = NULL) -> Sql:
    """The value of the first branch whose condition is true."""
    branches = tuple(branch for branch in branches if branch[0] != NO)
    if not branches:
        return otherwise
    if branches[0][0] == YES:
        return branches[0][1]
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs, default=otherwise)


def chosen(place: Sql, values: Mapping[int, Sql]) -> Sql:
    """The value at a place; unknown where none is there."""
    return when(*((equal(place, constant(one)), value) for one, value in values.items() if value is not NULL))


def sign(difference: Sql) -> Sql:
    """-1, 0 or 1."""
    return exp.cast(call("SIGN", difference), "bigint")


def texts(values: Iterable[str]) -> Sql:
    """A list of texts."""
    listed = [constant(value) for value in sorted(values)]
    return exp.cast(exp.Array(expressions=listed), "array<text>")


def joined(*parts: Sql) -> Sql:
    """Texts one after the other; unknown where any is."""
    return reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts)


def has_any(listed: Sql, values: Iterable[str]) -> Sql:
    """A list has at least one of some texts; unknown where the list is."""
    # To look for each of a few is much faster than to intersect lists.
    wanted = [exp.ArrayContains(this=listed, expression=constant(value)) for value in sorted(values)]
    return either(*wanted) if wanted else when((known(listed), NO))


def over(function: Sql, *, by: Sequence[Sql], order: Sql, first: Sql | None, last: Sql) -> Sql:
    """A window function over the rows from so much before the current one up to so much before it, by their order.

    `first` None is the beginning.
    """
    spec = exp.WindowSpec(
        kind="RANGE",
        start="UNBOUNDED" if first is None else first,
        start_side="PRECEDING",
        end=last,
        end_side="PRECEDING",
    )
    return exp.Window(
        this=function, partition_by=list(by), order=exp.Order(expressions=[exp.Ordered(this=order)]), spec=spec
    )
