"""Policies that differ from random ones in one thing: a number, a length of time, a level, a word, a condition."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from courtesy.selfcheck.random_policies import random_policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

_LENGTH = re.compile(r"(\d+) (minutes?|hours?|days?|dates?|weeks?|months?|business days?|business hours?)")
_LEVELS = ("must", "should", "may")
_LEFT_OUT = ("unless", "applies_to", "within", "per", "since", "not_on", "concerns", "zone")


def mutated_pair(random: Random, season: datetime) -> tuple[Document, Document]:
    """A random policy, and the same with one thing changed; the parser may refuse the second."""
    old = random_policy(random, season)
    new = deepcopy(old)
    new["version"] = "1.1.0"
    places = list(_places(new, new["rules"]))
    change, holder, key = random.choice(places)
    change(random, holder, key)
    return old, new


def _places(policy: Document, rules: list[Document]) -> Iterator[tuple[Any, Any, Any]]:
    for number, rule in enumerate(rules):
        yield _another_level, rule, "level"
        yield from _inside(rule)
        if len(rules) > 1:
            yield _gone, rules, number
    yield _unlisted, policy["defaults"], "unlisted_channel"


def _inside(tree: Any) -> Iterator[tuple[Any, Any, Any]]:
    items = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree))
    for key, value in items:
        if key in {"id", "title", "because", "remedy", "source", "level"}:
            continue
        if isinstance(value, bool):
            yield _opposite, tree, key
        elif isinstance(value, int):
            yield _another_number, tree, key
        elif isinstance(value, str) and _LENGTH.fullmatch(value):
            yield _another_length, tree, key
        elif isinstance(value, list) and len(value) > 1:
            yield _shorter, tree, key
        if key in _LEFT_OUT and isinstance(tree, dict):
            yield _gone, tree, key
        if isinstance(value, dict | list):
            yield from _inside(value)


def _another_level(random: Random, rule: Document, key: str) -> None:
    rule[key] = random.choice([level for level in _LEVELS if level != rule[key]])


def _unlisted(random: Random, defaults: Document, key: str) -> None:
    defaults[key] = random.choice([word for word in ("allow", "warn", "deny") if word != defaults[key]])


def _opposite(_: Random, holder: Any, key: Any) -> None:
    holder[key] = not holder[key]


def _another_number(random: Random, holder: Any, key: Any) -> None:
    holder[key] = max(0, holder[key] + random.choice((-1, 1, 2)))


def _another_length(random: Random, holder: Any, key: Any) -> None:
    found = _LENGTH.fullmatch(holder[key])
    assert found
    count = max(1, int(found[1]) + random.choice((-1, 1, 3)))
    holder[key] = f"{count} {found[2]}"


def _shorter(random: Random, holder: Any, key: Any) -> None:
    holder[key] = [one for place, one in enumerate(holder[key]) if place != random.randrange(len(holder[key]))] or ["x"]


def _gone(_: Random, holder: Any, key: Any) -> None:
    del holder[key]
