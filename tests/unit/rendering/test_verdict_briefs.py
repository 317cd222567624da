"""Verdicts in brief: a line for each action, and what all of them come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from courtesy.rendering.ink import Ink, plain
from courtesy.rendering.verdict.brief import render
from courtesy.rendering.verdict.report import Report, summary
from tests.unit.rendering.conftest import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.policy import PolicySource


@pytest.fixture
def reports(policy: PolicySource) -> list[Report]:
    """A report on each of the verdicts made by hand."""
    return [Report(verdict=verdict, policy=policy, name=f"{name}.yaml") for name, verdict in VERDICTS.items()]


def test_brief_is_as_recorded(reports: list[Report], snapshot: Callable[[str, str], None]) -> None:
    """Every outcome has a line with its case, time, act, the first time at which it is permitted, and what decides."""
    snapshot("verdict/brief.txt", render(reports, plain))


def test_every_action_has_one_line(reports: list[Report]) -> None:
    """No action is lost, and none takes two lines, whatever stands in its words."""
    first = reports[0].verdict
    odd = replace(first, actions=(replace(first.actions[0], description="a\nb\tc"),))
    shown = render([*reports, replace(reports[0], verdict=odd)], plain)
    actions = sum(len(report.verdict.actions) for report in reports) + 1
    owed = sum(len(report.verdict.obligations) for report in reports)
    lines = shown.splitlines()
    assert actions <= len(lines) - 3 <= actions + owed
    assert lines[-2].startswith(f"Of {actions} actions in {len(reports) + 1} cases, ")


def test_numbers_agree(reports: list[Report]) -> None:
    """One action in one case is told as one."""
    assert "Of 1 action in 1 case, 1 may go ahead." == summary(reports[:1])


def test_an_obligation_that_is_not_met_has_a_line(reports: list[Report]) -> None:
    """What is owed and makes the whole worse is told with its time, and counted."""
    shown = render([report for report in reports if report.name == "overdue.yaml"], plain)
    assert "; overdue\n" in shown
    assert " 1 obligation is not met.\n" in shown


def test_colour_does_not_move_the_columns(reports: list[Report]) -> None:
    """The columns stand where they stand without colour."""

    def braces(text: str, ink: Ink) -> str:
        return f"<{ink.value}>{text}</>"

    coloured = render(reports, braces)
    for ink in Ink:
        coloured = coloured.replace(f"<{ink.value}>", "")
    assert render(reports, plain) == coloured.replace("</>", "")
