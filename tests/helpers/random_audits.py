"""What random audits are made of: cases of one season, and policies and lines of versions that judge all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api import Policies, parse_policy
from courtesy.model.predicate import Period
from courtesy.model.vocabulary import EVENTS
from courtesy.selfcheck.dice import ADDRESSING_NOBODY, CHANNELS, NOTES, ROLES, SEASONS, dice, quarters, some
from courtesy.selfcheck.random_cases import random_kinds, random_past
from courtesy.selfcheck.random_conditions import DATES
from courtesy.selfcheck.random_lines import random_line
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.random_waivers import of_rules, random_waivers
from courtesy.selfcheck.shrinking import as_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from courtesy.api import Policy
    from courtesy.model.case import Case
    from courtesy.selfcheck.dice import Document

GROUPS = len(SEASONS)
_LINES = 6
"""Every so many policies one is a line of versions."""
_HOURS: Document = {"business_hours": {"days": "mon-fri", "from": "09:00", "to": "17:00"}}
_DISTANCES = ("15 minutes", "1 day", "24 hours", "26 hours", "7 days", "1 week")
"""How far from each other touches of random cases often are, to the microsecond."""
_BEFORE = ("minute", "hour", "date", "business day", "business hour", "month", "year")


def random_policies(group: int) -> Iterator[Policy | Policies]:
    """Policies around the season of a group, without end; they read the words of one case."""
    random, number = dice("audited by", group), 0
    while True:
        yield _line(random, group) if number % _LINES == _LINES - 1 else _single(random, group)
        number += 1


def rare_policy(group: int) -> Policy:
    """A policy around the season of a group, of rules that others seldom have, and of some that break at an instant."""
    random = dice("rarely audited by", group)
    listed: list[Document] = [
        *_rare_rules(random, group),
        *({"limit": {"at_most": 1, "per": far}} for far in _DISTANCES),
        {"require": {"history": {"has": {"channel": some(random, CHANNELS, 3)}, "within": random.choice(_DISTANCES)}}},
        *({"wait": {"at_least": far, "after": {"last": {"direction": "any"}}}} for far in ("1 day", "1 week")),
        {"require": {"attributes.score": {"more_than": 1}}},
        {"require": {"message.tone": {"is": "positive"}}},
        {"forbid": {"recipient.asked_to_stop": True}},
        {"hours": {"from": "06:00", "to": "22:00", "holidays": False}},
    ]
    rules = [{"id": f"rare.rule-{place}", "level": "must", **one} for place, one in enumerate(listed)]
    document = random_policy(random, SEASONS[group])
    document["defaults"]["calendar"] = "recipient"  # whom nobody may have asked for theirs
    return parse_policy(as_file(_with_rules(document, rules)), matcher="native")


def random_cases(group: int, number: int, reader: Policy | Policies) -> dict[str, Case]:
    """So many cases of what was done around the season of a group, by their ids, as a policy reads them."""
    random = dice("audited", group)
    kinds = [*random_kinds(random), (random.choice(ADDRESSING_NOBODY), "other")]
    documents = {f"past-{place}": random_past(random, SEASONS[group], kinds) for place in range(number)}
    return {name: reader.case_from({**document, "id": name}) for name, document in documents.items()}


def known_to(policy: Policy | Policies, reader: Policy | Policies) -> Policy | Policies:
    """The policy, which takes cases as the reader has read them: all random policies have the same words."""
    assert replace(policy.vocabulary, zone=None) == replace(reader.vocabulary, zone=None)  # which reads no case
    policy._intake = reader._intake
    return policy


def _rare_rules(random: Random, group: int) -> list[Document]:
    """Rules, without ids and levels, of what random policies seldom ask."""
    day, other = (quarters(random, SEASONS[group], -4, 6).date().isoformat() for _ in range(2))
    note = {"none_of": some(random, NOTES)}
    period = f"calendar {random.choice(list(Period)).value}"
    return [
        {"forbid": {"attributes.due": [day, other]}},
        {"require": {"action.at": {"is_not": day}}},
        {"concerns": "everyone", "forbid": {"cc.roles": some(random, ROLES)}},
        {"follow": {"touch": {"attributes.note": note, "direction": "any"}, "within": "45 minutes"}},
        {"limit": {"at_most": 1, "per": f"{random.randint(1, 3)} business days", "counting": {"attributes.due": day}}},
        {"limit": {"at_most": 1, "per": f"{random.choice((4, 20))} business hours", "counting": {"to": "anyone"}}},
        {"wait": {"until": f"{random.choice((1, 4))} {random.choice(_BEFORE)}s", "before": random.choice(DATES)}},
        {"deadline": {"at_least": f"1 {random.choice(_BEFORE)}", "before": random.choice(DATES)}},
        {"limit": {"at_most": 1, "per": random.choice((period, period, "case"))}},
        {
            "limit": {
                "at_most": 1,
                "per": "30 days",
                "counting": {"event": some(random, EVENTS), "direction": "inbound"},
            }
        },
    ]


def _with_rare_rule(random: Random, document: Document, group: int) -> Document:
    """The policy with one such rule more."""
    rules = _rare_rules(random, group)
    rare = {"id": "random.rare", "level": random.choice(("must", "should")), **random.choice(rules)}
    return _with_rules(document, [*document["rules"], rare])


def _with_rules(document: Document, rules: list[Document]) -> Document:
    """The policy with these rules, and with what they are read by."""
    whole = {**document, "rules": rules}
    if not any("business" in repr(rule) or "calendar" in rule for rule in rules if "rare" in rule["id"]):
        return whole
    return {**_HOURS, **whole, "defaults": {"calendar": "US", **document["defaults"]}}


def _single(random: Random, group: int) -> Policy:
    document = _with_rare_rule(random, random_policy(random, SEASONS[group]), group)
    return parse_policy(as_file(document), matcher="native", waivers=as_file(_waivers(random, [document], group)))


def _line(random: Random, group: int) -> Policies:
    documents = [_with_rare_rule(random, version, group) for version in random_line(random, SEASONS[group])]
    waivers = _waivers(random, documents, group)
    granted = [as_file(of_rules(waivers, one)) for one in documents]
    files = zip(documents, granted, strict=True)
    return Policies([parse_policy(as_file(one), matcher="native", waivers=waived) for one, waived in files])


def _waivers(random: Random, documents: list[Document], group: int) -> list[Document]:
    """Waivers for most policies, those for a case each for one of the first."""
    drawn = next(filter(None, (random_waivers(random, documents, SEASONS[group]) for _ in range(3))), [])
    return [one | {"case": f"past-{random.randrange(9)}"} if "case" in one else one for one in drawn]
