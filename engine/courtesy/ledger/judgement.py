"""May it be done now: the policy's answer for a locked case, with all that counts in it."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from courtesy import Action, Touch, UnusableArgumentError, to_dict
from courtesy.ledger.errors import TooEarlyError

if TYPE_CHECKING:
    from courtesy import Case, Policies, Policy, Verdict
    from courtesy.ledger.book import CaseBook

_MADE_UP = re.compile(r"proposed(-\d+)?")
"""The ids that `Case.propose` gives: they name no act, so that the same one may stand for many."""
_CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the clocks of callers may be ahead of that of the database."""


class Judgement(NamedTuple):
    """The action as the policy read it, in its case, and what it says of it; `named`: whether somebody named it."""

    case: Case
    action: Action
    verdict: Verdict
    named: bool


def judge(book: CaseBook, policy: Policy | Policies, action: Action | str, deadline: float | None) -> Judgement:
    """The verdict on an action at once, or on the action of the case that bears that id.

    Raises InvalidInputError, UnusableArgumentError, TooEarlyError, and what `check` raises.
    """
    document = book.document
    stated = document.get("actions", []) if isinstance(action, str) else [_stated(action)]
    case = policy.case_from({**document, "history": book.history, "actions": stated})
    name = action if isinstance(action, str) else case.actions[0].id
    asked = next((one for one in case.actions if one.id == name), None)
    if asked is None:
        raise UnusableArgumentError(f"the case has no action `{name}`", "give an action, or the id of one of its own")
    if asked.at is not None and asked.at.astimezone(UTC) > book.now:
        if asked.at.astimezone(UTC) > book.now + _CLOCKS_DIFFER:
            raise TooEarlyError(asked.id, asked.at, book.now)
        asked = asked.with_(at=None)
    named = not _MADE_UP.fullmatch(asked.id)
    if not named:
        taken = {touch.get("id") for touch in book.history}
        asked = asked.with_(id=next(one for one in _made_up() if one not in taken))
    case = case.with_actions((asked,))
    return Judgement(case, asked, policy.check(case, case.actions[0], now=book.now, deadline=deadline), named)


def touch_in(book: CaseBook, policy: Policy | Policies, given: Touch | dict[str, Any]) -> Touch:
    """A touch as the policy reads it. Raises InvalidInputError."""
    stated = to_dict(given) if isinstance(given, Touch) else given
    case = policy.case_from({**book.document, "history": [stated], "actions": []})
    assert case.history is not None  # noqa: S101  it was just listed
    (touch,) = case.history
    return touch


def _stated(action: object) -> dict[str, Any]:
    if isinstance(action, Action):
        return to_dict(action)
    raise UnusableArgumentError(
        f"expected an action, found a value of type `{type(action).__qualname__:.60}`",
        "give an action, or the id of one of the case's own",
    )


def _made_up() -> Any:
    yield "proposed"
    yield from (f"proposed-{number}" for number in count(2))
