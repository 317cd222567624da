"""The whole job of the sixteen rules in plain Python, without an engine: the limit of what an engine can reach.

It finds the facts that the act's channel needs, decides, and tells each finding with what was measured, the earliest
time and the rule's own words. Text, holidays and dates in words are read and written by the functions that Courtesy
uses. What it leaves out: measured conditions as data, facts that are unknown, clock changes within a skipped hour,
touches later than the act, and any policy but this one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from courtesy.facts.message import words
from courtesy.instants import instant, moment
from courtesy.model.policy import Level
from courtesy.wording.clocks import city
from courtesy.wording.people import possessive
from courtesy.wording.times import date_and_month, day_and_clock, passed, verb_for
from tests.bench.peers import facts
from tests.bench.peers.facts import FORTNIGHT, WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import courtesy
    from courtesy.model.case import Contact
    from courtesy.model.policy import Rule
    from tests.bench.peers.facts import Dated

HIRING = frozenset({"hr", "recruiter", "hiring_manager"})
HELPFUL = frozenset({"check_in", "ask_question", "provide_information", "references"})
WITH_TEXT = frozenset({"email", "handwritten_note", "linkedin_message"})
LINKEDIN = frozenset({"linkedin_connection", "linkedin_message"})
ROLES = {
    "hr": "an HR contact", "owner": "an owner", "employee": "an employee", "interviewer": "an interviewer",
    "recruiter": "a recruiter", "hiring_manager": "a hiring manager", "ceo": "a CEO",
}  # fmt: skip
PURPOSES = {"thank_you": "thank-you", "follow_up": "follow-up", "other": "something else"}
E_MAILS = "e-mail other than a thank-you", "e-mails other than a thank-you"
COPIED = tuple(f"{noun} (copies included)" for noun in E_MAILS)
MOST_WORDS, MOST_TOUCHES, SHOWN = 150, 4, 3
LEVELS = {level: place for place, level in enumerate(Level)}


class Finding(NamedTuple):
    """A broken rule: what was measured, and from when on it is kept."""

    rule: Rule
    message: str
    recipient: str | None
    earliest: datetime | None


class Verdict(NamedTuple):
    """What the findings come to."""

    outcome: str
    at: datetime
    earliest: datetime | None
    findings: list[Finding]


def check(rules: Mapping[str, Rule], case: courtesy.Case, action: courtesy.Action, now: datetime) -> Verdict:
    """The verdict on one act; `rules` have the words of the policy."""
    at, recipient = action.at or now, facts.recipient_of(case, action)
    local = at.astimezone(facts.zone_of(case, recipient))
    name = recipient.id if recipient is not None else None
    findings = [Finding(rules[rule], said, name, due) for rule, said, due in _broken(case, action, local)]
    findings += [
        Finding(rules[rule], said, one.id, due)
        for one in facts.everyone(case, action)
        for rule, said, due in _broken_for_everyone(case, action, one, at.astimezone(facts.zone_of(case, one)))
    ]
    findings.sort(key=lambda finding: (LEVELS[finding.rule.level], finding.rule.id, finding.recipient or ""))
    musts = [finding for finding in findings if finding.rule.level is Level.MUST]
    if not musts:
        return Verdict("warn" if findings else "allow", local, None, findings)
    times = [finding.earliest for finding in musts if finding.earliest is not None]
    if len(times) < len(musts):
        return Verdict("deny", local, None, findings)
    return Verdict("wait", local, max(times), findings)


def _broken(
    case: courtesy.Case, action: courtesy.Action, local: datetime
) -> Iterator[tuple[str, str, datetime | None]]:
    """The broken rules, each with what was found and when it is kept."""
    at = instant(local)
    recipient, zone = facts.recipient_of(case, action), local.tzinfo
    interview = case.facts["interview.ended_at"].astimezone(zone)
    touches = facts.reached(case, recipient, at)
    week = facts.since(touches, local, WEEK)
    if at < instant(interview):
        before = passed(local, interview, days=False)
        yield "timing.after-the-interview", f"this is {before} before the end of the interview", interview
    if len(week) >= MOST_TOUCHES:
        yield (
            "frequency.persistent-contact",
            _counted(week, ("touch", "touches"), zone, days=7, most=MOST_TOUCHES),
            _free(week, MOST_TOUCHES, WEEK, zone),
        )
    if action.channel in WITH_TEXT and (count := words(facts.body_of(action))) > MOST_WORDS:
        yield "content.short", f"the message has {count} words; at most {MOST_WORDS} are allowed", None
    yield from _by_channel(case, action, local, interview, touches)


def _broken_for_everyone(
    case: courtesy.Case, action: courtesy.Action, recipient: Contact, local: datetime
) -> Iterator[tuple[str, str, datetime | None]]:
    """The broken rules that hold for those who get a copy too."""
    if facts.has_sent(case, recipient, "stop_request", instant(local)):
        yield "prohibitions.respect-a-stop", "the recipient asked not to be contacted again", None
    written = action.channel == "email" and action.purpose != "thank_you" and facts.leads(recipient)
    if written and (found := facts.leader_e_mails(case, recipient, local)):
        said = _counted(found, COPIED, local.tzinfo, days=14, most=1)
        yield "frequency.owner-or-ceo-less-often", said, _free(found, 1, FORTNIGHT, local.tzinfo)


def _by_channel(
    case: courtesy.Case, action: courtesy.Action, local: datetime, interview: datetime, touches: list[Dated]
) -> Iterator[tuple[str, str, datetime | None]]:
    channel = action.channel
    if channel == "email":
        yield from _e_mail(case, action, local, interview, touches)
    elif channel == "phone":
        yield from _call(facts.recipient_of(case, action), local, action.purpose or "other")
    elif channel in LINKEDIN:
        yield from _linkedin(case, action, touches)
    elif channel == "sms":
        yield "prohibitions.no-text-messages", "this is a text message", None
    elif channel == "public_post":
        yield from _post(case, action)


def _post(case: courtesy.Case, action: courtesy.Action) -> Iterator[tuple[str, str, datetime | None]]:
    if facts.tone_of(action) == "negative":
        yield "prohibitions.no-public-complaints", "the tone is negative", None
    if named := facts.named_in(action, case):
        said = [f"{contact} ({', '.join(words)})" for contact, words in named.items()]
        yield "prohibitions.no-naming-people", f"the text names {_joined(said)}", None


def _e_mail(
    case: courtesy.Case, action: courtesy.Action, local: datetime, interview: datetime, touches: list[Dated]
) -> Iterator[tuple[str, str, datetime | None]]:
    recipient, zone = facts.recipient_of(case, action), local.tzinfo
    roles = recipient.roles or frozenset()
    due = interview + WEEK
    if (
        action.purpose in {"follow_up", "check_in"}
        and instant(local) < instant(due)
        and not facts.has_sent(case, recipient, "invitation", instant(local))
    ):
        if instant(local) < instant(interview):
            before = passed(local, interview, days=True)
            said = f"this is {before} before the end of the interview; at least 7 days are needed after it"
        else:
            since = passed(interview, local, days=True)
            said = f"{since} {verb_for(since, 'has')} passed since the interview; at least 7 days are needed"
        yield "timing.email-after-a-week", said, due
    if action.purpose == "follow_up" and HIRING.isdisjoint(roles):
        copied = facts.copied_roles(case, action)
        if HIRING.isdisjoint(copied):
            found = _joined([ROLES[role] for role in sorted(copied)]) or "nobody in a role"
            said = f"it is copied to {found}; a hiring manager, an HR contact or a recruiter is needed"
            yield "channels.copy-the-hiring-department", said, None
    if action.purpose != "thank_you":
        letters = facts.e_mails(touches)
        if found := facts.since(letters, local, WEEK):
            yield (
                "frequency.email-once-a-week",
                _counted(found, E_MAILS, zone, days=7, most=1),
                _free(found, 1, WEEK, zone),
            )


def _call(recipient: Contact, local: datetime, purpose: str) -> Iterator[tuple[str, str, datetime | None]]:
    if not facts.in_business_hours(local):
        time_fits = local.weekday() < 5 and facts.OPENS <= local.hour < facts.CLOSES
        closed = f", and {date_and_month(local)} is a holiday, {facts.holiday_of(local)}" if time_fits else ""
        said = (
            f"on {possessive(recipient)} clock in {city(recipient.zones[0])} it is {day_and_clock(local)}{closed}; "
            "this is permitted only Monday to Friday 09:00 to 17:00, no holidays"
        )
        yield "timing.phone-in-business-hours", said, _opening(local)
    if purpose not in HELPFUL:
        said = f"the purpose is {PURPOSES[purpose]}; it has to be question, check-in, information or references"
        yield "content.phone-purpose", said, None


def _linkedin(
    case: courtesy.Case, action: courtesy.Action, touches: list[Dated]
) -> Iterator[tuple[str, str, datetime | None]]:
    recipient = facts.recipient_of(case, action)
    lacking, number = [], case.facts["candidate.linkedin.recommendations"]
    if not case.facts["candidate.linkedin.profile_polished"]:
        lacking.append("the LinkedIn profile is not polished yet")
    if number < 1:
        lacking.append(f"the LinkedIn profile has {number} recommendations; at least 1 is needed")
    if not case.facts["candidate.linkedin.portfolio_linked"]:
        lacking.append("no portfolio is linked from the LinkedIn profile")
    if lacking:
        yield "channels.linkedin-profile-ready", "; ".join(lacking), None
    if action.channel == "linkedin_connection":
        roles = recipient.roles or frozenset()
        if not facts.is_met(recipient) and roles.isdisjoint({"hr", "recruiter"}):
            found = _joined([ROLES[role] for role in sorted(roles)])
            said = f"you did not meet the recipient in the interview and the recipient is {found}"
            enough = "you met the recipient in the interview or the recipient is an HR contact or a recruiter"
            yield "channels.linkedin-people-you-met", f"{said}; one of these is enough: {enough}", None
    elif not any(touch.channel == "linkedin_connection" for _, touch in touches):
        said = "there is no earlier LinkedIn connection request to the same contact"
        yield "channels.linkedin-connect-before-message", said, None


def _counted(found: list[Dated], nouns: Sequence[str], zone: tzinfo | None, *, days: int, most: int) -> str:
    """What was counted, with the dates of a few, and how much is allowed."""
    count = len(found)
    dates = [day_and_clock(touch.at.astimezone(zone)) for _, touch in found] if count <= SHOWN else []
    listed = f" ({_joined(dates)})" if dates else ""
    return (
        f"there {'was' if count == 1 else 'were'} already {count} {nouns[count != 1]} in the last {days} days"
        f"{listed}; at most {most} {'is' if most == 1 else 'are'} allowed, including this one"
    )


def _free(found: list[Dated], most: int, length_: timedelta, zone: tzinfo | None) -> datetime:
    """When so many of the touches have left the window that there is room for one more."""
    return moment(instant(found[-most][1].at.astimezone(zone) + length_), zone)


def _opening(local: datetime) -> datetime:
    """The next start of business hours."""
    opening = local.replace(hour=facts.OPENS, minute=0, second=0, microsecond=0)
    while opening <= local or not facts.is_business_day(opening):
        opening += timedelta(days=1)
    return opening.astimezone(UTC).astimezone(local.tzinfo)


def _joined(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
