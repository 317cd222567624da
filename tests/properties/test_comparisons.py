"""Properties of comparisons: what they say of two versions of a policy is so, whatever act is judged."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy.model.comparison import Effect
from courtesy.review.comparison.composing import comparison
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.shrinking import as_file
from tests.properties.mutated import mutated_pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.comparison import Comparison
    from courtesy.model.verdict import Verdict

_CASES = 6
_ACTIONS = 4


def _pair(seed: int) -> tuple[courtesy.Policy, courtesy.Policy] | None:
    random = dice(seed, 0)
    season = random.choice(SEASONS)
    try:
        old, new = (
            courtesy.parse_policy(as_file(one), matcher="native").as_pinned() for one in mutated_pair(random, season)
        )
    except courtesy.InvalidInputError:
        return None
    return old, new


def _rank(verdict: Verdict) -> int:
    """0 for what is permitted, 1 for what nobody can tell, 2 for what is refused."""
    return 2 if verdict.outcome.refused else 0 if verdict.outcome.permitted else 1


def _judged(seed: int, old: courtesy.Policy, new: courtesy.Policy, cases: int) -> Iterator[tuple[Verdict, Verdict]]:
    """Random acts as both judge them, each alone."""
    random = dice(seed, 1)
    season = random.choice(SEASONS)
    kinds = random_kinds(random)
    for _ in range(cases):
        document, now = random_case(random, season, kinds, _ACTIONS)
        for action in document["actions"]:
            alone = {**document, "actions": [action]}
            try:
                yield tuple(
                    policy.check(policy.case_from(alone), now=now, as_of=True, explain=False) for policy in (old, new)
                )
            except courtesy.InvalidInputError:
                continue


def _hold(seed: int, cases: int) -> tuple[Effect, int] | None:
    pair = _pair(seed)
    if pair is None:
        return None
    found = comparison(*pair, made_up=False)
    count = 0
    for old, new in _judged(seed, *pair, cases):
        count += 1
        if found.effect is Effect.STRICTER:
            assert _rank(new) >= _rank(old), (seed, found.rules, found.settings)
        if found.effect is Effect.LOOSER:
            assert _rank(new) <= _rank(old), (seed, found.rules, found.settings)
        if found.effect is Effect.NONE:
            assert (old.outcome, old.earliest) == (new.outcome, new.earliest), (seed, found.rules, found.settings)
    return found.effect, count


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_what_is_said_to_be_stricter_or_looser_is(first: int) -> None:
    """Of two versions, a stricter one permits nothing that was refused, and a looser one refuses nothing more."""
    for seed in range(first, first + 20):
        _hold(seed, 2)


@pytest.mark.slow
def test_thousands_of_acts_are_judged_as_comparisons_say() -> None:
    """The same for many policies and thousands of acts, and every kind of change is among them."""
    effects: Counter[Effect] = Counter()
    for seed in range(1000, 1400):
        held = _hold(seed, _CASES)
        if held is not None:
            effects[held[0]] += held[1]
    assert set(Effect) == set(effects)
    assert 1000 < min(effects[effect] for effect in (Effect.STRICTER, Effect.LOOSER))


def _shown(found: Comparison) -> Iterator[tuple[dict[str, Any], Any]]:
    for trial in found.trials or ():
        for example in (*trial.examples, *trial.masked):
            if example.change is not None:
                yield json.loads(json.dumps(courtesy.to_dict(found)["made_up"] and example.document)), example.change


@pytest.mark.parametrize("seed", range(24))
def test_examples_are_what_a_check_says(seed: int) -> None:
    """Every example that is shown comes out so when it is checked from its file, by either version."""
    pair = _pair(seed)
    if pair is None:
        pytest.skip("the changed policy is none")
    for document, change in _shown(comparison(*pair)):
        for policy, said in zip(pair, (change.old, change.new), strict=True):
            again = courtesy.parse_policy(as_file({}), matcher="native") if False else policy
            verdict = again.check(again.case_from(document), now=change.now)
            assert (said.outcome, said.earliest) == (verdict.outcome, verdict.earliest)
