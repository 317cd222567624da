"""Rules that are alike: a random one, and some that differ from it in one thing."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from courtesy.selfcheck.dice import CHANNELS, PURPOSES, ROLES, STAGES, TAGS, ZONES, dice
from courtesy.selfcheck.random_conditions import Conditions
from courtesy.selfcheck.random_policies import random_policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

_POOLS: dict[object, tuple[Any, ...]] = {
    "channel": CHANNELS, "purpose": PURPOSES, "tags": TAGS, "roles": ROLES, "for_each": ROLES,
    "recipient.roles": ROLES, "cc.roles": ROLES, "attributes.stage": STAGES, "zone": (*ZONES, "policy"),
    "direction": ("inbound", "outbound", "any"), "to": ("same_contact", "same_company", "anyone"),
    "same": ("channel", "purpose", "tags", "attributes.note"),
    "or": ("interview", "attributes.due", ["attributes.due", "interview"], ["interview", "attributes.due"]),
    "per": ("7 days", "7 dates", "calendar week", "calendar month", "case", "168 hours", "1 week", "5 business days"),
    "within": ("2 days", "1 week", "24 hours", "2 dates", "2 business days"),
    "since": ("interview", {"last": {"direction": "inbound"}}),
    "days": (["mon-fri"], ["sat"]), "not_on": ("2026-12-24/2026-12-26", "2026-10-24"), "holidays": (False, True),
    "on": ("12-24/12-26", "10-24", "day_before_holiday"), "calendar": ("recipient", "US", "policy"),
    "week_starts": ("sunday", "policy"), "copies": (True, False), "concerns": ("copied", "everyone"),
    "from": ("08:00", "21:00"), "to_time": ("10:15", "03:30"),
}  # fmt: skip
"""What may stand at a key."""
_OF_A_SELECTOR = ("direction", "to", "same", "roles", "purpose", "tags", "copies")
_MAY_HAVE = {
    "has": _OF_A_SELECTOR, "has_not": _OF_A_SELECTOR, "counting": _OF_A_SELECTOR, "touch": _OF_A_SELECTOR,
    "last": _OF_A_SELECTOR, "first": _OF_A_SELECTOR, "act": ("purpose", "roles"), "history": ("within", "since"),
    "expect": ("within", "for_each"), "follow": ("within",), "wait": ("or",), "deadline": ("or",),
    "hours": ("days", "not_on", "on", "holidays"), "limit": ("since", "per"),
    "rule": ("zone", "concerns", "calendar", "week_starts"),
}  # fmt: skip
"""By what a mapping stands under: keys that it may have besides."""
_INSTEAD = {
    "any": ("all",), "all": ("any",), "has": ("has_not",), "has_not": ("has",),
    "at_least": ("less_than", "at_most"), "at_most": ("more_than", "at_least"),
    "more_than": ("at_most",), "less_than": ("at_least",),
    "is": ("is_not",), "is_not": ("one_of",), "one_of": ("none_of", "includes"), "none_of": ("one_of",),
    "includes": ("one_of",), "first": ("last",), "last": ("first",),
}  # fmt: skip
"""Keys that may stand for another."""
_CONDITIONS = frozenset({"applies_to", "unless", "require", "forbid"})
_TOLD = frozenset({"id", "level", "title", "because", "remedy", "source", "interpretation"})
_DURATIONS = ("1 day", "2 days", "1 week", "24 hours", "2 dates", "1 date", "30 minutes", "0 days", "0 minutes")
_SHORT = 150


class Edit(NamedTuple):
    """One change: of a mapping or list, what is taken out, what is put in its place (None: nothing), and where."""

    node: Any
    taken: object
    key: object
    value: object

    def apply(self) -> None:
        """Change the node."""
        if isinstance(self.node, dict) and self.taken is not None:
            self.node.pop(self.taken)
        if self.key is not None:
            self.node[self.key] = self.value


def near_rules(seed: int, season: datetime) -> tuple[Document, Document, list[Document]]:
    """The manifest of a random policy without its rules, one of them, and two that differ from it in one thing."""
    random = dice("near", seed)
    policy = random_policy(random, season)
    rule = _bare(policy.pop("rules")[0])
    parts = Conditions(random, season, calendar="calendar" in policy["defaults"])
    return policy, rule, [_changed(random, parts, rule) for _ in range(2)]


def rules_at_random(seed: int, season: datetime, count: int) -> tuple[Document, list[Document]]:
    """The manifest of a random policy, and short rules that were drawn each by itself, of so many draws."""
    random = dice("random", seed)
    policy = random_policy(random, season)
    policy["defaults"]["calendar"] = "US"
    rules = [_bare(random_policy(random, season)["rules"][0]) for _ in range(count)]
    manifest = {key: value for key, value in policy.items() if key != "rules"}
    return manifest, [rule for rule in rules if len(str(rule)) < _SHORT]


def _bare(rule: Document) -> Document:
    """A rule without what is only told."""
    return {key: value for key, value in rule.items() if key not in _TOLD}


def _changed(random: Random, parts: Conditions, rule: Document) -> Document:
    other = deepcopy(rule)
    random.choice([*_edits(random, parts, other, "rule")]).apply()
    return other


def _edits(random: Random, parts: Conditions, node: Any, under: object) -> Iterator[Edit]:
    """Changes of a tree, whose top stands under the key `under`."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(key, str):
            yield from _of_key(parts, node, key, value)
        if isinstance(value, (dict, list)):
            yield from _edits(random, parts, value, under if isinstance(key, int) else key)
        else:
            yield from (Edit(node, key, key, other) for other in _other_values(random, parts, key, value, under))
    if isinstance(node, dict):
        for key in _MAY_HAVE.get(str(under), ()):
            if key not in node:
                yield Edit(node, None, key, random.choice(_POOLS[key]))
        if under == "rule":
            yield Edit(node, None, "unless", parts.condition())


def _of_key(parts: Conditions, node: Document, key: str, value: Any) -> Iterator[Edit]:
    """Changes of what stands at a key: without it, under another one, or grouped in another way."""
    if len(node) > 1:
        yield Edit(node, key, None, None)
    for other in _INSTEAD.get(key, ()):
        yield Edit(node, key, other, value)
        if key in {"any", "all"}:
            yield Edit(node, key, other, [{key: value}, parts.condition()])
            if len(value) > 1:
                yield Edit(node, key, other, [{key: value[:-1]}, value[-1]])
    if key in _CONDITIONS and isinstance(value, dict):
        yield Edit(node, key, key, {"not": value})
        yield Edit(node, key, key, parts.condition())


def _other_values(random: Random, parts: Conditions, key: object, value: Any, under: object) -> Iterator[object]:
    """Other values for a scalar."""
    if isinstance(value, str) and ":" in value and key in {"from", "to"}:
        yield random.choice(_POOLS["to_time"])
    elif (pool := _POOLS.get(key) or _POOLS.get(under)) is not None:
        yield random.choice(pool)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield value + random.choice((1, 2, -1))
    elif key in {"at_least", "at_most"} and isinstance(value, str) and " " in value:
        yield random.choice(_DURATIONS)
    elif key in {"after", "since"}:
        yield parts.anchor()
    elif isinstance(key, str) and "." in key:
        yield parts.literal(key)
