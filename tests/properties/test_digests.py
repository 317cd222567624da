"""Policies with one digest judge alike."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from courtesy.api import parse_policy
from courtesy.errors import CourtesyError
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_policies import random_policy
from tests.properties.judgements import judgements
from tests.properties.near_rules import near_rules

if TYPE_CHECKING:
    from random import Random
    from typing import Any

    import courtesy
    from courtesy.selfcheck.dice import Document

PAIRS = 40
CASES = 20


def _loaded(document: Document) -> courtesy.Policy | None:
    try:
        return parse_policy(json.dumps(document), "policy.json", matcher="native")
    except CourtesyError:
        return None


@pytest.mark.parametrize("seed", range(4))
def test_policies_with_one_digest_judge_alike(seed: int) -> None:
    """A rule that is changed in one thing, under the digest of the unchanged one, judges every case as that does."""
    season = SEASONS[seed % len(SEASONS)]
    told_apart = 0
    for number in range(seed * PAIRS, (seed + 1) * PAIRS):
        manifest, rule, near = near_rules(number, season)
        policies = [
            (one, _loaded({**manifest, "rules": [{"id": "near.rule", "level": "must", **one}]}))
            for one in (rule, *near)
        ]
        for (one, policy), (other, changed) in combinations(policies, 2):
            if policy is None or changed is None or one == other:
                continue
            if policy.digest != changed.digest:
                told_apart += 1
            else:
                said = [list(judgements(each, number, season, CASES)) for each in (policy, changed)]
                assert said[0] == said[1], (one, other)
    assert told_apart > PAIRS


@pytest.mark.parametrize("seed", range(24))
def test_a_policy_written_in_another_order_has_its_digests(seed: int) -> None:
    """Neither the order of keys nor that of the rules is part of what a policy is."""
    random = dice("order", seed)
    document = random_policy(random, SEASONS[seed % len(SEASONS)])
    one = _loaded(document)
    other = _loaded({**_shuffled(random, document), "rules": random.sample(document["rules"], len(document["rules"]))})
    assert one is not None
    assert other is not None
    assert (one.digest, one.text_digest) == (other.digest, other.text_digest)


def _shuffled(random: Random, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shuffled(random, value[key]) for key in random.sample(list(value), len(value))}
    return [_shuffled(random, inner) for inner in value] if isinstance(value, list) else value
