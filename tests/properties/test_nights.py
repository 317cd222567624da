"""No plan puts anything into somebody's night, whatever the policy, the zones and the hour at which it is made."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import event, given, settings
from hypothesis import strategies as st

from courtesy import load_policy
from tests.properties.small_plans import settings_to_plan
from tests.properties.small_policies import EFFORT, policy_of

if TYPE_CHECKING:
    from courtesy import Plan
    from courtesy.model.plan import PlannedAction
    from tests.properties.small_plans import Setting

QUARTER = timedelta(minutes=15)
HIRE_WIRE = load_policy("hire-wire", matcher="native")
ZONES = ("America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Asia/Dubai")
"""Between any two of these some business hours of the one are waking hours of the other."""
FAR = (*ZONES, "Asia/Tokyo", "Pacific/Auckland", "Asia/Kathmandu", "Pacific/Honolulu")


def _made(plan: Plan) -> list[PlannedAction]:
    """The acts whose times the plan has found."""
    return [one for one in plan.actions if not one.reason.title.startswith("proposed")]


def _is_day(local: datetime) -> bool:
    return time(7) <= local.time() < time(22)


@settings(max_examples=25 * EFFORT)
@given(setting=settings_to_plan())
def test_acts_lie_in_own_hours_and_wait_for_working_days(setting: Setting) -> None:
    """Each act lies between 07:00 and 22:00 on the candidate's clock; without a deadline on a working day of both.

    Then nobody whom it reaches is asleep either.
    """
    policy = setting.policy()
    case = setting.loaded(policy)
    plan = policy.plan(case, now=setting.now, until=setting.until)
    for one in _made(plan):
        own = one.verdict.at.astimezone(plan.now.tzinfo)
        assert _is_day(own)
        if one.reason.due_by is None and one.reason.prepares is None:
            event("without a deadline")
            reached = () if one.action.channel == "handwritten_note" else one.action.to
            zones = (ZoneInfo(zone) for name in reached for zone in case.contacts[name].zones)
            clocks = [own, *(one.verdict.at.astimezone(zone) for zone in zones)]
            assert all(clock.weekday() < 5 for clock in clocks)
            assert all(_is_day(clock) for clock in clocks)


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
        assert _is_day(one.verdict.at.astimezone(ZoneInfo(candidate)))
        if one.action.channel == "phone":
            theirs = one.verdict.at.astimezone(ZoneInfo(recipient))
            assert theirs.weekday() < 5
            assert time(9) <= theirs.time() < time(17)


@settings(max_examples=25 * EFFORT)
@given(
    candidate=st.sampled_from(FAR),
    recipients=st.lists(st.sampled_from(FAR), min_size=1, max_size=2, unique=True),
    quarters=st.integers(0, 4 * 24 * 7 - 1),
    within=st.integers(1, 48),
    owed=st.tuples(st.sampled_from(["must", "should"]), st.sampled_from(["phone", "email"])),
)
def test_a_waking_time_that_is_free_is_taken(
    candidate: str, recipients: list[str], quarters: int, within: int, owed: tuple[str, str]
) -> None:
    """Of the quarters of an hour before a deadline one is taken in which everybody is awake, if there is any."""
    now = datetime(2027, 3, 12, tzinfo=UTC) + quarters * QUARTER
    level, channel = owed
    act = {"channel": channel, "roles": ["interviewer"], "to": "same_company"}
    policy = policy_of([{"level": level, "expect": {"act": act, "within": f"{within} hours"}}], None)
    case = policy.case_from(
        {
            "zone": candidate,
            "interview": {"ended_at": now},
            "contacts": {"interviewer": {"roles": ["interviewer"], "zones": recipients}},
        }
    )
    plan = policy.plan(case, now=now, until=now + timedelta(days=7))
    times = [now + place * QUARTER for place in range(4 * within + 1)]
    own = [at for at in times if _is_day(at.astimezone(ZoneInfo(candidate)))]
    free = [at for at in own if _all_awake(at, recipients)]
    event("awake" if free else "asleep" if own else "too late")
    if free or own:
        (one,) = plan.actions
        assert one.verdict.at <= times[-1]
        assert _all_awake(one.verdict.at, recipients) is bool(free)
    elif plan.actions:
        assert _all_awake(plan.actions[0].verdict.at, recipients)


def _all_awake(at: datetime, zones: list[str]) -> bool:
    return all(_is_day(at.astimezone(ZoneInfo(zone))) for zone in zones)
