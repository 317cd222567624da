"""No plan puts anything into somebody's night, whatever the policy, the zones and the hour at which it is made."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import event, given, settings
from hypothesis import strategies as st

from courtesy import load_policy
from tests.properties.small_plans import settings_to_plan
from tests.properties.small_policies import EFFORT

if TYPE_CHECKING:
    from courtesy import Plan
    from courtesy.model.plan import PlannedAction
    from tests.properties.small_plans import Setting

HIRE_WIRE = load_policy("hire-wire", matcher="native")
ZONES = ("America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Asia/Dubai")
"""Between any two of these some business hours of the one are waking hours of the other."""


def _made(plan: Plan) -> list[PlannedAction]:
    """The acts whose times the plan has found."""
    return [one for one in plan.actions if not one.reason.title.startswith("proposed")]


@settings(max_examples=25 * EFFORT)
@given(setting=settings_to_plan())
def test_acts_lie_in_own_hours_and_wait_for_working_days(setting: Setting) -> None:
    """Each act lies between 07:00 and 22:00 on the candidate's clock; without a deadline on a working day of both."""
    policy = setting.policy()
    case = setting.loaded(policy)
    plan = policy.plan(case, now=setting.now, until=setting.until)
    for one in _made(plan):
        own = one.verdict.at.astimezone(plan.now.tzinfo)
        assert time(7) <= own.time() < time(22)
        if one.reason.due_by is None and one.reason.prepares is None:
            event("without a deadline")
            reached = () if one.action.channel == "handwritten_note" else one.action.to
            zones = (ZoneInfo(zone) for name in reached for zone in case.contacts[name].zones)
            clocks = [own, *(one.verdict.at.astimezone(zone) for zone in zones)]
            assert all(clock.weekday() < 5 for clock in clocks)


@settings(max_examples=8 * EFFORT)
@given(
    candidate=st.sampled_from(ZONES),
    recipient=st.sampled_from(ZONES),
    hours=st.integers(0, 24 * 14),
    days=st.sampled_from([1, 3, 7, 21]),
)
def test_calls_lie_in_the_hours_of_both(candidate: str, recipient: str, hours: int, days: int) -> None:
    """By the article's policy every call lies in the recipient's business hours too, however soon the plan ends."""
    ended = datetime(2027, 1, 8, 15, 30, tzinfo=ZoneInfo(candidate))
    now = ended + timedelta(hours=hours)
    case = HIRE_WIRE.case_from(
        {
            "zone": candidate,
            "interview": {"ended_at": ended},
            "contacts": {"interviewer": {"roles": ["interviewer"], "zone": recipient}},
        }
    )
    plan = HIRE_WIRE.plan(case, now=now, until=now + timedelta(days=days))
    for one in _made(plan):
        event(one.action.channel)
        assert time(7) <= one.verdict.at.astimezone(ZoneInfo(candidate)).time() < time(22)
        if one.action.channel == "phone":
            theirs = one.verdict.at.astimezone(ZoneInfo(recipient))
            assert theirs.weekday() < 5
            assert time(9) <= theirs.time() < time(17)
