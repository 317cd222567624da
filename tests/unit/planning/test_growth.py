"""The work of a check, and of looking for alternatives, grows as what is checked: counted, at two sizes."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest

from courtesy import load_policy
from courtesy.judging.judge import Judge
from tests.helpers.work import calls_of

if TYPE_CHECKING:
    from courtesy import Action, Case, Policy, Verdict

pytestmark = pytest.mark.slow
NOW = datetime.fromisoformat("2026-11-30T10:00-05:00")
AT_MOST = 2.4
"""Twice as much of anything may take this many times the work: what is left of the square would be seen."""
TEXT = {"body": "Thank you for your time."}


@cache
def policy() -> Policy:
    """The shipped policy, matched natively."""
    return load_policy("hire-wire", matcher="native")


def case(*, actions: int = 1, contacts: int = 1, touches: int = 0, role: str = "hr") -> Case:
    """So many e-mails a minute apart, to so many contacts in turn, after so many touches a minute apart."""
    names = [f"contact-{number}" for number in range(contacts)]
    mail = {"channel": "email", "purpose": "follow_up"}
    return policy().case_from(
        {
            "zone": "America/New_York",
            "interview": {"ended_at": "2026-11-02T15:30"},
            "contacts": {name: {"roles": [role]} for name in names},
            "history": [
                {**mail, "to": names[0], "at": (NOW - timedelta(minutes=touches - number)).isoformat()}
                for number in range(touches)
            ],
            "actions": [
                {
                    **mail,
                    "id": f"act-{number}",
                    "to": names[number % contacts],
                    "at": (NOW + timedelta(minutes=number)).isoformat(),
                    "message": TEXT,
                }
                for number in range(actions)
            ],
        }
    )


def work(of: Case) -> int:
    """The calls of one check with alternatives; what is made ready once is ready before."""
    policy().check_plan(case(actions=2), now=NOW, alternatives=True)
    return calls_of(partial(policy().check_plan, of, now=NOW, alternatives=True))


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (case(actions=40), case(actions=80)),
        (case(actions=40, contacts=20), case(actions=80, contacts=40)),
        (case(actions=40, contacts=20, role="interviewer"), case(actions=80, contacts=40, role="interviewer")),
        (case(actions=40, contacts=40), case(actions=80, contacts=80)),
        (case(touches=200), case(touches=400)),
        (case(contacts=40), case(contacts=80)),
        (case(contacts=40, role="interviewer"), case(contacts=80, role="interviewer")),
    ],
    ids=[
        "mails to one contact",
        "mails to many contacts",
        "mails that lack a copy",
        "mails that are permitted",
        "touches",
        "contacts",
        "contacts to copy",
    ],
)
def test_twice_as_much_takes_about_twice_the_work(small: Case, large: Case) -> None:
    """A check with alternatives of twice as much takes about twice the work."""
    assert work(large) < AT_MOST * work(small)


def test_a_plan_judges_what_the_case_proposes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An act that the case proposes is judged once to plan with it, and each act of the plan once when it is done."""
    judged: list[str] = []
    judge = Judge.judge

    def counting(self: Judge, case: Case, action: Action, *rest: Any, **options: Any) -> Verdict:
        judged.append(action.id)
        return judge(self, case, action, *rest, **options)

    monkeypatch.setattr(Judge, "judge", counting)
    plan = policy().plan(case(), now=NOW)
    assert sorted(judged) == sorted(["act-0", *(one.action.id for one in plan.actions)])
