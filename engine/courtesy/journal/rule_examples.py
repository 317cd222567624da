"""A rule of each type to start from, with a case in which it is broken and one in which it is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from courtesy.loading.source import read_tree
from courtesy.model.channels import CHANNELS, EMAIL
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

_LINE = re.compile(r"^\s*(Policy|History|Bad|Good): (.+)$", re.MULTILINE)
_USUAL = {"channel": EMAIL, "purpose": "follow_up", "at": "2026-11-23T10:00"}
_INTERVIEW = "2026-11-20T15:30"
_CONTACT = "contact"


class RuleExample(Struct, frozen=True):
    """What a rule of a type says, the case in which it is kept, and what to change for it to be broken."""

    rule: Mapping[str, Any]
    base: Mapping[str, Any]
    bad: Mapping[str, Any]


def rule_example(kind: str, *, zone: str, calendar: bool) -> RuleExample:
    """The example of a rule type in that zone; without a `calendar` nothing in it asks for holidays."""
    said: dict[str, Any] = {
        name: read_tree(text.encode(), kind) for name, text in _LINE.findall(RULE_TYPES[kind].__doc__ or "")
    }
    rule: dict[str, Any] = dict(said["Policy"])
    if not calendar and "holidays" in rule[kind]:
        rule[kind] = {key: value for key, value in rule[kind].items() if key != "holidays"}
    history, good, bad = said.get("History", []), said["Good"], said["Bad"]
    changes: dict[str, Any] = {}
    if RULE_TYPES[kind].of_plan:
        history, changes["history"], action = list(good), [], _action({})
    elif any(str(bad.get("at")) < str(touch["at"]) for touch in history):  # of what is yet to come no case can tell
        changes["history"], action = [], _action(good)
    else:
        changes["action"], action = {key: bad[key] for key in bad if bad[key] != good.get(key)}, _action(good)
    base: dict[str, Any] = {
        "zone": zone,
        "interview": {"ended_at": _INTERVIEW},
        "contacts": {_CONTACT: {"roles": ["interviewer"]}},
        "history": list(history),
        "actions": [action],
    }
    return RuleExample(rule, base, changes)


def usual_case(zone: str) -> dict[str, Any]:
    """A case with a follow-up e-mail some days after the interview."""
    return {
        "zone": zone,
        "interview": {"ended_at": _INTERVIEW},
        "contacts": {_CONTACT: {"roles": ["interviewer"]}},
        "history": [],
        "actions": [_action({})],
    }


def _action(stated: Mapping[str, Any]) -> dict[str, Any]:
    action = {**_USUAL, **stated}
    return action if CHANNELS[action["channel"]].addresses_nobody else {**action, "to": _CONTACT}
