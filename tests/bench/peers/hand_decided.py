"""The sixteen rules in plain Python without words: which are broken, for whom, and from when on they are kept.

What `check` gives with `explain=False`, and the limit of what an engine can reach there. It shares with hand_written.py
the facts that it finds, and leaves out what that one does.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from courtesy.facts.message import words
from courtesy.instants import instant
from courtesy.model.policy import Level
from tests.bench.peers import facts
from tests.bench.peers.facts import FORTNIGHT, WEEK
from tests.bench.peers.hand_written import (
    HELPFUL,
    HIRING,
    LEVELS,
    LINKEDIN,
    MOST_TOUCHES,
    MOST_WORDS,
    WITH_TEXT,
    _free,
    _opening,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import courtesy
    from courtesy.model.case import Contact
    from courtesy.model.policy import Rule
    from tests.bench.peers.facts import Dated

Broken = tuple[str, datetime | None]
"""A broken rule, and from when on it is kept."""


class Decision(NamedTuple):
    """What the broken rules come to: each with its level, its recipient and its earliest time."""

    outcome: str
    earliest: datetime | None
    broken: list[tuple[str, Level, str | None, datetime | None]]


def decide(rules: Mapping[str, Rule], case: courtesy.Case, action: courtesy.Action, now: datetime) -> Decision:
    """The decision on one act."""
    at, recipient = action.at or now, facts.recipient_of(case, action)
    name = recipient.id if recipient is not None else None
    local = at.astimezone(facts.zone_of(case, recipient))
    broken = [(rule, rules[rule].level, name, due) for rule, due in _broken(case, action, local)]
    broken += [
        (rule, rules[rule].level, one.id, due)
        for one in facts.everyone(case, action)
        for rule, due in _broken_for_everyone(case, action, one, at.astimezone(facts.zone_of(case, one)))
    ]
    broken.sort(key=lambda one: (LEVELS[one[1]], one[0]))
    musts = [due for _, level, _, due in broken if level is Level.MUST]
    if not musts:
        return Decision("warn" if broken else "allow", None, broken)
    times = [due for due in musts if due is not None]
    return Decision("deny", None, broken) if len(times) < len(musts) else Decision("wait", max(times), broken)


def _broken(case: courtesy.Case, action: courtesy.Action, local: datetime) -> Iterator[Broken]:
    at, channel, zone = instant(local), action.channel, local.tzinfo
    recipient = facts.recipient_of(case, action)
    interview = case.facts["interview.ended_at"].astimezone(zone)
    touches = facts.reached(case, recipient, at)
    week = facts.since(touches, local, WEEK)
    if at < instant(interview):
        yield "timing.after-the-interview", interview
    if len(week) >= MOST_TOUCHES:
        yield "frequency.persistent-contact", _free(week, MOST_TOUCHES, WEEK, zone)
    if channel in WITH_TEXT and words(facts.body_of(action)) > MOST_WORDS:
        yield "content.short", None
    yield from _by_channel(case, action, local, interview, touches)


def _broken_for_everyone(
    case: courtesy.Case, action: courtesy.Action, recipient: Contact, local: datetime
) -> Iterator[Broken]:
    if facts.has_sent(case, recipient, "stop_request", instant(local)):
        yield "prohibitions.respect-a-stop", None
    written = action.channel == "email" and action.purpose != "thank_you" and facts.leads(recipient)
    if written and (found := facts.leader_e_mails(case, recipient, local)):
        yield "frequency.owner-or-ceo-less-often", _free(found, 1, FORTNIGHT, local.tzinfo)


def _by_channel(
    case: courtesy.Case, action: courtesy.Action, local: datetime, interview: datetime, touches: list[Dated]
) -> Iterator[Broken]:
    channel = action.channel
    if channel == "email":
        yield from _e_mail(case, action, local, interview, touches)
    elif channel == "phone":
        if not facts.in_business_hours(local):
            yield "timing.phone-in-business-hours", _opening(local)
        if (action.purpose or "other") not in HELPFUL:
            yield "content.phone-purpose", None
    elif channel in LINKEDIN:
        yield from _linkedin(case, action, touches)
    elif channel == "sms":
        yield "prohibitions.no-text-messages", None
    elif channel == "public_post":
        if facts.tone_of(action) == "negative":
            yield "prohibitions.no-public-complaints", None
        if facts.named_in(action, case):
            yield "prohibitions.no-naming-people", None


def _e_mail(
    case: courtesy.Case, action: courtesy.Action, local: datetime, interview: datetime, touches: list[Dated]
) -> Iterator[Broken]:
    recipient, zone, due = facts.recipient_of(case, action), local.tzinfo, interview + WEEK
    roles = recipient.roles or frozenset()
    waits = action.purpose in {"follow_up", "check_in"} and instant(local) < instant(due)
    if waits and not facts.has_sent(case, recipient, "invitation", instant(local)):
        yield "timing.email-after-a-week", due
    lacks_copy = HIRING.isdisjoint(roles) and HIRING.isdisjoint(facts.copied_roles(case, action))
    if action.purpose == "follow_up" and lacks_copy:
        yield "channels.copy-the-hiring-department", None
    if action.purpose != "thank_you":
        letters = facts.e_mails(touches)
        if found := facts.since(letters, local, WEEK):
            yield "frequency.email-once-a-week", _free(found, 1, WEEK, zone)


def _linkedin(case: courtesy.Case, action: courtesy.Action, touches: list[Dated]) -> Iterator[Broken]:
    recipient, profile = facts.recipient_of(case, action), "candidate.linkedin."
    ready = case.facts[f"{profile}profile_polished"] and case.facts[f"{profile}portfolio_linked"]
    if not ready or case.facts[f"{profile}recommendations"] < 1:
        yield "channels.linkedin-profile-ready", None
    if action.channel == "linkedin_connection":
        if not facts.is_met(recipient) and (recipient.roles or frozenset()).isdisjoint({"hr", "recruiter"}):
            yield "channels.linkedin-people-you-met", None
    elif not any(touch.channel == "linkedin_connection" for _, touch in touches):
        yield "channels.linkedin-connect-before-message", None
