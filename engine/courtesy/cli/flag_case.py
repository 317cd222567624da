"""A case and an action from flags alone, in the words of a case file, so that one loader reads both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.cli.day_times import as_written
from courtesy.errors import InvalidInputError
from courtesy.loading.errors import UnknownNameError
from courtesy.model.case import free_id
from courtesy.model.channels import CHANNEL_ALIASES, EMAIL
from courtesy.spans import Span, dotted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from courtesy.api.case_reading import CaseReading
    from courtesy.api.questions import Questions
    from courtesy.cli.request import ActionFlags, CaseFlags
    from courtesy.errors import Problem
    from courtesy.model.case import Action, Case
    from courtesy.model.vocabulary import Vocabulary

ACTION_ID = "proposed"
_FLAG_OF_PATH = (
    (re.compile(r"zone"), "--zone"),
    (re.compile(r"interview"), "--interview"),
    (re.compile(r"contacts\..*\.roles"), "--role"),
    (re.compile(r"contacts"), "--to"),
    (re.compile(r"(?:actions|history)\[0\]$"), "--to"),
    (re.compile(r"history\[0\]\.(channel|purpose|to|cc|from|at|event|outcome|tags)"), r"--\1"),
    (re.compile(r"actions\[0\](?:\.message)?\.(to|cc|at|channel|purpose|subject|body|tone|language)"), r"--\1"),
)


def case_document(
    flags: CaseFlags, to: Sequence[str], cc: Sequence[str], vocabulary: Vocabulary, now: datetime
) -> dict[str, object]:
    """The case that the flags state, without actions; `now` is on its clocks.

    Every contact in `to` and `cc` exists; one whose id is a role has that role unless the flags say otherwise.
    """
    described: dict[str, tuple[str, ...]] = {}
    for name, about in map(_description, flags.contact):
        described[name] = (*described.get(name, ()), *about)
    names = dict.fromkeys((*described, *cc, *to))
    people = {name: _contact(name, described, flags, vocabulary, addressed=name in to) for name in names}
    document: dict[str, object] = {"zone": flags.zone} if flags.zone is not None else {}
    if flags.interview is not None:
        document["interview"] = {"ended_at": as_written(flags.interview, now)}
    document["contacts"] = people
    if flags.invited:
        document["history"] = [_invitation(name, now.isoformat()) for name in to]
    return document


def described_by(flags: CaseFlags) -> frozenset[str]:
    """The contacts that `--contact` describes."""
    return frozenset(name for name, _ in map(_description, flags.contact))


def _description(text: str) -> tuple[str, tuple[str, ...]]:
    """A contact's id, and what `--contact` says about it: `desk:hr,Europe/London`."""
    name, _, about = text.partition(":")
    return name.strip(), tuple(word.strip() for word in about.split(",") if word.strip())


def _contact(
    name: str,
    described: Mapping[str, Sequence[str]],
    flags: CaseFlags,
    vocabulary: Vocabulary,
    *,
    addressed: bool,
) -> dict[str, object]:
    said = described.get(name, ())
    emails = [word for word in said if "@" in word]
    zones = [word for word in said if word not in emails and _is_zone(word, vocabulary)]
    others = [word for word in said if word not in emails and word not in zones]
    roles = list(dict.fromkeys((*others, *(flags.role if addressed else ()))))
    if not roles and name in vocabulary.roles:
        roles = [name]
    contact: dict[str, object] = {"roles": roles} if roles else {}
    if emails:
        contact["emails"] = emails
    if zones:
        contact |= {"zone": zones[0]} if len(zones) == 1 else {"zones": zones}
    if addressed and flags.met is not None:
        contact["met"] = flags.met
    return contact


def _is_zone(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is meant as a time zone, be it a right one or not: roles have no slash, and no capital."""
    return "/" in word or (word[:1].isupper() and word.lower() not in vocabulary.roles)


def _invitation(contact: str, at: str) -> dict[str, object]:
    return {
        "channel": EMAIL,
        "direction": "inbound",
        "from": contact,
        "at": at,
        "event": "invitation",
    }


def action_document(flags: ActionFlags, now: datetime) -> dict[str, object]:
    """The action that the flags state at `now`."""
    at = None if flags.at is None else as_written(flags.at, now)
    document: dict[str, object] = {"id": ACTION_ID, "channel": flags.channel}
    if flags.to:
        document["to"] = list(flags.to)
    if flags.cc:
        document["cc"] = list(flags.cc)
    document |= {key: value for key, value in (("purpose", flags.purpose), ("at", at)) if value is not None}
    said = {"subject": flags.subject, "body": flags.body, "tone": flags.tone, "language": flags.language}
    message = {key: value for key, value in said.items() if value is not None}
    if message:
        document["message"] = message
    return document


def read_flags(policy: CaseReading, document: dict[str, object], described: Collection[str] = ()) -> Case:
    """The case in a document made of flags, `--contact` having `described` some of its contacts.

    Raises InvalidInputError that names the flags.
    """
    try:
        return policy.case_from(document)
    except InvalidInputError as error:
        for problem in error.problems:
            problem.span = _flag_at(problem.span, described)
        raise InvalidInputError(_once(error.problems)) from None


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One problem of each flag but `--contact`: a contact is made from `--to`, and its id is wrong in two places."""
    told = set()
    for problem in problems:
        if problem.span not in told or problem.span == flag("--contact"):
            yield problem
        told.add(problem.span)


def read_act(flags: ActionFlags, case: Case, policy: Questions, now: datetime) -> Action:
    """The act that the flags state, toward the contacts of a case.

    A channel that the policy refuses because it does not list it is taken for a mistake. Raises InvalidInputError that
    names the flags.
    """
    problems = _unlisted(flags, policy)
    try:
        stated = read_flags(policy, {**setting_of(case), "actions": [action_document(flags, now)]})
    except InvalidInputError as error:
        raise InvalidInputError([*problems, *error.problems]) from None
    if problems:
        raise InvalidInputError(problems)
    return unnamed(stated.actions[0], case)


def _unlisted(flags: ActionFlags, policy: Questions) -> list[Problem]:
    words, channel = policy.vocabulary, flags.channel
    if channel is None or CHANNEL_ALIASES.get(channel, channel) in words.channels:
        return []
    if any(source.defaults.unlisted_channel != "deny" for source in policy.sources):
        return []
    return [UnknownNameError(flag("--channel"), "channel", channel, words.channels)]


def flag(name: str) -> Span:
    """The place of a flag: it has a name, and no lines."""
    return Span(name)


def _flag_at(span: Span, described: Collection[str]) -> Span:
    """The flag that a place in the document was made from."""
    path = dotted(span.path or ())
    if len(span.path or ()) > 1 and (span.path or ())[:1] == ("contacts",) and (span.path or ())[1] in described:
        return flag("--contact")
    for pattern, name in _FLAG_OF_PATH:
        if found := pattern.match(path):
            return flag(found.expand(name))
    return span


def unnamed(action: Action, case: Case) -> Action:
    """An action whose id is made up here, so that nothing in the case bears it: what nobody has named is new."""
    return replace(action, id=free_id(action.id, case.ids))


def setting_of(case: Case) -> dict[str, object]:
    """As much of a loaded case as an action from flags is read against: its zone and its contacts."""
    people: dict[str, object] = {}
    for contact in case.contacts.values():
        people[contact.id] = {"zones": list(contact.zones)} if contact.zones else {}
    document: dict[str, object] = {"contacts": people}
    if case.zone is not None:
        document["zone"] = case.zone
    return document
