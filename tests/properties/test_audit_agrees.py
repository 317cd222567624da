"""Random policies over random cases: audits say what checks, the reference and plans say, comparison by comparison."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.bulk import audit as auditing
from courtesy.bulk.errors import NotExpressibleError
from courtesy.errors import InvalidInputError
from courtesy.selfcheck.audit_examiner import AuditExaminer, Compared
from courtesy.selfcheck.audited import Past
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.reference.judging import HOLDS
from courtesy.selfcheck.shrinking import as_file
from tests.helpers.compared_audits import against_plans, compare
from tests.helpers.constructs_seen import CONSTRUCTS, ODDITIES, OF_CLOCKS, TOLD, constructs, oddities
from tests.helpers.joined_selectors import joined
from tests.helpers.random_audits import GROUPS, known_to, random_cases, random_policies

if TYPE_CHECKING:
    from courtesy.model.case import Case
    from tests.helpers.constructs_seen import Seen

CASES, LEAST_CHECKED = 1_000, 20_000
"""So many cases, by as many policies as it takes for so many checks of a group; a case has two or three acts."""
IN_ALL = 200_000
LEAST_POLICIES, CASES_SEEN, FINDINGS_SEEN = 8, 100, 80
"""A group takes at least so many policies; so many of its cases, and acts of these, show what it compares."""
MIXED_GROUPS, MIXED, CASES_MIXED, LEAST_MIXED = 6, 5, 80, 1_500
VALUED, CASES_VALUED, LEAST_JUDGED = 15, 150, 4_000
OWING, CASES_OWING, LEAST_OWED = 12, 40, 100


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_audits_say_what_checks_and_the_reference_say(group: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same outcome of every act, and of every finding the same status, version and measured value."""
    monkeypatch.setattr(auditing, "answered", lambda _, found, *__: found)  # tests of its own compare what it tells
    policies = random_policies(group)
    reader = next(policies)
    past = Past(random_cases(group, CASES, reader), reader.vocabulary)
    compared, refused, judged, policy = Compared(0, 0), 0, 0, reader
    while compared.checked < LEAST_CHECKED:
        try:
            found = AuditExaminer(policy).examine(past)
            compared = Compared(compared.acts + found.acts, compared.checked + found.checked)
            judged += 1
        except NotExpressibleError:
            refused += 1
        policy = known_to(next(policies), reader)
    assert compared.acts > compared.checked  # what nobody could propose, too
    assert refused == 0
    assert judged >= LEAST_POLICIES


def test_enough_is_compared() -> None:
    """All groups together compare at least as many acts with checks as issue 14 asks for."""
    assert GROUPS * LEAST_CHECKED >= IN_ALL


@pytest.mark.slow
def test_all_that_can_be_audited_is_compared() -> None:
    """The least that is compared has every construct, every status of every rule type, and every oddity of a case."""
    seen: set[Seen] = set()
    odd: set[str] = set()
    statuses: set[Seen] = set()
    lines = waived = 0
    for group in range(GROUPS):
        drawn = list(islice(random_policies(group), LEAST_POLICIES))
        cases = random_cases(group, CASES_SEEN, drawn[0])
        acts = Past(cases, drawn[0].vocabulary).acts
        odd.update(one for act in acts for one in oddities(act))
        for policy in drawn:
            versions = policy.versions if isinstance(policy, courtesy.Policies) else (policy,)
            lines, waived = lines + (len(versions) > 1), waived + bool(policy.waivers)
            rules = (rule for version in versions for rule in version.dated.rules)
            seen.update(one for rule in rules for one in constructs(rule))
            for act in acts[:FINDINGS_SEEN]:
                if act.action.purpose in {None, *policy.vocabulary.purposes}:
                    verdict = known_to(policy, drawn[0]).check(act.case, act.action, now=act.touch.at, as_of=True)
                    statuses.update((one.type, one.status) for one in verdict.findings)
    assert CONSTRUCTS - seen == set()
    assert (ODDITIES | OF_CLOCKS) - odd == set()
    assert {(name, status) for name in HOLDS for status in TOLD} - statuses == set()
    assert lines >= GROUPS <= waived


def _drawn(seed: int, *, of_type: str | None = None, number: int) -> tuple[courtesy.Policy, list[Case]]:
    """A policy, where wanted only with its rules of one type, and cases with histories."""
    random = dice("audit", seed)
    season = random.choice(SEASONS)
    policy = None
    while policy is None:
        document = random_policy(random, season)
        if of_type is not None:
            document["rules"] = [rule for rule in document["rules"] if of_type in rule]
            if not document["rules"]:
                continue
        with suppress(InvalidInputError):
            policy = courtesy.parse_policy(as_file(document), "policy.yaml", matcher="native")
    kinds = random_kinds(random)
    drawn = [policy.case_from(random_case(random, season, kinds, 1)[0]) for _ in range(number)]
    return policy, [case for case in drawn if case.history is not None]


@pytest.mark.slow
@pytest.mark.parametrize("group", range(2))
def test_every_comparison_has_the_value_that_the_engine_measures(group: int) -> None:
    """Also of rules that are kept: the same truth of each on every touch, and the same value of every comparison."""
    judged = values = 0
    for seed in range(group * VALUED, (group + 1) * VALUED):
        policy, cases = _drawn(seed, number=CASES_VALUED)
        try:
            found = compare(policy.dated, policy.vocabulary, cases)
        except NotExpressibleError:
            continue
        assert [] == found.differences[:5], seed
        judged, values = judged + found.judged, values + found.values
    assert judged >= LEAST_JUDGED
    assert values > judged


@pytest.mark.slow
@pytest.mark.parametrize("group", range(MIXED_GROUPS))
def test_selectors_that_mean_several_kinds_agree(group: int) -> None:
    """Whatever is counted together: touches of one contact and of others, equal ones, days on anybody's clock."""
    judged = values = 0
    for seed in range(3000 + group * MIXED, 3000 + (group + 1) * MIXED):
        policy, cases = _drawn(seed, number=CASES_MIXED)
        random = dice("joined", seed)
        days = tuple(sorted({touch.at.date() for case in cases[:3] for touch in case.history or ()}))
        version = joined(policy.dated, policy.vocabulary, random, days or (date(2026, 6, 1),))
        try:
            found = compare(version, policy.vocabulary, cases)
        except NotExpressibleError as error:
            assert "ways" in str(error)  # noqa: PT017  most of them can be counted
            continue
        assert [] == found.differences[:5], seed
        judged, values = judged + found.judged, values + found.values
    assert judged >= LEAST_MIXED
    assert values > judged


@pytest.mark.slow
def test_audits_say_what_plans_owe() -> None:
    """Every obligation that is overdue or undetermined, with its contact, version and times, and no other."""
    judged = told = 0
    for seed in range(2000, 2000 + OWING):
        policy, cases = _drawn(seed, of_type="expect", number=CASES_OWING)
        found = against_plans(policy, cases)
        assert [] == found.differences[:5], seed
        judged, told = judged + found.judged, told + found.values
    assert judged > told > LEAST_OWED
