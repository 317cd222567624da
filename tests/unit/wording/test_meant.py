"""A suggestion says what was written, in the form that policies have for it, and never anything else."""

from __future__ import annotations

import re
from datetime import date

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

import courtesy
from courtesy.cli.options import Moment
from courtesy.instants import parse_time_of_day
from courtesy.model.predicate import Period
from courtesy.spans import Scalar
from courtesy.values import Duration, DurationUnit, integer_of, number_of
from courtesy.wording import meant
from courtesy.wording.text import plural_noun

_FORMS = re.compile("`([^`]+)`")
UNITS = [unit.value for unit in DurationUnit]
OTHER_UNITS = ["semester", "generation", "working moon", "moon", "sprint", "trading day", "weekday", "night"]
MULTIPLES = {"fortnight": (2, "week"), "quarter": (3, "month"), "decade": (10, "year"), "second": (1 / 60, "minute")}
MINUTES = {"minute": 1, "hour": 60}
MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}


def suggested(hint: str | None) -> list[str]:
    """The forms that a hint suggests; none where it only says what such a value looks like."""
    return _FORMS.findall(hint.rpartition("did you mean")[2]) if hint and "did you mean" in hint else []


def durations(hint: str | None) -> list[Duration]:
    """The suggested durations, each of which must be one."""
    found = [Duration.parse(form) for form in suggested(hint)]
    assert None not in found
    return [duration for duration in found if duration is not None]


def length(count: float, unit: str) -> tuple[str, float]:
    """What a length is, whatever it is called: minutes, months, or so many of its unit."""
    for name, table in (("minutes", MINUTES), ("days", DAYS), ("months", MONTHS)):
        if unit in table:
            return name, count * table[unit]
    return unit, count


COUNTS = st.integers(0, 5000)
FRACTIONS = st.integers(0, 4000).map(lambda quarters: quarters / 4)
SPELLINGS = st.sampled_from(["{n} {u}", "{n}{u}", "{n}  {u}", " {n} {u} ", "+{n} {u}", "{n} {U}"])


@given(COUNTS | FRACTIONS, st.sampled_from(UNITS), st.booleans(), SPELLINGS)
def test_a_duration_in_another_form_is_suggested_as_it_was_meant(
    count: float,
    unit: str,
    several: bool,  # noqa: FBT001  drawn
    spelling: str,
) -> None:
    """Another spelling, or a fraction that a smaller unit can say, gives the same length or nothing."""
    written = plural_noun(unit) if several else unit
    text = spelling.format(n=f"{count:g}", u=written, U=written.upper())
    for found in durations(meant.duration_hint(text)):
        assert length(count, unit) == length(found.count, found.unit.value)
    if count == int(count):
        assert suggested(meant.duration_hint(text))


@given(COUNTS, st.sampled_from(OTHER_UNITS), st.booleans())
def test_a_unit_that_there_is_not_is_never_taken_for_another(count: int, unit: str, several: bool) -> None:  # noqa: FBT001  drawn
    """Whoever writes a unit of another language is told which there are, not one that looks like it."""
    hint = meant.duration_hint(f"{count} {unit}{'s' if several else ''}")
    assert not suggested(hint)
    assert hint.startswith("there is no unit")
    assert all(plural_noun(known) in hint for known in UNITS)


@given(
    COUNTS, st.sampled_from([form for unit in UNITS for form in (unit, plural_noun(unit)) if len(form) > 3]), st.data()
)
def test_a_slip_in_a_unit_is_mended_to_what_is_a_slip_away(count: int, unit: str, data: st.DataObject) -> None:
    """With one letter left out, doubled or swapped, what was meant is among what is suggested."""
    place = data.draw(st.integers(1, len(unit) - 2))
    slips = (
        unit[:place] + unit[place + 1 :],
        unit[:place] + unit[place] + unit[place:],
        unit[:place] + unit[place + 1] + unit[place] + unit[place + 2 :],
    )
    written = data.draw(st.sampled_from(slips))
    found = durations(meant.duration_hint(f"{count} {written}"))
    singular = unit if unit in UNITS else next(known for known in UNITS if plural_noun(known) == unit)
    assert all(duration.count == count for duration in found)
    if Duration.parse(f"1 {written}") is None:
        assert singular in {duration.unit.value for duration in found}


@given(st.text(st.sampled_from("0123456789 .,eE+-PTDWMYHhdmwyoursantebik"), max_size=12))
def test_whatever_is_written_only_durations_are_suggested(text: str) -> None:
    """Every suggestion for a duration is one."""
    durations(meant.duration_hint(text))
    durations(meant.window_hint(text, ()))


@pytest.mark.parametrize("period", [period.value for period in Period])
def test_a_period_alone_may_be_of_the_calendar_or_roll(period: str) -> None:
    """`week` can mean two things, and both are told; the calendar's comes first."""
    periods = tuple(period.value for period in Period)
    forms = suggested(meant.window_hint(period, periods))
    assert forms[0] == f"calendar {period}"
    assert forms[1:] == [{"quarter": "3 months"}.get(period, f"1 {period}")]


@given(st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), st.booleans())
def test_a_number_in_another_form_is_suggested_as_it_was_meant(value: float, whole: bool) -> None:  # noqa: FBT001  drawn
    """Signs, leading zeros and words behind a number do not change it."""
    bare = f"{value}"
    sign, digits = ("-", bare[1:]) if bare.startswith("-") else ("", bare)
    read = integer_of if whole else number_of
    for text in (f"+{bare}", f"{sign}00{digits}", f"{bare} words", f" {bare}"):
        for form in suggested(meant.number_hint(text, whole=whole)):
            assert value == read(Scalar(form, plain=True))


@given(
    st.times(),
    st.sampled_from(["{h12}:{m:02}{ap}", "{h12}.{m:02} {ap}", "{h12}{ap}", "{h}.{m:02}", "{h}:{m:02}", "{h}h"]),
)
def test_a_time_of_day_in_another_form_is_suggested_as_it_was_meant(time: object, form: str) -> None:
    """The twelve-hour clock, points and missing zeros give the same minute of the day."""
    hour, minute = time.hour, time.minute  # type: ignore[attr-defined]  # drawn
    minute = minute if "{m" in form else 0
    text = form.format(h=hour, h12=(hour - 1) % 12 + 1, m=minute, ap="am" if hour < 12 else "pm")
    assert [(hour * 60 + minute) * 60_000_000] == [
        parse_time_of_day(found) for found in suggested(meant.time_of_day_hint(text))
    ]


@given(
    st.dates(date(1990, 1, 1), date(2199, 12, 31)),
    st.dates(date(1990, 1, 1), date(2199, 12, 31)),
    st.sampled_from([" - ", " to ", "/", " until "]),
    st.data(),
)
def test_dates_in_another_form_are_suggested_as_they_were_meant(
    first: date, last: date, between: str, data: st.DataObject
) -> None:
    """Days with points or a time of midnight, and stretches with other signs between, give the same days."""
    forms = data.draw(st.sampled_from(["{0}", "{0.day}.{0.month}.{0.year}", "{0}T00:00"]))
    first, last = sorted((first, last))
    text = f"{forms.format(first)}{between}{forms.format(last)}"
    assert [f"{first}/{last}"] == suggested(meant.dates_hint(text))
    assert [str(first)] == suggested(meant.date_hint(forms.format(first)))


@pytest.mark.parametrize("text", ["2026-02-30", "2026-12-24T15:00", "next week", "2026-12-31 - 2026-12-01"])
def test_a_date_that_could_be_two_is_not_guessed(text: str) -> None:
    """Month and day with slashes, days that are none, and stretches that end before they begin have no suggestion."""
    assert not suggested(meant.dates_hint(text))


def test_loading_and_compiling_read_durations_as_the_schema_says() -> None:
    """The schema's forms of durations and windows are those that are read, unit by unit and period by period."""
    schema = courtesy.schema("policy")["$defs"]
    duration, window = (re.compile(schema[name]["pattern"]) for name in ("duration", "window"))
    for unit in (*UNITS, *OTHER_UNITS):
        for text in (f"1 {unit}", f"7 {unit}s", f"7{unit}s", f"+7 {unit}", f"7.0 {unit}s", f"1234567 {unit}s"):
            assert (Duration.parse(text) is not None) is (duration.search(text) is not None), text
    assert all(window.search(f"calendar {period.value}") for period in Period)
    assert not window.search("calendar decade")


@pytest.mark.parametrize(
    ("written", "or_date", "hint"),
    [
        ("22.12.2026 09:30", False, "did you mean `2026-12-22T09:30`?"),
        ("22.12.2026", False, "add the time of day, `2026-12-22T09:00`"),
        ("22.12.2026", True, "did you mean `2026-12-22`?"),
        ("2026-12-18", False, "add the time of day, `2026-12-18T09:00`"),
        ("2026-22-12T09:30", False, "there is no month 22; did you mean `2026-12-22T09:30`?"),
        ("2026-22-12", True, "there is no month 22; did you mean `2026-12-22`?"),
        ("2026-12-18", True, None),
        ("2026-12-18T09:00", False, None),
        ("2026-22-13", True, None),
        ("31.02.2026 09:30", False, None),
        ("22.12.2026 25:30", False, None),
        ("12/22/2026 09:30", False, "did you mean `2026-12-22T09:30`?"),
        ("11/12/2026 09:30", False, "did you mean `2026-12-11T09:30` or `2026-11-12T09:30`?"),
        ("2026-11-20 3:30pm", False, "did you mean `2026-11-20T15:30`?"),
        ("2026-11-20T15:30+0530", False, "did you mean `2026-11-20T15:30+05:30`?"),
        ("Nov 20, 2026 at 3:30 PM", True, "did you mean `2026-11-20T15:30`?"),
        ("1763652600", False, "did you mean `2025-11-20T15:30:00Z`?"),
        ("1763652600250", True, "did you mean `2025-11-20T15:30:00.250Z`?"),
        ("1763652600000000", True, "did you mean `2025-11-20T15:30:00Z`?"),
        ("2026112015", True, None),  # a day and an hour, or seconds
    ],
)
def test_a_date_in_another_order_is_suggested_as_a_time(written: str, or_date: bool, hint: str | None) -> None:  # noqa: FBT001  data
    """A time is suggested only where the order of day and month is certain, and the time exists."""
    assert hint == meant.time_hint(written, or_date=or_date)


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        ("18.12.2026 09:30", "2026-12-18T09:30"),
        ("2026-12-18", "2026-12-18T09:00"),
        ("12/18/2026 9:30 AM", "2026-12-18T09:30"),
        ("9am", "today 09:00"),
        ("tomorrow 9am", "09:00"),
        ("half past nine", "today 21:30"),
    ],
)
def test_a_flag_that_is_no_time_says_which_was_meant(flag: str, said: str) -> None:
    """Flags suggest what files do."""
    with pytest.raises(click.BadParameter, match=f"`{said}`"):
        Moment().convert(flag, None, None)


_ORDERS = (
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%d %b",
    "%b %d",
)


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)), st.sampled_from(_ORDERS))
def test_every_reading_of_a_date_is_among_what_is_suggested(day: date, order: str) -> None:
    """The day that was meant is named, and whatever else is named is the same text read in another order."""
    text = day.strftime(order)
    wanted = str(day) if "%Y" in order else day.isoformat()[5:]
    forms = suggested(meant.dates_hint(text))
    assert wanted in forms
    assert len(forms) <= 2
    for form in forms:
        assert sorted((form[-5:-3], form[-2:])) == sorted((wanted[-5:-3], wanted[-2:]))
    if day.day > 12 or "%B" in order or "%b" in order or order in {"%d.%m.%Y", "%Y/%m/%d"}:
        assert [wanted] == forms


@given(
    st.integers(0, 999),
    st.sampled_from(["{},{:03}", "{}.{:03}"]),
    st.integers(1, 999),
    st.sampled_from(["days", "hours"]),
)
def test_a_comma_or_point_before_three_digits_is_read_in_both_ways(rest: int, form: str, whole: int, unit: str) -> None:
    """`1,500` is fifteen hundred or one and a half: where both can be written both are named, and nothing else."""
    lengths = [length(whole * 1000 + rest, unit[:-1])[1], length(whole + rest / 1000, unit[:-1])[1]]
    found = durations(meant.duration_hint(f"{form.format(whole, rest)} {unit}"))
    assert found[0].count == whole * 1000 + rest
    for duration in found:
        assert any(abs(length(duration.count, duration.unit.value)[1] - known) < 1e-6 for known in lengths)


_SAID = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip


@given(st.integers(0, 999), st.sampled_from(UNITS))
def test_a_number_in_words_is_the_number(number: int, unit: str) -> None:
    """Numbers as words, put together here from their parts, are those that are suggested."""
    ones = list(_SAID)
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    below = number % 100
    small = ones[below] if below < 20 else tens[below // 10] + (f"-{ones[below % 10]}" if below % 10 else "")
    hundreds = f"{ones[number // 100]} hundred" if number >= 100 else ""
    text = " and ".join(filter(None, (hundreds, small if below or not hundreds else "")))
    (found,) = durations(meant.duration_hint(f"{text} {plural_noun(unit)}"))
    assert (number, unit) == (found.count, found.unit.value)
