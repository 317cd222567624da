"""An answer is short enough for an agent, and what it says to try comes out as it says."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import courtesy
from courtesy.review.tests.running import asked_at
from courtesy.review.tests.subject import policy_of
from courtesy.serving.agents.budget import MOST_TOKENS, fitted, tokens
from courtesy.serving.agents.tools import output_schema
from tests.helpers.agents import desk
from tests.test_cases import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERY = 80 if os.environ.get("COURTESY_EFFORT", "1") == "1" else 1
"""Which of the test cases are asked: one of so many."""
WORDS = st.text(max_size=150)
ACTIONS = st.fixed_dictionaries({"id": WORDS, "to": st.lists(WORDS, max_size=9)}, optional={"message": WORDS})
LONG = st.fixed_dictionaries(
    {
        "say": WORDS,
        "must_fix": st.lists(st.fixed_dictionaries({"rule": WORDS, "message": WORDS, "fix": WORDS}), max_size=5),
        "missing": st.lists(st.fixed_dictionaries({"fact": WORDS, "what": WORDS, "put": WORDS}), max_size=9),
        "try_next": st.lists(st.fixed_dictionaries({"say": WORDS, "action": ACTIONS}), max_size=4),
        "notes": st.lists(WORDS, max_size=3),
    }
)
DECIDES = {"outcome": "deny", "permitted": False, "earliest": None, "retry": "never", "policy": "hire-wire@1.0.0"}


@pytest.mark.slow
@settings(max_examples=25)
@given(LONG)
def test_any_answer_is_within_the_bound(long: dict[str, Any]) -> None:
    """Whatever is to be told, what decides is told, all complete actions are whole, and nothing is over the bound."""
    told = fitted({**DECIDES, **long})
    assert DECIDES == {key: told[key] for key in DECIDES}
    whole = [{**one["action"], "message": None} for one in long["try_next"]]
    assert all({**one["action"], "message": None} in whole for one in told["try_next"])
    assert tokens(told) <= MOST_TOKENS


def test_a_short_answer_stays_as_it_is() -> None:
    """Nothing is left out of what is short enough."""
    assert fitted(DECIDES) is DECIDES


def _asked() -> Iterator[tuple[courtesy.Policy, courtesy.PolicySource, Any]]:
    tests = ((policy, test) for file in FILES for policy in (policy_of(file),) for test in file.tests)
    yield from islice(tests, 0, None, EVERY)  # type: ignore[misc]


@pytest.mark.slow
def test_what_is_to_be_tried_comes_out_as_promised() -> None:
    """Over the test cases of the repository: each answer is short, and each action to try has its outcome when sent."""
    tried = 0
    for policy, test in _asked():
        try:
            case = policy.case_from(test.case)
            ours, stated = desk(policy, clock=asked_at(test, case)), courtesy.to_dict(case)
            action = stated.pop("actions")[0]
            said = ours.answer("check_action", {"case": stated, "action": action})
        except courtesy.CourtesyError:
            continue  # such as a case as it was known earlier
        assert tokens(said) <= MOST_TOKENS, test.sentence
        assert set(output_schema("check_action")["required"]) <= set(said)
        for one in said["try_next"]:
            if "write" in one:
                assert "message" not in one["action"]
                continue  # the agent writes another text first
            text = {"message": action["message"]} if "text" in said and "message" not in one["action"] else {}
            again = ours.answer("check_action", {"case": stated, "action": {**one["action"], **text}})
            assert one["outcome"] == again["outcome"], (test.sentence, one)
            tried += 1
    assert tried
