"""A case as a log has it gives the verdict that the case itself gave."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.errors import InvalidInputError
from courtesy.matching.errors import TooComplexRuleError
from courtesy.review.tests.finding import read_all
from courtesy.review.tests.running import asked_at
from courtesy.review.tests.subject import policy_of
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.random_waivers import random_waivers, with_id
from courtesy.selfcheck.shrinking import as_file
from tests.helpers.recordings import as_recorded, judged, with_masked_waivers
from tests.properties.small_policies import EFFORT

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.policy_tests import TestFile

ROOT = Path(__file__).parents[3]
PATHS = sorted([*ROOT.glob("tests/cases/**/*.yaml"), *ROOT.glob("policies/*/*/tests/*.yaml")])
FILES = read_all(PATHS)
EVERY = 22
"""One file in so many is tried in every run, the others in slow ones."""
STRIDE = 1 if EFFORT > 1 else 3
"""One case in so many of each file; all of them with COURTESY_EFFORT=2."""
SEEDS = [*range(2), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12 * EFFORT))]


def hold_the_same(policy: courtesy.Policy, case: courtesy.Case, now: datetime, *, as_of: bool) -> None:
    """Checks that outcome, rules, statuses and earliest times are those of the case itself."""
    policy = policy.as_pinned()
    asked = {"now": now, "as_of": as_of, "all_findings": True, "explain": False}
    verdict = policy.check_plan(case, **asked)
    again = with_masked_waivers(policy).check_plan(as_recorded(policy, case, verdict), **asked)
    assert judged(verdict) == judged(again, masked=True)


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=Path(file.path).stem, marks=[pytest.mark.slow] if place % EVERY else [])
        for place, file in enumerate(FILES)
    ],
)
def test_the_cases_of_the_repository_are_judged_as_before(file: TestFile) -> None:
    """Each case of the tests gives the same verdict as a log has it: there are no exceptions."""
    policy = policy_of(file, matcher="native")
    for test in file.tests[::STRIDE]:
        case = policy.case_from(test.case)
        hold_the_same(policy, case, asked_at(test, case), as_of=test.as_of)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_cases_are_judged_as_before(seed: int) -> None:
    """So do cases of the selfcheck by policies of the selfcheck, with waivers, and as plans of several actions."""
    random = dice("recording", seed)
    season = random.choice(SEASONS)
    stated = random_policy(random, season)
    try:
        policy = courtesy.parse_policy(
            as_file(stated), matcher="native", waivers=as_file(random_waivers(random, [stated], season))
        )
    except InvalidInputError as error:
        assert all(isinstance(problem, TooComplexRuleError) for problem in error.problems)  # noqa: PT017  no difference
        return
    kinds = random_kinds(random)
    for _ in range(4):
        document, now = random_case(random, season, kinds, 4)
        hold_the_same(policy, policy.case_from(with_id(random, document)), now, as_of=True)
