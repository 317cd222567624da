"""What random audits are made of: cases of one season, and policies and lines of versions that judge all of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api import Policies, parse_policy
from courtesy.errors import InvalidInputError
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_kinds, random_past
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


def random_policies(group: int) -> Iterator[Policy | Policies]:
    """Policies around the season of a group, without end; they read the words of one case."""
    random, number = dice("audited by", group), 0
    while True:
        with suppress(InvalidInputError):  # a version without a rule that can be drawn
            drawn = _line(random, group) if number % _LINES == _LINES - 1 else _single(random, group)
            number += 1
            yield drawn


def random_cases(group: int, number: int, reader: Policy | Policies) -> dict[str, Case]:
    """So many cases of what was done around the season of a group, by their ids, as a policy reads them."""
    random = dice("audited", group)
    kinds = random_kinds(random)
    documents = {f"past-{place}": random_past(random, SEASONS[group], kinds) for place in range(number)}
    return {name: reader.case_from({**document, "id": name}) for name, document in documents.items()}


def known_to(policy: Policy | Policies, reader: Policy | Policies) -> Policy | Policies:
    """The policy, which takes cases as the reader has read them: all random policies have the same words."""
    assert replace(policy.vocabulary, zone=None) == replace(reader.vocabulary, zone=None)  # which reads no case
    policy._intake = reader._intake
    return policy


def _single(random: Random, group: int) -> Policy:
    document = random_policy(random, SEASONS[group])
    return parse_policy(as_file(document), matcher="native", waivers=as_file(_waivers(random, [document], group)))


def _line(random: Random, group: int) -> Policies:
    documents = random_line(random, SEASONS[group])
    waivers = _waivers(random, documents, group)
    granted = [as_file(of_rules(waivers, one)) for one in documents]
    files = zip(documents, granted, strict=True)
    return Policies([parse_policy(as_file(one), matcher="native", waivers=waived) for one, waived in files])


def _waivers(random: Random, documents: list[Document], group: int) -> list[Document]:
    """Waivers, those for a case each for one of the first."""
    drawn = random_waivers(random, documents, SEASONS[group])
    return [one | {"case": f"past-{random.randrange(9)}"} if "case" in one else one for one in drawn]
