"""A policy's preferences: what they are read to, and what can be wrong with them.

`preferences.yaml` pins the problems; with COURTESY_UPDATE=1 they are written anew.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy
from courtesy.api import parse_policy
from courtesy.compiling.compiler import compile_preferences
from courtesy.model.almanac import Almanac, OpenHours, WorkCalendar
from courtesy.model.preferences import OptionalAct, Preferences
from courtesy.values import DAY, HOUR, Duration, DurationUnit

CASES_FILE = Path(__file__).with_name("preferences.yaml")
CASES: dict[str, dict[str, Any]] = yaml.safe_load(CASES_FILE.read_text("utf-8"))
HEAD = """courtesy: 1
id: broken
version: 1.0.0
title: A policy with preferences
{settings}
preferences: {preferences}
rules: {rules}
"""
RULES = "[{id: broken.rule, level: must, forbid: true}]"
SETTINGS = "defaults: {calendar: US, week_starts: sunday}"


def _file(folder: Path, case: dict[str, Any]) -> Path:
    file = folder / "policy.yaml"
    file.write_text(HEAD.format(**{"settings": SETTINGS, "rules": RULES, **case}), encoding="utf-8")
    return file


@pytest.mark.parametrize("title", CASES)
def test_a_problem_in_preferences_is_told_with_place_and_fix(title: str, tmp_path: Path) -> None:
    """Every problem of the preferences is reported with place, sentence and help, beside those of rules."""
    case = CASES[title]
    with pytest.raises(courtesy.InvalidInputError) as raised:
        courtesy.load_policy(_file(tmp_path, case))
    told = [
        f"[{problem.code}] {problem.span.line - 6}:{problem.span.column}: {problem}"
        + (f" ({problem.help()})" if problem.help() else "")
        for problem in raised.value.problems
    ]
    if os.environ.get("COURTESY_UPDATE"):
        case["problems"] = told
        head = CASES_FILE.read_text("utf-8").partition("\n")[0]
        CASES_FILE.write_text(f"{head}\n{yaml.dump(CASES, sort_keys=False, width=1000)}", encoding="utf-8")
    assert case["problems"] == told


def test_a_manifest_on_one_line_keeps_preferences_and_rules_apart() -> None:
    """A preference of the wrong shape does not hide what is wrong in the rules, even where all stands on one line."""
    policy = (
        b'{"courtesy": 1, "id": "broken", "version": "1.0.0", "title": "One", "preferences": {"gaps": {"any": 7}}, '
        b'"rules": [{"id": "broken.rule", "level": "must", "require": {"message.wrods": 5}}]}'
    )
    with pytest.raises(courtesy.InvalidInputError) as raised:
        parse_policy(policy, "policy.json")
    assert ["wrong-value", "unknown-fact"] == [problem.code for problem in raised.value.problems]


def test_preferences_are_read_with_the_policys_words_and_calendar(tmp_path: Path) -> None:
    """Channels are resolved through their other names, hours and lengths read, roles kept in their order."""
    stated = (
        "{channels: [email, x], hours: {x: [{days: [mon], from: '09:00'}, {days: sat}]}, gaps: {any: 1 day, x: 1 week}"
        ", optional: [{title: ' Line ', channel: x, purpose: other, to: [hr, ceo], cc: owner, every: 2 business days}]}"
    )
    day, week = Duration(1, DurationUnit.DAY), Duration(1, DurationUnit.WEEK)
    expected = Preferences(
        channels=("email", "twitter"),
        hours={"twitter": (OpenHours(frozenset({0}), 9 * HOUR, DAY), OpenHours(frozenset({5}), 0, DAY))},
        gaps={"any": day, "twitter": week},
        optional=(
            OptionalAct(
                title="Line",
                channel="twitter",
                purpose="other",
                to=("hr", "ceo"),
                for_each=(),
                cc=("owner",),
                every=Duration(2, DurationUnit.BUSINESS_DAY),
            ),
        ),
        almanac=Almanac(calendar=WorkCalendar("US"), week_starts=6),
    )
    policy = courtesy.load_policy(_file(tmp_path, {"preferences": stated})).source
    assert expected == compile_preferences(policy)


def test_a_policy_without_preferences_has_the_usual_hours_alone(tmp_path: Path) -> None:
    """A policy need not state any preferences; plans then keep to its calendar, and to 07:00 to 22:00."""
    file = _file(tmp_path, {"preferences": "{gaps: {any: 1 day}}"})
    file.write_text(file.read_text("utf-8").replace("preferences: {gaps: {any: 1 day}}\n", ""), encoding="utf-8")
    usual = Preferences(own_hours=(_own(7, 22),), almanac=Almanac(calendar=WorkCalendar("US"), week_starts=6))
    assert usual == compile_preferences(courtesy.load_policy(file).source)


def test_own_hours_are_those_that_are_stated(tmp_path: Path) -> None:
    """The candidate's own hours are read as other hours are."""
    file = _file(tmp_path, {"preferences": '{own_hours: {from: "08:00", to: "21:00"}}'})
    assert (_own(8, 21),) == compile_preferences(courtesy.load_policy(file).source).own_hours


def _own(start: int, end: int) -> OpenHours:
    return OpenHours(days=frozenset(range(7)), start=start * HOUR, end=end * HOUR)
