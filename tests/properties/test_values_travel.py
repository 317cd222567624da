"""Properties of values: built in Python they are judged as from a file, and they come back from JSON and pickles."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from msgspec import Struct
from msgspec.structs import replace

import courtesy
from courtesy.model.case import History
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.shrinking import as_file
from tests.properties.small_plans import settings_to_plan
from tests.properties.small_policies import EFFORT

if TYPE_CHECKING:
    from tests.properties.small_plans import Setting


def made_anew(value: Any) -> Any:
    """The value built again from the public constructors, from lists, sets and dictionaries that can be changed."""
    match value:
        case Struct():
            return type(value)(**{name: made_anew(getattr(value, name)) for name in value.__struct_fields__})
        case dict():
            return {key: made_anew(part) for key, part in value.items()}
        case tuple():
            return [made_anew(part) for part in value]
        case frozenset():
            return set(value)
        case _:
            return value


def in_utc(value: Any) -> Any:
    """The value with all times in UTC: in an hour that comes twice, Python takes no two zones' times for equal."""
    match value:
        case History():
            return in_utc(value.touches)
        case Struct():
            return replace(value, **{name: in_utc(getattr(value, name)) for name in value.__struct_fields__})
        case dict():
            return {key: in_utc(part) for key, part in value.items()}
        case tuple():
            return tuple(in_utc(part) for part in value)
        case datetime():
            return value.astimezone(UTC)
        case _:
            return value


def come_back(policy: courtesy.Policy, *values: Any) -> None:
    """Checks that values are equal after JSON and after a pickle."""
    for one in values:
        again = courtesy.from_dict(type(one), json.loads(json.dumps(courtesy.to_dict(one))), policy=policy)
        assert in_utc(one) == in_utc(again)
        assert one == pickle.loads(pickle.dumps(one))  # noqa: S301  our own


@pytest.mark.parametrize("seed", range(25))
def test_values_mean_the_same_whichever_way_they_come(seed: int) -> None:
    """A random case is judged alike from its document, from JSON of it, and built in Python; results come back too."""
    random = dice(seed, 0)
    season = random.choice(SEASONS)
    stated = random_policy(random, season)
    stated.pop("valid", None)  # a plan can only begin while its policy holds
    policy = courtesy.parse_policy(as_file(stated), matcher="native")
    other = pickle.loads(pickle.dumps(policy))  # noqa: S301  our own
    document, now = random_case(random, season, random_kinds(random), 4)
    case = policy.case_from(document)
    written = json.loads(json.dumps(courtesy.to_dict(case)))
    assert case == other.case_from(written)
    assert written == courtesy.to_dict(other.case_from(written))
    verdict = policy.check_plan(case, now=now, all_findings=True, as_of=True)
    history = None if case.history is None else [made_anew(touch) for touch in case.history.touches]
    rebuilt = courtesy.Case(
        **{**{n: made_anew(getattr(case, n)) for n in case.__struct_fields__ if n != "history"}, "history": history}
    )
    assert in_utc(verdict) == in_utc(other.check_plan(rebuilt, now=now, all_findings=True, as_of=True))
    come_back(policy, verdict, *verdict.actions)
    until = now + timedelta(days=7)
    plan = policy.plan(case, now=now, until=until, as_of=True)
    come_back(policy, plan, policy.next_steps(case, now=now, until=until, as_of=True), *plan.actions)


@settings(max_examples=25 * EFFORT)
@given(setting=settings_to_plan())
def test_plans_come_back(setting: Setting) -> None:
    """So do plans with acts, with what is left out, and without a plan, and the steps of each."""
    policy = setting.policy()
    case = setting.loaded(policy)
    plan = policy.plan(case, now=setting.now, until=setting.until)
    come_back(policy, plan, policy.next_steps(case, now=setting.now, until=setting.until), *plan.actions)
