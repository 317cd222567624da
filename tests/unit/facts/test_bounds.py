"""Every bound of time, as `bounds.yaml` lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from courtesy.instants import parse_time_of_day
from courtesy.model.almanac import Almanac, Dates, OpenHours, WorkCalendar
from courtesy.model.predicate import (
    AtLeast,
    CalendarPeriod,
    CaseDate,
    Count,
    Period,
    Rolling,
    Selector,
    SinceInterview,
    TimeAfter,
    WithinHours,
)
from courtesy.model.truth import leaf_truth
from courtesy.values import Truth
from tests.unit.facts.fact_helpers import NOT_VOID, at, duration, occasion, touch, value, when

ALMANAC = Almanac(calendar=WorkCalendar("US"))
CASES = yaml.load(Path(__file__).with_name("bounds.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  it makes nothing but text
EXPECTED = {"true": True, "false": False}


def observed(case: dict[str, dict[str, str]], moment: str) -> object:
    """What a case of `bounds.yaml` measures at a moment."""
    zone = str(case["zone"])
    now = at(moment, zone)
    if said := case.get("wait"):
        term = TimeAfter(CaseDate("interview.ended_at"), duration(said["duration"]), ALMANAC)
        facts = {"interview.ended_at": when(said["after"], zone)}
        return leaf_truth(AtLeast(term, 0), value(term, occasion(now, zones=(zone,), facts=facts))) is Truth.TRUE
    if said := case.get("count"):
        per = said["per"]
        facts = {"interview.ended_at": when(said["interview"], zone)} if "interview" in said else {}
        period = Period(per) if per in {"day", "week", "month"} else None
        window = CalendarPeriod(period) if period else SinceInterview() if per == "case" else Rolling(duration(per))
        count = Count(Selector((NOT_VOID,)), window, 1, ALMANAC)
        return value(count, occasion(now, zones=(zone,), facts=facts, history=(touch(said["touch"], zone),)))
    return value(WithinHours((hours(case["hours"]),), ALMANAC), occasion(now, zones=(zone,)))


def hours(said: dict[str, str]) -> OpenHours:
    """The window that a case of `bounds.yaml` names."""
    start, end = parse_time_of_day(said["from"]), parse_time_of_day(said["to"])
    assert start is not None
    assert end is not None
    closed = (Dates(*(when(day) for day in said["not_on"])),) if "not_on" in said else ()  # type: ignore[arg-type]  # bare dates
    days = frozenset(int(day) for day in said["days"])
    return OpenHours(days, start, end, holidays=said.get("holidays") != "false", not_on=closed)


@pytest.mark.parametrize("name", CASES)
def test_bound_is_exact(name: str) -> None:
    """One second before a bound, on it and one second after it, the value is the expected one."""
    case = CASES[name]
    expected = {moment: EXPECTED[said] if said in EXPECTED else int(said) for moment, said in case["expect"].items()}
    assert expected == {moment: observed(case, moment) for moment in expected}
