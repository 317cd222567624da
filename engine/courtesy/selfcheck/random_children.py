"""Random policies that build on another one: they change its rules, disable some, and have settings of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.selfcheck.dice import ZONES, chance, some
from courtesy.selfcheck.random_calendars import CALENDARS, random_calendar
from courtesy.selfcheck.random_conditions import Conditions
from courtesy.selfcheck.random_policies import random_policy

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

PARENT = "parent.yaml"
_LENGTHS = ("90 minutes", "26 hours", "1 day", "3 days", "8 days", "2 weeks", "5 business days", "1 month")
_LEVELS = ("must", "should", "may")


def random_parent(random: Random, season: datetime) -> Document:
    """A random policy, of which all rules, some or none are locked."""
    parent = random_policy(random, season)
    draw = random.random()
    if draw < 0.3:  # noqa: PLR2004  as likely as that
        parent["locked"] = "all"
    elif draw < 0.6:  # noqa: PLR2004  as likely as that
        parent["rules"][0]["locked"] = True
    return parent


def random_child(random: Random, season: datetime, parent: Document) -> Document:
    """A policy that builds on the parent, which lies beside it."""
    child: Document = {"courtesy": 1, "id": "child", "version": "2.0.0", "extends": f"./{PARENT}"}
    child |= _settings(random, season, parent)
    changes: Document = {}
    disabled = []
    for rule in parent["rules"]:
        locked = parent.get("locked") == "all" or "locked" in rule
        if chance(random, 0.03 if locked else 0.15):
            disabled.append({"rule": rule["id"], "because": "Dice."})
        elif chance(random, 0.6) and (change := _change(random, season, rule, locked=locked)):
            changes[rule["id"]] = change
    if chance(random, 0.2) and "locked" not in parent:
        changes["all"] = {"week_starts": "policy"}
    own = random_policy(random, season)["rules"][:2] if chance(random, 0.5) and "calendar" in parent["defaults"] else []
    rules = [_own(rule) for rule in own if "business hour" not in repr(rule) or "business_hours" in parent]
    return child | {key: said for key, said in (("change", changes), ("disable", disabled), ("rules", rules)) if said}


def _settings(random: Random, season: datetime, parent: Document) -> Document:
    """A zone, a calendar and a week of its own: less often where they break a lock at once."""
    found: Document = {}
    share = 0.1 if "locked" in parent else 0.3
    if chance(random, share):
        found["zone"] = random.choice(ZONES)
    if chance(random, share):
        found["defaults"] = {"week_starts": random.choice(WEEKDAYS)}
        if "calendar" in parent["defaults"] and chance(random, 0.5):
            calendar = found["defaults"]["calendar"] = random.choice(CALENDARS)
            days = random_calendar(random, season, calendar)
            found |= {key: said for key, said in days.items() if key != "weekend"}
    return found


def _own(rule: Document) -> Document:
    return {**rule, "id": rule["id"].replace("random.", "own.")}


def _change(random: Random, season: datetime, rule: Document, *, locked: bool) -> Document:
    """Something else in a rule: often a number, and often stricter."""
    kind = next((key for key in rule if key in _NUMBERS), None)
    draws: list[Document] = [] if kind is None else [_NUMBERS[kind](random, rule[kind])]
    draws.append({"level": "must" if locked and chance(random, 0.5) else random.choice(_LEVELS)})
    if kind != "expect" and (not locked or chance(random, 0.1)):
        draws.append({"unless": Conditions(random, season, calendar=False).about_the_act()})
        draws.append({"zone": random.choice(("policy", "Europe/Berlin"))})
        draws.append({"concerns": "everyone"})
    if not locked:
        draws += [{"unless": "none"}] if "unless" in rule else []
        draws.append({"week_starts": "policy"})
    change: Document = {}
    for one in some(random, draws):
        change |= one
    return {key: said for key, said in change.items() if rule.get(key) != said}


def _length(random: Random, keys: tuple[str, ...], body: Document) -> Document:
    return {key: random.choice(_LENGTHS[:5]) for key in keys if key in body}


def _of_wait(random: Random, body: Any) -> Document:
    return {"wait": _length(random, ("at_least", "until"), body)}


def _of_deadline(random: Random, body: Any) -> Document:
    return {"deadline": _length(random, ("at_most", "at_least"), body)}


def _of_limit(random: Random, body: Any) -> Document:
    return {"limit": {"at_most": max(0, int(body["at_most"]) + random.choice((-1, -1, 1)))}}


def _of_hours(random: Random, body: Any) -> Document:
    times = {"from": random.choice(("08:00", "10:00", "12:00")), "to": random.choice(("16:00", "18:00"))}
    return {"hours": times if isinstance(body, dict) else [times]}


def _of_follow(random: Random, body: Any) -> Document:
    return {"follow": {"within": "none"}} if "within" in body else {"follow": {"within": random.choice(_LENGTHS[:5])}}


def _of_expect(random: Random, body: Any) -> Document:
    return {"expect": {"within": random.choice(_LENGTHS[:5]), "at_least": int(body.get("at_least", 1)) + 1}}


def _of_require(random: Random, body: Any) -> Document:
    return {"require": _words(random, body)}


def _of_forbid(random: Random, body: Any) -> Document:
    return {"forbid": _words(random, body)}


def _words(random: Random, body: Any) -> Document:
    """A test of the number of words, beside what the condition tests already."""
    return {"message.words": {"at_least" if "message.sentences" in str(body) else "at_most": random.randint(1, 9)}}


_NUMBERS: dict[str, Any] = {
    "wait": _of_wait,
    "deadline": _of_deadline,
    "limit": _of_limit,
    "hours": _of_hours,
    "follow": _of_follow,
    "expect": _of_expect,
    "require": _of_require,
    "forbid": _of_forbid,
}
"""For each rule type a change of its body; of others all else is changed."""
