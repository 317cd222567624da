"""No answer takes longer than it may: by a clock that goes on by one second with every look at it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from courtesy import DeadlineExceededError, UnusableArgumentError, load_policy
from tests.helpers.work import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy import Case

NOW = datetime.fromisoformat("2026-11-30T10:00-05:00")
POLICY = load_policy("hire-wire", matcher="native")
LONG_TEXT = "I am so sorry that this was such a terrible experience. " * 40


def document(touches: int = 40) -> dict[str, Any]:
    """Two e-mails that are refused after many touches, a minute apart."""
    mail = {"channel": "email", "purpose": "follow_up", "to": "hr"}
    text = {"body": LONG_TEXT}
    return {
        "zone": "America/New_York",
        "interview": {"ended_at": "2026-11-02T15:30"},
        "contacts": {"hr": {"roles": ["hr"]}, "interviewer": {"roles": ["interviewer"]}},
        "history": [{**mail, "at": (NOW - timedelta(minutes=number)).isoformat()} for number in range(touches)],
        "actions": [{**mail, "id": "one", "message": text}, {**mail, "id": "two", "message": text}],
    }


def case(touches: int = 40) -> Case:
    """The same, read."""
    return POLICY.case_from(document(touches))


DOCUMENT = document()
CASE = case()
ACTION = CASE.actions[0]
QUESTIONS: dict[str, Callable[..., Any]] = {
    "check": lambda **given: POLICY.check(CASE, ACTION, now=NOW, alternatives=True, **given),
    "check_plan": lambda **given: POLICY.check_plan(CASE, now=NOW, alternatives=True, **given),
    "obligations": lambda **given: POLICY.obligations(CASE, now=NOW, **given),
    "windows": lambda **given: POLICY.windows(CASE, ACTION, now=NOW, **given),
    "plan": lambda **given: POLICY.plan(CASE, now=NOW, **given),
    "next_steps": lambda **given: POLICY.next_steps(CASE, now=NOW, **given),
    "case_from": lambda **given: POLICY.case_from(DOCUMENT, **given),
    "parse_case, JSON": lambda **given: POLICY.parse_case(json.dumps(DOCUMENT), **given),
    "parse_case, YAML": lambda **given: POLICY.parse_case(yaml.safe_dump(DOCUMENT), **given),
}


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """A clock that goes on by a second with every look; called, it says how often it has been looked at."""
    looks = count()
    monkeypatch.setattr("courtesy.deadline.monotonic", lambda: next(looks))
    return lambda: next(looks)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "question",
    [pytest.param(name, marks=pytest.mark.slow if name in {"plan", "next_steps"} else ()) for name in QUESTIONS],
)
def test_an_answer_comes_in_time_or_not_at_all(question: str, seconds: Callable[[], int]) -> None:
    """With as many seconds as it takes a question is answered as without a deadline, with fewer it is not."""
    ask = QUESTIONS[question]
    expected = ask()  # what is kept of texts and histories is found by now
    before = seconds()
    assert expected == ask(deadline=10**9)
    took = seconds() - before
    assert took > 3
    assert expected == ask(deadline=took)
    for fewer in {1, took // 2, took - 2}:
        with pytest.raises(DeadlineExceededError, match=f"within {fewer} seconds; treat"):
            ask(deadline=fewer)


@pytest.mark.no_cover
def test_without_a_deadline_nobody_looks_at_the_clock(seconds: Callable[[], int]) -> None:
    """An answer that may take its time costs no look at the clock."""
    before = seconds()
    POLICY.plan(CASE, now=NOW)
    assert seconds() == before + 1


@pytest.mark.slow
@pytest.mark.parametrize("touches", [100, 400])
def test_the_clock_is_looked_at_often(touches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two looks there is little work, and no more of it where the history is longer."""
    asked, looks = case(touches), list[int]()
    POLICY.check_plan(case(3), now=NOW, alternatives=True)  # what is made ready once is ready
    with counted() as work:

        def look() -> int:
            looks.append(work.calls)
            return 0

        monkeypatch.setattr("courtesy.deadline.monotonic", look)
        POLICY.check_plan(asked, now=NOW, alternatives=True, deadline=1)
    assert max(after - before for before, after in pairwise(looks)) < 5_000


@pytest.mark.parametrize("question", [name for name in QUESTIONS if "case" in name])
def test_the_clock_is_looked_at_often_while_a_case_is_read(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two looks a touch is read, or less."""
    looks = list[int]()
    with counted() as work:

        def look() -> int:
            looks.append(work.calls)
            return 0

        monkeypatch.setattr("courtesy.deadline.monotonic", look)
        QUESTIONS[question](deadline=1)
    assert max(after - before for before, after in pairwise(looks)) < 1_000


@pytest.mark.parametrize("given", [0, -1, float("nan"), float("inf"), True, "1"])
def test_what_is_no_time_is_refused(given: Any) -> None:
    """A deadline is a number of seconds above 0."""
    with pytest.raises(UnusableArgumentError, match="`deadline` is"):
        POLICY.check(CASE, ACTION, now=NOW, deadline=given)
