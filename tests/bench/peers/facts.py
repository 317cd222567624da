"""The facts that the sixteen rules read, found by plain functions without an engine.

What costs the same whoever asks is shared with Courtesy: the readers of text and the calendar of holidays.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import day_number
from courtesy.facts.message import words
from courtesy.facts.people_in_text import known_people, mentions
from courtesy.facts.tone.reading import tone
from courtesy.instants import instant
from courtesy.model.almanac import WorkCalendar
from courtesy.model.predicate import Direction
from courtesy.values import SECOND

if TYPE_CHECKING:
    import courtesy
    from courtesy.model.case import Contact, Touch
    from tests.bench.peers.sixteen_rules import Sheet

Dated = tuple[int, "Touch"]
"""A touch with its instant, in microseconds."""
WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)
LEADERS = frozenset({"owner", "ceo"})
VOID = frozenset({"bounced", "failed", "cancelled"})
OPENS, CLOSES = 9, 17


def recipient_of(case: courtesy.Case, action: courtesy.Action) -> Contact | None:
    """Whom the act addresses; None for a public post."""
    return case.contacts[action.to[0]] if action.to else None


def everyone(case: courtesy.Case, action: courtesy.Action) -> list[Contact]:
    """Whom the act addresses, and then who else gets a copy."""
    return [case.contacts[name] for name in dict.fromkeys((*action.to, *action.cc))]


def leads(recipient: Contact) -> bool:
    """Whether it is an owner or a CEO."""
    return recipient.roles is not None and not LEADERS.isdisjoint(recipient.roles)


def zone_of(case: courtesy.Case, recipient: Contact | None) -> ZoneInfo:
    """The recipient's time zone, else the case's."""
    return ZoneInfo(recipient.zones[0] if recipient is not None else case.zone or "UTC")


def reached(case: courtesy.Case, recipient: Contact | None, at: int, *, copies: bool = False) -> list[Dated]:
    """What went to the recipient at or before `at`, oldest first; with `copies` also what they got a copy of."""
    history = case.history
    if recipient is None or history is None:
        return []
    person, outbound = recipient.id, Direction.OUTBOUND
    return [
        (when, touch)
        for when, touch in zip(history.instants, history.touches, strict=True)
        if touch.direction is outbound
        and (person in touch.contacts or (copies and person in touch.cc))
        and touch.outcome not in VOID
        and when <= at
    ]


def since(touches: list[Dated], local: datetime, length: timedelta) -> list[Dated]:
    """Those in the stretch before `local`; what lies exactly one stretch back no longer counts."""
    start = instant(local - length)
    return [dated for dated in touches if dated[0] > start]


def e_mails(touches: list[Dated]) -> list[Dated]:
    """The e-mails other than thank-yous."""
    return [dated for dated in touches if dated[1].channel == "email" and dated[1].purpose != "thank_you"]


def leader_e_mails(case: courtesy.Case, recipient: Contact, local: datetime) -> list[Dated]:
    """The e-mails other than thank-yous that an owner or CEO got in the two weeks before `local`, copies included."""
    return since(e_mails(reached(case, recipient, instant(local), copies=True)), local, FORTNIGHT)


def has_sent(case: courtesy.Case, recipient: Contact | None, event: str, at: int) -> bool:
    """Whether such an event has come from the recipient by then."""
    history = case.history
    if recipient is None or history is None:
        return False
    return any(
        touch.event == event and recipient.id in touch.contacts and when <= at
        for when, touch in zip(history.instants, history.touches, strict=True)
    )


def is_met(recipient: Contact | None) -> bool:
    """Whether the recipient was met in the interview."""
    return recipient is not None and (
        bool(recipient.met) or (recipient.met is None and "interviewer" in (recipient.roles or ()))
    )


def copied_roles(case: courtesy.Case, action: courtesy.Action) -> frozenset[str]:
    """The roles of all who get a copy."""
    return frozenset().union(*(case.contacts[name].roles or () for name in action.cc))


def in_business_hours(local: datetime) -> bool:
    """Whether it is Monday to Friday, nine to five, and no holiday."""
    return OPENS <= local.hour < CLOSES and is_business_day(local)


def is_business_day(local: datetime) -> bool:
    """Whether it is neither weekend nor holiday."""
    calendar = calendar_of(WorkCalendar("US"))
    return local.weekday() < 5 and calendar is not None and calendar.is_business_day(day_number(local.date()))


def holiday_of(local: datetime) -> str | None:
    """The name of the holiday that it is; None where it is none."""
    calendar = calendar_of(WorkCalendar("US"))
    return None if calendar is None else calendar.holiday(day_number(local.date()))


def body_of(action: courtesy.Action) -> str:
    """The text, empty where there is none."""
    return action.message.body or "" if action.message is not None else ""


def text_of(action: courtesy.Action) -> str:
    """Subject and text."""
    subject = action.message.subject if action.message is not None else None
    return f"{subject}\n\n{body_of(action)}" if subject else body_of(action)


def tone_of(action: courtesy.Action) -> str:
    """The tone of the text; `neutral` where there is none."""
    message = action.message
    if message is None:
        return "neutral"
    return "negative" if message.subject and tone(message.subject) == "negative" else tone(body_of(action)) or "neutral"


def named_in(action: courtesy.Action, case: courtesy.Case) -> dict[str, list[str]]:
    """What the text says to name contacts, by their ids."""
    found: dict[str, list[str]] = {}
    for mention in mentions(text_of(action), known_people(case.contacts.values())):
        found.setdefault(mention.contact_id, []).append(f"“{mention.said}”")
    return found


def sheet_of(case: courtesy.Case, action: courtesy.Action, now: datetime) -> Sheet:
    """All facts of one act, flat; what a public post or an act without text lacks has its harmless value."""
    moment, recipient = action.at or now, recipient_of(case, action)
    zone = zone_of(case, recipient)
    at, local, interview = instant(moment), moment.astimezone(zone), case.facts["interview.ended_at"]
    touches = reached(case, recipient, at)
    week = since(touches, local, WEEK)
    posted = action.channel == "public_post"
    return {
        "channel": action.channel,
        "purpose": action.purpose or "other",
        "recipient_roles": sorted(recipient.roles or ()) if recipient else [],
        "recipient_met": is_met(recipient),
        "cc_roles": sorted(copied_roles(case, action)),
        "invited_contact": has_sent(case, recipient, "invitation", at),
        "asked_to_stop": any(has_sent(case, one, "stop_request", at) for one in everyone(case, action)),
        "profile_polished": case.facts["candidate.linkedin.profile_polished"],
        "recommendations": case.facts["candidate.linkedin.recommendations"],
        "portfolio_linked": case.facts["candidate.linkedin.portfolio_linked"],
        "seconds_since_interview": (at - instant(interview)) // SECOND,
        "seconds_after_first_week": (at - instant(interview.astimezone(zone) + WEEK)) // SECOND,
        "in_business_hours": in_business_hours(local),
        "emails_last_7_days": len(e_mails(week)),
        "leader_emails_last_14_days": max(
            (
                len(leader_e_mails(case, one, moment.astimezone(zone_of(case, one))))
                for one in everyone(case, action)
                if leads(one)
            ),
            default=0,
        ),
        "touches_last_7_days": len(week),
        "connection_requests": sum(touch.channel == "linkedin_connection" for _, touch in touches),
        "message_words": words(body_of(action)),
        "message_tone": tone_of(action) if posted else "neutral",
        "names_contacts": posted and bool(named_in(action, case)),
    }
