"""Counts over the same rows, worked out by one window function: each takes half of the bits of one sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from courtesy.bulk import sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.bulk.sql import Sql

_HALF = 1 << 31
"""More rows than any partition has."""


def together(columns: Mapping[str, Sql]) -> Mapping[str, Sql]:
    """The same columns, with two counts over the same rows for one."""
    alike: dict[str, list[str]] = {}
    for name, one in columns.items():
        if isinstance(one, exp.Window) and isinstance(one.this, exp.Count) and isinstance(one.this.this, exp.Case):
            alike.setdefault(_rows(one).sql(), []).append(name)
    found = dict(columns)
    for names in alike.values():
        for first, second in zip(names[::2], names[1::2], strict=False):
            found[first], found[second] = _pair(columns[first], columns[second])
    return found


def _rows(window: Sql) -> Sql:
    """A window function without what it is a function of."""
    rows = window.copy()
    rows.set("this", sql.NULL)
    return rows


def _pair(first: Sql, second: Sql) -> tuple[Sql, Sql]:
    steps = (
        sql.when((one.this.this.args["ifs"][0].this, sql.constant(size)), otherwise=sql.constant(0))
        for one, size in ((first, 1), (second, _HALF))
    )
    both = first.copy()
    both.set("this", exp.Sum(this=sql.plus(*steps)))
    both = exp.paren(exp.cast(sql.call("COALESCE", both, sql.constant(0)), "bigint"))
    half = sql.constant(_HALF)
    return exp.Mod(this=both, expression=half), exp.cast(exp.IntDiv(this=both, expression=half), "bigint")
