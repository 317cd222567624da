"""Plans as text and as Markdown, compared whole."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from courtesy.model.case import Action
from courtesy.model.outcome import Outcome, Standing, Status
from courtesy.model.plan import Conflict, PlannedAction, Reason
from courtesy.model.policy import Level
from courtesy.model.verdict import Finding, Verdict
from courtesy.rendering import renderer
from courtesy.rendering.ink import Ink, plain
from tests.unit.rendering.owed import JUDGED_BY
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import FRESH, IMPOSSIBLE, NOTHING, PLANS, chicago

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.plan import Plan

SUFFIXES = {"text": "txt", "markdown": "md"}
TOKYO = ZoneInfo("Asia/Tokyo")


def _finding(rule_id: str, title: str, status: Status, *missing: str, level: Level = Level.MUST) -> Finding:
    message = "this cannot be decided"
    return Finding(
        rule_id=rule_id, type="require", level=level, status=status, message=message, title=title, missing=missing
    )


def _planned(name: str, at: datetime, outcome: Outcome, reason: Reason, *findings: Finding) -> PlannedAction:
    verdict = Verdict(
        **JUDGED_BY,
        id=name,
        outcome=outcome,
        at=at,
        earliest=None,
        findings=findings,
        description=f"{name} to hiring manager",
    )
    return PlannedAction(action=Action(id=name, channel="email", at=at), verdict=verdict, reason=reason)


_PROFILE = _finding(
    "channels.linkedin-profile-ready",
    "The LinkedIn profile is ready to be seen",
    Status.UNDETERMINED,
    "candidate.linkedin.recommendations",
)
_OPEN_ACTS = (
    _planned(
        "connection request",
        datetime(2026, 11, 25, 9, 0, tzinfo=TOKYO),
        Outcome.UNDETERMINED,
        Reason(
            title="A message follows a connection request",
            rule_id="channels.connect-before-message",
            prepares="LinkedIn message",
        ),
        _PROFILE,
    ),
    _planned(
        "LinkedIn message",
        datetime(2026, 11, 26, 9, 0, tzinfo=TOKYO),
        Outcome.ALLOW,
        Reason(
            title="obligations.write",
            rule_id="obligations.write",
            level=Level.MUST,
            due_by=datetime(2026, 11, 27, 9, 0, tzinfo=TOKYO),
            prepares="an act that is not in the plan",
        ),
    ),
)
OVERDUE = replace(IMPOSSIBLE.obligations[0], standing=Standing.OVERDUE)
_NOTE = FRESH.actions[0]
_VERDICT = FRESH.verdict
assert _VERDICT is not None
OTHER_PLANS = {
    **PLANS,
    "undecided": replace(
        FRESH,
        actions=_OPEN_ACTS,
        verdict=replace(_VERDICT, outcome=Outcome.UNDETERMINED, actions=tuple(one.verdict for one in _OPEN_ACTS)),
        obligations=(),
        omissions=(),
        never=(),
    ),
    "overdue": replace(
        FRESH,
        actions=FRESH.actions[1:2],
        verdict=replace(_VERDICT, outcome=Outcome.DENY, actions=(FRESH.actions[1].verdict,), obligations=(OVERDUE,)),
        obligations=(OVERDUE,),
        omissions=(),
        never=(),
    ),
    "each-warned": replace(FRESH, actions=FRESH.actions[:1], obligations=FRESH.obligations[:2], omissions=(), never=()),
    "missed": replace(
        FRESH,
        actions=(replace(_NOTE, reason=replace(_NOTE.reason, due_by=chicago(11, 23, 8, 30))),),
        obligations=(),
        omissions=(),
        never=(),
    ),
    "left-out": replace(NOTHING, omissions=FRESH.omissions),
    "one-rule": replace(
        IMPOSSIBLE,
        conflict=Conflict(message="a call is owed, and no call is permitted", rules=("timing.unknown-rule",)),
        obligations=(),
        never=(),
    ),
    "nothing-owed": replace(NOTHING, conflict=Conflict(message="nothing is owed, and nothing more is offered")),
    "too-short": replace(
        IMPOSSIBLE,
        conflict=Conflict(
            message="the time is too short", rules=("timing.email-after-a-week",), earliest=chicago(12, 24, 9)
        ),
        obligations=(),
        never=(),
    ),
}


def _shown(plan: Plan, format_name: str) -> str:
    text: str = renderer("plan", format_name)(plan, POLICY, plain)
    return text


@pytest.mark.parametrize("format_name", SUFFIXES)
@pytest.mark.parametrize("name", OTHER_PLANS)
def test_plan_is_rendered_as_recorded(name: str, format_name: str, snapshot: Callable[[str, str], None]) -> None:
    """Each kind of plan reads in each format exactly as its snapshot does."""
    snapshot(f"plan/{name}.{SUFFIXES[format_name]}", _shown(OTHER_PLANS[name], format_name))


@pytest.mark.parametrize("name", OTHER_PLANS)
def test_text_fits_a_terminal(name: str) -> None:
    """No line of a plan is longer than 80 columns."""
    assert [line for line in _shown(OTHER_PLANS[name], "text").splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", OTHER_PLANS)
def test_colour_changes_no_word(name: str) -> None:
    """With colour the same words stand in the same places as without."""

    def braces(text: str, ink: Ink) -> str:
        return f"\x1b[{ink.value}m{text}\x1b[0m"

    coloured = renderer("plan", "text")(OTHER_PLANS[name], POLICY, braces)
    for ink in Ink:
        coloured = coloured.replace(f"\x1b[{ink.value}m", "")
    assert _shown(OTHER_PLANS[name], "text") == coloured.replace("\x1b[0m", "")


@pytest.mark.parametrize("format_name", SUFFIXES)
def test_control_characters_do_not_reach_the_terminal(format_name: str) -> None:
    """A name or title cannot move the cursor or change colours."""
    planned = FRESH.actions[0]
    hostile = replace(
        planned,
        verdict=replace(planned.verdict, description="note\x1b[2J\x07 to them\nnow"),
        reason=Reason(title="a\x1b[2Jtitle"),
    )
    omission = replace(FRESH.omissions[0], message="no\x07 way", title="a\nb")
    text = _shown(replace(FRESH, actions=(hostile,), omissions=(omission,)), format_name)
    assert ("\x1b" in text, "\x07" in text, "to them now" in text) == (False, False, True)


def test_markdown_escapes_markup() -> None:
    """Words that Markdown would take for markup are shown as they are."""
    planned = FRESH.actions[0]
    marked = replace(planned, verdict=replace(planned.verdict, description="*note* to <b>_x_</b>"))
    assert r"\*note\* to \<b\>\_x\_\</b\>" in _shown(replace(FRESH, actions=(marked,)), "markdown")


@pytest.mark.parametrize("format_name", SUFFIXES)
def test_every_act_is_told(format_name: str) -> None:
    """Every act of a plan stands in its text, with a box to tick off."""
    text = _shown(FRESH, format_name)
    assert text.count("[ ]") == len(FRESH.actions)
