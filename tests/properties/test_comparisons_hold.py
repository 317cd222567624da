"""Properties of comparisons: what they say of two versions of a policy is so, whatever act is judged."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.model.comparison import Effect
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.shrinking import as_file
from tests.properties.mutated import mutated_pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.verdict import Verdict

    Pair = tuple[courtesy.Policy, courtesy.Policy]

_ACTIONS = 4


def _pair(seed: int) -> Pair | None:
    """Two policies that differ in one thing; None where the second cannot be loaded."""
    random = dice(seed, 0)
    stated = mutated_pair(random, random.choice(SEASONS))
    try:
        old, new = (courtesy.parse_policy(as_file(one), matcher="native").as_pinned() for one in stated)
    except courtesy.InvalidInputError:
        return None
    return old, new


def _rank(verdict: Verdict) -> int:
    """0 for what is permitted, 1 for what nobody can tell, 2 for what is refused."""
    return 2 if verdict.outcome.refused else 0 if verdict.outcome.permitted else 1


def _judged(seed: int, pair: Pair, cases: int) -> Iterator[tuple[Verdict, Verdict]]:
    """Random acts as both judge them, each alone."""
    random = dice(seed, 1)
    season = random.choice(SEASONS)
    kinds = random_kinds(random)
    for _ in range(cases):
        document, now = random_case(random, season, kinds, _ACTIONS)
        for action in document["actions"]:
            alone = {**document, "actions": [action]}
            try:
                old, new = (
                    policy.check(policy.case_from(alone), now=now, as_of=True, explain=False) for policy in pair
                )
            except courtesy.InvalidInputError:
                continue
            yield old, new


def _held(seed: int, cases: int) -> tuple[Effect, int] | None:
    """What a comparison says of a pair, once it has been held to so many acts."""
    pair = _pair(seed)
    if pair is None:
        return None
    found = courtesy.compare(*pair, made_up=False)
    verdicts = list(_judged(seed, pair, cases))
    for old, new in verdicts:
        told = (seed, found.rules, found.settings)
        assert found.effect is not Effect.STRICTER or _rank(new) >= _rank(old), told
        assert found.effect is not Effect.LOOSER or _rank(new) <= _rank(old), told
        assert found.effect is not Effect.NONE or (old.outcome, old.earliest) == (new.outcome, new.earliest), told
    return found.effect, len(verdicts)


@pytest.mark.parametrize("first", range(0, 24, 8))
def test_what_is_said_to_be_stricter_or_looser_is(first: int) -> None:
    """A stricter version permits nothing that was refused, and a looser one refuses nothing that was permitted."""
    for seed in range(first, first + 8):
        _held(seed, 1)


@pytest.mark.slow
def test_many_acts_are_judged_as_comparisons_say() -> None:
    """The same for many policies and acts, and every effect is among them."""
    acts: Counter[Effect] = Counter()
    for seed in range(1000, 1050):
        held = _held(seed, 2)
        if held is not None:
            acts[held[0]] += held[1]
    assert set(Effect) == set(acts)
    assert 40 < min(acts[effect] for effect in (Effect.STRICTER, Effect.LOOSER))


def _examples_hold(seed: int) -> int:
    """How many examples of a pair were checked once more."""
    pair = _pair(seed)
    trials = () if pair is None else courtesy.compare(*pair).trials or ()
    shown = [one for trial in trials for one in (*trial.examples, *trial.masked) if one.change is not None]
    for example in shown:
        change = example.change
        assert pair is not None
        assert change is not None
        for policy, told in zip(pair, (change.old, change.new), strict=True):
            case = policy.case_from(json.loads(json.dumps(example.document)))
            verdict = policy.check(case, now=change.now)
            assert (told.outcome, told.earliest) == (verdict.outcome, verdict.earliest)
    return len(shown)


@pytest.mark.slow
def test_examples_are_what_a_check_says() -> None:
    """Every example that is shown of a random pair comes out so when its file is checked, by either version."""
    assert 5 < sum(map(_examples_hold, range(20, 32)))
