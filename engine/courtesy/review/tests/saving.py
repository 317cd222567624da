"""A test out of a verdict that a person agrees with: the case as far as it bears on it, and what the policy says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from courtesy.errors import CourtesyError
from courtesy.model.document import for_json
from courtesy.model.outcome import Outcome, Status
from courtesy.review.tests.comparing import outcome_of_actions, rules_by_status
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from courtesy.api.policy import Policy
    from courtesy.api.questions import Questions
    from courtesy.model.case import Case, Contact
    from courtesy.model.verdict import PlanVerdict

_OF_A_PERSON = ("name", "other_names", "handles", "emails")
_ORDER = ("zone", "interview", "candidate", "case", "contacts", "attributes", "history", "actions")
"""What a test states of a case: not its id, nor its policy, which are of that one alone."""
_FIRST_OF_AN_ACT = ("id", "channel", "direction", "purpose", "to", "from", "cc", "at")
_SHORTEST_NAME = 3
_WRITTEN = (Status.VIOLATED, Status.UNDETERMINED, Status.SATISFIED)


class NotSavedError(CourtesyError):
    """A verdict cannot be kept as a test of one version of a policy; `fix` says what to do."""

    code: ClassVar[str] = "not-saved"
    way_out: ClassVar[str] = "do what the help says, or write the test by hand: `courtesy manual testing` shows how"

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__()
        self.reason, self.fix = reason, fix

    def __str__(self) -> str:
        return f"this verdict cannot be kept as a test: {self.reason}"

    def help(self) -> str:
        """What to do."""
        return self.fix


def version_that_judged(policies: Sequence[Policy], verdict: PlanVerdict) -> Policy:
    """The one version that judged all actions. Raises NotSavedError where there are several."""
    judged = dict.fromkeys(action.policy.version for action in verdict.actions)
    if len(judged) > 1:
        fix = "check the actions of each version by themselves, and save a test for each"
        raise NotSavedError(f"its actions are judged by several versions, {joined(judged)}", fix)
    return next(policy for policy in policies if policy.version in judged)


def expectations(policy: Questions, case: Case, now: datetime, *, as_of: bool) -> dict[str, Any]:
    """What the policy says of a case, under the keys of a test. Raises NotSavedError where that rests on a waiver."""
    verdict = policy.check_plan(case, now=now, as_of=as_of, all_findings=True, explain=False)
    rules = rules_by_status(verdict)
    if rules[Status.WAIVED]:
        fix = "state the waiver under `waivers` in a file of tests, and write the test there"
        raise NotSavedError(f"it rests on a waiver of {joined(sorted(rules[Status.WAIVED]))}", fix)
    said: dict[str, Any] = {"outcome": outcome_of_actions(verdict).value}
    if len(verdict.actions) > 1:
        said["each"] = {action.id: action.outcome.value for action in verdict.actions}
    broken = rules[Status.VIOLATED] | rules[Status.UNDETERMINED]
    for status in _WRITTEN:
        found = rules[status] - broken if status is Status.SATISFIED else rules[status]
        if found:
            said[status.value] = sorted(found)
    first = verdict.actions[0]
    if first.outcome is Outcome.WAIT and first.earliest is not None:
        said["earliest"] = first.earliest.isoformat()
    return said


def statements(case: Case, now: datetime, *, as_of: bool, names: bool = False) -> dict[str, Any]:
    """What a test states of a case: all of it, but what is of one case alone.

    Without `names`, neither how people are called nor their addresses; names in texts become the ids of contacts.
    """
    document: dict[str, Any] = for_json(case)
    stated = {key: document[key] for key in _ORDER if key in document}
    hidden = () if names else _OF_A_PERSON
    people = stated.get("contacts", {})
    stated["contacts"] = {name: _without(_zoned(said, case.zone), *hidden) for name, said in people.items()}
    stated["candidate"] = _without(stated.get("candidate", {}), *hidden)
    if isinstance(touches := stated.get("history"), list):
        stated["history"] = [_brief(_without(touch, "message_id")) for touch in touches]
    actions = [_brief(action) for action in stated["actions"]]
    stated["actions"] = actions if names else [_nameless(action, case) for action in actions]
    stated["now"] = now.isoformat()
    if as_of:
        stated["as_of"] = True
    return {key: said for key, said in stated.items() if said not in ({}, [])}


def _zoned(contact: dict[str, Any], usual: str | None) -> dict[str, Any]:
    """A contact with one `zone`, or none where it is that of the case."""
    zones = contact.get("zones", [])
    if len(zones) != 1:
        return contact
    own = {} if zones == [usual] else {"zone": zones[0]}
    return {**{key: said for key, said in contact.items() if key != "zones" and said != {}}, **own}


def _brief(act: dict[str, Any]) -> dict[str, Any]:
    """An act in which one contact is no list, and that begins with what it is."""
    one = {key: act[key][0] for key in ("to", "cc", "from") if isinstance(act.get(key), list) and len(act[key]) == 1}
    first = {key: act[key] for key in _FIRST_OF_AN_ACT if key in act}
    return {**first, **act, **one}


def _without(said: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in keys}


def _nameless(action: dict[str, Any], case: Case) -> dict[str, Any]:
    message = action.get("message")
    if message is None:
        return action
    replaced = {key: _with_ids(said, case) if key in {"subject", "body"} else said for key, said in message.items()}
    return {**action, "message": replaced}


def _with_ids(text: str, case: Case) -> str:
    for contact in case.contacts.values():
        for name in _names(contact):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", contact.id, text)
    return text


def _names(contact: Contact) -> Iterator[str]:
    """How a contact is called, the longest first, and the parts of that which are names by themselves."""
    whole = [name for name in (contact.name, *contact.other_names, *contact.handles, *contact.emails) if name]
    parts = [part for name in whole for part in name.split() if len(part) >= _SHORTEST_NAME]
    yield from sorted(dict.fromkeys((*whole, *parts)), key=len, reverse=True)
