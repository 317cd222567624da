"""The earliest permitted time is exact: no earlier permitted minute is missed, and none shown is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from courtesy import Outcome
from courtesy.api.policies import CompiledPolicy
from courtesy.instants import instant
from courtesy.loading.policy_loader import load_policy as read_policy
from courtesy.model.facts import Occasion

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata")
STARTS = (
    datetime(2026, 3, 6, 9, tzinfo=UTC),
    datetime(2026, 3, 27, 9, tzinfo=UTC),
    datetime(2026, 10, 23, 20, tzinfo=UTC),
    datetime(2026, 10, 30, 20, tzinfo=UTC),
    datetime(2026, 4, 3, 9, tzinfo=UTC),
)
LENGTHS = ("90 minutes", "3 hours", "26 hours", "1 day", "2 days", "1 week", "2 dates")
WAITS = (*LENGTHS, "1 business day", "2 business days")
WINDOWS = (*LENGTHS, "calendar day", "calendar week", "case")
STEP = timedelta(minutes=15)
"""The grid of the brute force: every bound below falls on it, as all times are quarters of an hour."""

RULES = st.one_of(
    st.builds(lambda d: {"wait": {"at_least": d, "after": "interview"}}, st.sampled_from(WAITS)),
    st.builds(lambda d: {"wait": {"at_least": d, "after": {"last": {"channel": "email"}}}}, st.sampled_from(LENGTHS)),
    st.builds(
        lambda n, w: {"limit": {"at_most": n, "per": w, "counting": {"channel": "email"}}},
        st.integers(1, 3),
        st.sampled_from(WINDOWS),
    ),
    st.sampled_from(
        [
            {"hours": {"days": ["mon-fri"], "from": "09:00", "to": "17:00", "holidays": False}},
            {"hours": [{"days": ["sat", "sun"], "from": "22:00", "to": "02:30"}, {"days": ["wed"]}]},
            {"require": {"action.weekday": ["tuesday", "sunday"]}},
            {"forbid": {"action.local_time": {"at_least": "01:30", "less_than": "18:00"}}},
            {"require": {"action.business_day": True}},
            {"forbid": {"history": {"has": {"channel": "phone"}, "within": "1 day"}}},
        ]
    ),
)


def _at(start: datetime, quarter_hours: int) -> str:
    return (start + quarter_hours * STEP).isoformat()


def _compiled(rules: list[dict[str, Any]], file: Path) -> CompiledPolicy:
    manifest = {
        "courtesy": 1, "id": "random", "version": "1.0.0", "title": "Random", "zone": "America/New_York",
        "defaults": {"calendar": "US", "unlisted_channel": "deny"},
        "rules": [{"id": f"random.rule-{n}", "level": "must", **rule} for n, rule in enumerate(rules)],
    }  # fmt: skip
    file.write_text(yaml.safe_dump(manifest), encoding="utf-8")
    return CompiledPolicy(read_policy(file), matcher="native")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rules=st.lists(RULES, min_size=1, max_size=3),
    zone=st.sampled_from(ZONES),
    start=st.sampled_from(STARTS),
    touches=st.lists(st.tuples(st.sampled_from(["email", "phone"]), st.integers(-600, 300)), max_size=6),
)
def test_earliest_agrees_with_brute_force(
    rules: list[dict[str, Any]],
    zone: str,
    start: datetime,
    touches: list[tuple[str, int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Every quarter of an hour of two weeks before `earliest` is refused, and so is the second before; it is not."""
    policy = _compiled(rules, tmp_path_factory.mktemp("policy") / "policy.yaml")
    case = policy.load_case(
        {
            "zone": zone,
            "interview": {"ended_at": _at(start, -8)},
            "contacts": {"contact": {"roles": ["interviewer"]}},
            "history": [
                {"channel": channel, "purpose": "other", "to": "contact", "at": _at(start, when)}
                for channel, when in touches
            ],
            "actions": [{"id": "it", "channel": "email", "purpose": "other", "to": "contact", "at": start.isoformat()}],
        }
    )

    profile = policy._plans.profiles.of(case.actions[0])

    def refused(at: datetime) -> bool:
        occasion = Occasion(case, case.actions[0], case.contacts["contact"], case.history, instant(at))
        return bool(profile.match(profile.derive(occasion)).violated)

    verdict = policy.check(case, now=start).actions[0]
    assume(verdict.outcome is not Outcome.ALLOW)
    end = start + timedelta(days=14)
    if verdict.earliest is not None:
        assert not refused(verdict.earliest)
        earliest = verdict.earliest.astimezone(UTC)  # a second less on the wall clock may lie in a gap
        assert earliest == start or refused(earliest - timedelta(seconds=1))
        end = min(end, earliest)
    at = start
    while at < end:
        assert refused(at), at
        at += STEP
