"""Random waivers from rules of random policies, which end around the times of the cases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from courtesy.selfcheck.dice import chance
from courtesy.selfcheck.random_cases import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

CASE = "random"
"""The id of the cases that waivers are for."""
_SHARE = 0.3
_MOST = 6


def random_waivers(random: Random, policies: Sequence[Document], season: datetime) -> list[Document]:
    """Waivers as a list of the shape of their file, from rules of some versions of a policy; mostly none."""
    if not chance(random, _SHARE):
        return []
    rules = [rule for policy in policies for rule in policy["rules"]]
    ids, owed = sorted({rule["id"] for rule in rules}), {rule["id"] for rule in rules if "expect" in rule}
    names = [random.choice(ids) for _ in range(random.randint(1, _MOST))]
    return [_waiver(random, name, season, of_acts=name not in owed) for name in names]


def with_id(random: Random, case: Document) -> Document:
    """The case, mostly with the id by which waivers know it."""
    return {"id": CASE, **case} if chance(random, 0.7) else case


def of_rules(waivers: Iterable[Document], policy: Document) -> list[Document]:
    """Those of some waivers that are from rules of a policy."""
    known = {rule["id"] for rule in policy["rules"]}
    return [waiver for waiver in waivers if waiver["rule"] in known]


def _waiver(random: Random, rule: str, season: datetime, *, of_acts: bool) -> Document:
    whom: Document = {"case": CASE} if chance(random, 0.6) else {}
    if not whom or chance(random, 0.4):
        of_an_act = of_acts and chance(random, 0.4)
        whom |= {"action": f"act-{random.randint(0, 5)}"} if of_an_act else {"contact": random.choice(sorted(NAMES))}
    until = (season + timedelta(days=random.randint(-4, 9))).date().isoformat()
    return {"rule": rule, **whom, "because": "It was drawn.", "by": "dice", "until": until}
