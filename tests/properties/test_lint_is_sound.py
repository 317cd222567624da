"""What lint says that can never be, never is: thousands of random cases contradict no finding.

Each is judged by the reference, which evaluates the text of the rules a second time.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.errors import CourtesyError
from courtesy.model.lint import Sense
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.measures import EngineMeasures
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.reference.conditions import holds
from courtesy.selfcheck.reference.judging import HOLDS, Trial
from courtesy.selfcheck.reference.planning import Reference
from courtesy.selfcheck.shrinking import as_file
from courtesy.spans import MappingNode
from tests.properties.suspicious import suspicious_policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.model.lint import LintFinding
    from courtesy.model.policy import Rule
    from courtesy.selfcheck.dice import Document
    from courtesy.selfcheck.reference.truth import Kleene

PROVEN = (Sense.NEVER_APPLIES, Sense.NEVER_DECIDES, Sense.NEVER_MET, Sense.EXCLUDED_TIMES)
Places = dict[tuple[str, int], tuple["Kleene", "Kleene"]]
"""By contact and plausible zone: whether a rule applies and nothing excepts it, and whether what it asks is so."""


def test_no_case_contradicts_a_finding() -> None:
    """A rule that is said to be idle, contradictory or covered by another one is so in every random case."""
    assert set(PROVEN) == set(_tried(range(6), cases=8))


@pytest.mark.slow
def test_no_case_of_many_contradicts_a_finding() -> None:
    """The same, of many policies with many cases each."""
    tried = _tried(range(100, 132), cases=24)
    assert all(tried[sense] > 1000 for sense in PROVEN), tried


def _tried(seeds: range, *, cases: int) -> Counter[Sense]:
    """How many judgements were held against findings of each sense."""
    tried: Counter[Sense] = Counter()
    for seed in seeds:
        random = dice("lint", seed)
        season = random.choice(SEASONS)
        policy = courtesy.parse_policy(as_file(suspicious_policy(random, season)), matcher="native")
        found = [finding for finding in courtesy.lint(policy).findings if finding.sense in PROVEN]
        for trial, at in _acts(policy, random_cases(seed, season, cases)):
            said = {rule.id: _of(rule, trial, at) for rule in policy.rules if rule.type in HOLDS}
            for finding in found:
                tried[finding.sense] += _hold(finding, said, trial, at)
    return tried


def random_cases(seed: int, season: datetime, cases: int) -> Iterator[tuple[Document, datetime]]:
    """Cases in which every touch goes to one contact alone, as a `follow` of a role assumes."""
    random = dice("lint cases", seed)
    kinds = random_kinds(random)
    for _ in range(cases):
        document, now = random_case(random, season, kinds, actions=3)
        touches = document.get("history")
        for touch in touches if isinstance(touches, list) else ():
            touch.pop("cc", None)
            if isinstance(touch.get("to"), list):
                touch["to"] = touch["to"][:1]
        yield document, now


def _acts(policy: courtesy.Policy, documents: Iterator[tuple[Document, datetime]]) -> Iterator[tuple[Trial, datetime]]:
    reference = Reference(policy.source, EngineMeasures())
    for document, now in documents:
        try:
            case = policy.case_from(document)
        except CourtesyError:
            continue
        for action in case.actions:
            at = max(action.at or now, now)
            yield Trial(policy.source, reference.texts, case, action, reference.so_far(case, now)), at


def _of(rule: Rule, trial: Trial, at: datetime) -> Places:
    found: Places = {}
    recipients = [recipient for other, recipient in trial.places if other.id == rule.id]
    for recipient in recipients:
        for number, situation in enumerate(trial.situations(rule, recipient, at)):
            applies = True if rule.applies_to is None else holds(rule.applies_to, situation)
            excepted = False if rule.unless is None else holds(rule.unless, situation)
            under = None if None in {applies, excepted} else applies and not excepted
            if applies is False or excepted is True:
                under = False
            found[str(recipient), number] = under, HOLDS[rule.type](rule.body, situation)
    return found


def _hold(finding: LintFinding, said: dict[str, Places], trial: Trial, at: datetime) -> int:
    """How many judgements there were to hold against a finding; none of them contradicts it."""
    ids = sorted({finding.rule, *(place.rule for place in finding.related)} - {None}, key=str)
    if any(rule not in said for rule in ids):
        return 0
    places = said[finding.rule or ""]
    told = finding.message, finding.sense
    if len(ids) == 1:
        for under, kept in places.values():
            if finding.sense is Sense.NEVER_APPLIES:
                assert under is not True, told
            elif finding.sense is Sense.NEVER_MET:
                assert (under, kept) != (True, True), told
            else:
                assert (under, kept) != (True, False), told
        return len(places)
    other = said[str(finding.related[0].rule)]
    for place, (under, kept) in places.items():
        also, theirs = other.get(place, (None, None))
        if finding.sense is Sense.NEVER_DECIDES:
            if (under, kept) == (True, False):
                assert also is not False, told
                assert theirs is not True, told
        elif _begun(ids, trial, at, place):
            assert (under, kept, also, theirs) != (True, True, True, True), told
    return len(places)


def _begun(ids: list[str | None], trial: Trial, at: datetime, place: tuple[str, int]) -> bool:
    """Whether there is a touch to count from wherever one of these rules counts from one."""
    for rule in trial.policy.rules:
        if rule.id not in ids or not isinstance(rule.body, MappingNode):
            continue
        after = rule.body.get("after")
        if isinstance(after, MappingNode) and rule.type in {"wait", "deadline"}:
            selector = next(iter(after.values()))
            recipient = None if place[0] == "None" else place[0]
            situation = trial.situations(rule, recipient, at)[place[1]]
            if holds(MappingNode({"history": MappingNode({"has": selector})}), situation) is not True:
                return False
    return True
