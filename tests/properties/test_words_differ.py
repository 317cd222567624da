"""Two rules that can judge differently never read the same."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import courtesy
from courtesy.api import parse_policy
from courtesy.errors import CourtesyError
from courtesy.rendering.ink import plain
from courtesy.rendering.policy_page import meaning, render_policy
from courtesy.selfcheck.dice import SEASONS
from tests.properties.judgements import judgements
from tests.properties.near_rules import near_rules, rules_at_random

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courtesy.selfcheck.dice import Document

NAMED = yaml.safe_load((Path(__file__).parent / "told_apart.yaml").read_text(encoding="utf-8"))
MANIFESTS = yaml.safe_load((Path(__file__).parent / "manifests_told_apart.yaml").read_text(encoding="utf-8"))
PAIRS = 50 * int(os.environ.get("COURTESY_EFFORT", "1"))
MANIFEST = {
    "courtesy": 1, "id": "pairs", "version": "1.0.0", "title": "Pairs", "zone": "Europe/Berlin",
    "defaults": {"calendar": "DE"}, "business_hours": {"from": "09:00", "to": "17:00"},
    "facts": {"attributes.due": {"type": "time", "title": "the day of the offer"}},
}  # fmt: skip


def _loaded(manifest: Document, rules: Sequence[Document]) -> courtesy.Policy | None:
    """A policy of these rules, all of one level; None where one of them is no rule."""
    named = [{**rule, "id": f"pair.rule-{number}", "level": "must"} for number, rule in enumerate(rules)]
    document = json.dumps({**manifest, "rules": named})
    try:
        return parse_policy(document.encode(), "policy.json", matcher="native")
    except CourtesyError:
        return None


def _read(policy: courtesy.Policy) -> list[tuple[tuple[str, str], ...]]:
    """How each rule of a policy reads."""
    return [tuple(meaning(policy.source, rule)) for rule in policy.compiled]


def _check(manifest: Document, rules: Sequence[Document], seed: object, season: datetime) -> None:
    """Of rules that read the same, all judge every case of a bank the same."""
    policy = _loaded(manifest, rules)
    if policy is None:
        return
    texts = _read(policy)
    alike = [(one, texts.index(text)) for one, text in enumerate(texts) if texts.index(text) < one]
    if not alike:
        return
    for document, said in judgements(policy, seed, season):
        for one, other in alike:
            assert said[one] == said[other], (texts[one], rules[one], rules[other], document)


@pytest.mark.parametrize("seed", range(12))
def test_rules_that_judge_differently_read_differently(seed: int) -> None:
    """A random rule and those that differ from it in one thing judge the same wherever they read the same."""
    season = SEASONS[seed % len(SEASONS)]
    for number in range(seed * PAIRS, (seed + 1) * PAIRS):
        manifest, rule, near = near_rules(number, season)
        for other in near:
            _check(manifest, (rule, other), number, season)


@pytest.mark.parametrize("seed", range(4))
def test_rules_at_random_that_judge_differently_read_differently(seed: int) -> None:
    """Of many rules drawn apart from each other, those that read the same judge the same."""
    season = SEASONS[seed % len(SEASONS)]
    manifest, rules = rules_at_random(seed, season, 10 * PAIRS)
    single = [(rule, policy) for rule in rules if (policy := _loaded(manifest, [rule])) is not None]
    by_text: dict[tuple[tuple[str, str], ...], list[Document]] = {}
    for rule, policy in single:
        by_text.setdefault(_read(policy)[0], []).append(rule)
    for alike in by_text.values():
        if len(alike) > 1:
            _check(manifest, alike, seed, season)


@pytest.mark.parametrize("name", NAMED)
def test_rules_that_once_read_the_same_are_told_apart(name: str) -> None:
    """Each of some rules that differ in one thing reads as no other."""
    policy = _loaded(MANIFEST, NAMED[name])
    assert policy is not None
    texts = _read(policy)
    assert [] == [text for place, text in enumerate(texts) if text in texts[:place]]


def test_policies_of_other_days_read_differently() -> None:
    """Manifests that differ in one thing make pages that differ, though the rules are the same."""
    rule = {"wait": {"at_least": "3 business days", "after": "interview"}}
    policies = {name: _loaded({**MANIFESTS["common"], **other}, [rule]) for name, other in MANIFESTS["apart"].items()}
    pages: dict[str, str] = {}
    for name, policy in policies.items():
        assert policy is not None, name
        page = render_policy(policy.source, policy.compiled, policy.calendar, policy.preferences, plain)
        assert name == pages.setdefault(page, name)


def test_handbooks_of_other_days_read_differently() -> None:
    """The same holds of handbooks, but for their digests."""
    rule = {"wait": {"at_least": "3 business days", "after": "interview"}}
    books: dict[str, str] = {}
    for name, other in MANIFESTS["apart"].items():
        policy = _loaded({**MANIFESTS["common"], **other}, [rule])
        assert policy is not None, name
        book = courtesy.handbook(policy, on=date(2026, 11, 26))
        read = re.sub(r"\bsha256:\w+|`\w+ / \w+`", "", book)
        assert name == books.setdefault(read, name)
