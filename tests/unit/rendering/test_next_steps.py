"""What to do now and next, as text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from courtesy.model.outcome import Outcome
from courtesy.model.plan import Conflict, NextSteps, Reason, Step
from courtesy.rendering import renderer
from courtesy.rendering.ink import Ink, plain
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import FRESH, IMPOSSIBLE, NOW, UNKNOWN, chicago, new_york

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

SUFFIXES = {"text": "txt", "markdown": "md"}
NOTE, CALL, EMAIL, *_ = FRESH.actions


def _step(planned_at: int, since: datetime, *, ready: bool, outcome: Outcome | None = None) -> Step:
    planned = FRESH.actions[planned_at]
    return Step(
        action=planned.action,
        description=planned.verdict.description,
        since=since,
        ready=ready,
        outcome=outcome or planned.verdict.outcome,
        findings=planned.verdict.findings,
        reason=planned.reason,
        policy=planned.verdict.policy,
    )


_AT_ONCE = _step(0, NOW, ready=True)
_AT_ONCE = replace(_AT_ONCE, action=replace(_AT_ONCE.action, at=NOW))
_EMAIL = _step(2, chicago(11, 27, 14, 30), ready=False)
NOTHING = NextSteps(policy=FRESH.policy, now=NOW, steps=(), outcome=Outcome.ALLOW)
STEPS = {
    "some": replace(
        NOTHING,
        steps=(_AT_ONCE, _step(1, NOW, ready=True), _EMAIL, _step(3, chicago(12, 7, 9), ready=False)),
        outcome=Outcome.WARN,
        obligations=FRESH.obligations,
        omissions=FRESH.omissions,
    ),
    "later": replace(
        NOTHING,
        steps=(
            replace(_EMAIL, outcome=Outcome.UNDETERMINED, reason=Reason(title="proposed in the case")),
            replace(
                _step(1, new_york(11, 24, 9), ready=False),
                action=replace(CALL.action, at=None),
                reason=Reason(title="a call comes first", rule_id="channels.call-first", prepares="email-1"),
            ),
        ),
        outcome=Outcome.UNDETERMINED,
    ),
    "only-now": replace(NOTHING, steps=(_AT_ONCE,), outcome=Outcome.WARN),
    "missed": replace(
        NOTHING,
        steps=(replace(_EMAIL, reason=replace(_EMAIL.reason, due_by=chicago(11, 27, 14))),),
    ),
    "nothing": NOTHING,
    "impossible": replace(
        NOTHING, outcome=Outcome.DENY, conflict=IMPOSSIBLE.conflict, obligations=IMPOSSIBLE.obligations
    ),
    "nothing-owed": replace(
        NOTHING, outcome=Outcome.DENY, conflict=Conflict(message="nothing is owed, and nothing more is offered")
    ),
    "unknown": replace(NOTHING, outcome=Outcome.UNDETERMINED, conflict=UNKNOWN.conflict),
}


def _shown(following: NextSteps, format_name: str) -> str:
    text: str = renderer("next_steps", format_name)(following, POLICY, plain)
    return text


@pytest.mark.parametrize("format_name", SUFFIXES)
@pytest.mark.parametrize("name", STEPS)
def test_steps_are_rendered_as_recorded(name: str, format_name: str, snapshot: Callable[[str, str], None]) -> None:
    """Next steps of each kind read in each format exactly as their snapshot does."""
    snapshot(f"next_steps/{name}.{SUFFIXES[format_name]}", _shown(STEPS[name], format_name))


@pytest.mark.parametrize("name", STEPS)
def test_text_fits_a_terminal(name: str) -> None:
    """No line is longer than 80 columns."""
    assert [line for line in _shown(STEPS[name], "text").splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", STEPS)
def test_colour_changes_no_word(name: str) -> None:
    """With colour the same words stand in the same places as without."""

    def braces(text: str, ink: Ink) -> str:
        return f"\x1b[{ink.value}m{text}\x1b[0m"

    coloured = renderer("next_steps", "text")(STEPS[name], POLICY, braces)
    for ink in Ink:
        coloured = coloured.replace(f"\x1b[{ink.value}m", "")
    assert _shown(STEPS[name], "text") == coloured.replace("\x1b[0m", "")


@pytest.mark.parametrize("format_name", SUFFIXES)
def test_control_characters_do_not_reach_the_terminal(format_name: str) -> None:
    """A name cannot move the cursor, and Markdown does not take it for markup."""
    hostile = replace(_AT_ONCE, description="note\x1b[2J to\n<b>")
    text = _shown(replace(NOTHING, steps=(hostile,)), format_name)
    assert ("\x1b" in text, "<b>" in text) == (False, format_name == "text")
