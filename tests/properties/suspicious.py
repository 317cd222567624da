"""Random policies in which much makes no sense: rules beside near copies of themselves, and conditions turned round."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from courtesy.selfcheck.dice import CHANNELS, ROLES, chance
from courtesy.selfcheck.random_calendars import random_window
from courtesy.selfcheck.random_conditions import Conditions
from courtesy.selfcheck.random_policies import random_policy

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

_LEVELS = ("must", "should", "may")
_NUMBERS = ("at_most", "at_least", "per", "within", "until")


def suspicious_policy(random: Random, season: datetime) -> Document:
    """A random policy with rules that are likely to contradict each other or themselves."""
    policy = random_policy(random, season)
    policy.pop("valid", None)
    parts = Conditions(random, season, calendar="calendar" in policy["defaults"], hours="business_hours" in policy)
    rules = [rule for rule in policy["rules"] if "expect" not in rule]
    odd = [_twin(random, rule, parts) for rule in rules] + [_turned(random, rule, parts) for rule in rules]
    odd += [*_times(random, parts), _follow(random), _hours(random), _sizes(random)]
    random.shuffle(odd)
    policy["rules"] = [{**rule, "id": f"random.rule-{number}"} for number, rule in enumerate([*rules, *odd], 1)]
    return policy


def _twin(random: Random, rule: Document, parts: Conditions) -> Document:
    """The rule once more, with another number, another level, or under more conditions."""
    twin = deepcopy(rule)
    twin["level"] = random.choice(_LEVELS)
    if chance(random, 0.5):
        twin["applies_to"] = {"all": [rule.get("applies_to", {"channel": list(CHANNELS)}), parts.condition(1)]}
    if chance(random, 0.3):
        twin.pop("unless", None)
    for kind in ("wait", "deadline", "limit", "follow"):
        body = twin.get(kind)
        for key in _NUMBERS if isinstance(body, dict) else ():
            if key in body and chance(random, 0.6):
                body[key] = body[key] + random.randint(0, 3) if isinstance(body[key], int) else _more(random, body[key])
        if kind == "limit" and body is not None and chance(random, 0.4):
            body["counting"] = {**body.get("counting", {}), "channel": random.choice(CHANNELS)}
    return twin


def _more(random: Random, length: str) -> str:
    count, _, unit = length.partition(" ")
    if not count.isdigit():
        return length
    more = int(count) + random.randint(0, 4)
    return f"{more} {unit.removesuffix('s')}s"


def _turned(random: Random, rule: Document, parts: Conditions) -> Document:
    """The rule with what it applies to excepted again, or asked for and denied."""
    turned = deepcopy(rule)
    applies = rule.get("applies_to") or parts.condition(1)
    turned["applies_to"] = applies
    match random.randint(0, 4):
        case 0:
            turned["unless"] = applies
        case 1:
            turned["applies_to"] = {"all": [applies, {"not": applies}]}
        case 2:
            turned["unless"] = {"any": [applies, parts.condition(1)]}
        case 3:
            key = next(key for key in (*_BODIES, "applies_to") if key in turned)
            if key != "applies_to":
                del turned[key]
                turned["require"] = {"not": applies} if chance(random, 0.5) else {"any": [applies, parts.condition(1)]}
        case _:
            turned["applies_to"] = {"all": [applies, parts.condition(1)]}
            turned["unless"] = {"not": parts.condition(1)}
    return turned


_BODIES = ("wait", "deadline", "limit", "hours", "follow", "forbid", "require")


def _times(random: Random, parts: Conditions) -> list[Document]:
    """Waits, deadlines, follows and limits that count from one anchor."""
    anchor: Any = random.choice(("interview", {"last": {"channel": random.choice(CHANNELS)}}))
    touch = anchor["last"] if isinstance(anchor, dict) else {"channel": random.choice(CHANNELS)}
    both = {"applies_to": parts.about_the_act()} if chance(random, 0.5) else {}
    zone = {"zone": "policy"} if chance(random, 0.3) else {}
    bodies: tuple[Document, ...] = (
        {"wait": {"at_least": parts.duration(), "after": anchor}},
        {"wait": {"at_least": parts.duration(), "after": {"last": touch}}},
        {"deadline": {"at_most": parts.duration(), "after": anchor}},
        {"deadline": {"at_least": parts.duration(), "before": "interview"}},
        {"wait": {"until": parts.duration(), "before": "interview"}},
        {"follow": {"touch": touch, "within": parts.stretch()}},
        {"limit": {"at_most": random.randint(1, 2), "per": parts.stretch(), "counting": touch}},
        {"limit": {"at_most": random.randint(1, 2), "per": parts.stretch()}},
    )
    return [{"level": "must", **both, **zone, **body} for body in random.sample(bodies, 5)]


def _follow(random: Random) -> Document:
    roles = random.sample(ROLES, 2)
    applies = random.choice(({"recipient.roles": {"none_of": roles}}, {"recipient.roles": roles[0]}))
    touch: Document = {"channel": random.choice(CHANNELS), "roles": random.choice((roles, roles[:1]))}
    if chance(random, 0.3):
        touch["to"] = random.choice(("same_company", "anyone"))
    return {"level": "must", "applies_to": applies, "follow": {"touch": touch}}


def _hours(random: Random) -> Document:
    day = {"action.weekday": random.choice((["saturday", "sunday"], "monday", {"is_not": "friday"}))}
    clock = {"action.local_time": {"at_least": random.choice(("07:00", "12:00")), "less_than": "18:00"}}
    applies = random.choice((day, clock, {**day, **clock}))
    return {"level": "must", "applies_to": applies, "hours": random_window(random) or {"days": "mon-fri"}}


def _sizes(random: Random) -> Document:
    least, most = random.randint(0, 4), random.randint(0, 4)
    applies = {"attributes.level": {"at_least": least}, "message.words": {"more_than": most}}
    asked = {"attributes.level": {"less_than": most}, "message.words": {"at_most": least}}
    key = random.choice(("require", "forbid"))
    return {
        "level": "must",
        "applies_to": applies,
        key: random.choice((asked, dict([random.choice(list(asked.items()))]))),
    }
