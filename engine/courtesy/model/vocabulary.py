"""The words that policies and cases may use: facts, channels, purposes, roles. Each is declared once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Mapping


class FactDeclaration(Struct, frozen=True, kw_only=True):
    """A fact that rules can read.

    `says` states an observed value in words, `{}` standing for the value ("the message has {} words"); for a boolean
    fact `says` is the sentence when it is true and `denies` the sentence when it is false. `values` lists the
    permitted values of a `one_of` or `set`, empty where the vocabulary's channels, purposes or roles are meant.
    """

    name: str
    type: FactType
    title: str
    unit: str | None = None
    values: tuple[str, ...] = ()
    says: str = ""
    denies: str = ""
    local: bool = False  # a reading of the act's time on the recipient's clock
    temporal: bool = False  # changes with the time of the act alone


CHANNELS = {
    "handwritten_note": "handwritten note",
    "email": "e-mail",
    "phone": "phone call",
    "linkedin_connection": "LinkedIn connection request",
    "linkedin_message": "LinkedIn message",
    "sms": "text message",
    "facebook": "Facebook message",
    "twitter": "Twitter message",
    "pinterest": "Pinterest message",
    "instagram": "Instagram message",
    "public_post": "public post",
    "in_person": "visit in person",
}
"""The built-in channels with the words for one act on each."""

CHANNEL_ALIASES = {"x": "twitter"}
PURPOSES = {
    "thank_you": "thank-you",
    "follow_up": "follow-up",
    "check_in": "check-in",
    "ask_question": "question",
    "provide_information": "information",
    "references": "references",
    "other": "other purpose",
}
ROLES = {
    "interviewer": "interviewer",
    "hiring_manager": "hiring manager",
    "recruiter": "recruiter",
    "hr": "HR",
    "owner": "owner",
    "ceo": "CEO",
    "employee": "employee",
}
OUTCOMES = ("delivered", "answered", "no_answer", "voicemail", "accepted", "declined", "bounced", "failed", "cancelled")
VOID_OUTCOMES = frozenset({"bounced", "failed", "cancelled"})
"""Touches with these outcomes reached nobody and do not count unless selected."""
EVENTS = ("reply", "auto_reply", "call", "stop_request", "invitation")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TONES = ("negative", "neutral", "positive")

_B, _I, _S, _T = FactType.BOOLEAN, FactType.INTEGER, FactType.STRING, FactType.TIME

FACTS = {
    fact.name: fact
    for fact in (
        FactDeclaration(name="action.channel", type=FactType.ONE_OF, title="channel of the act", says="this is {}"),
        FactDeclaration(
            name="action.purpose", type=FactType.ONE_OF, title="purpose of the act", says="the purpose is {}"
        ),
        FactDeclaration(name="action.tags", type=FactType.SET, title="tags of the act", says="the tags are {}"),
        FactDeclaration(name="action.at", type=_T, title="time of the act", says="the time is {}", temporal=True),
        FactDeclaration(
            name="action.local_time",
            type=FactType.TIME_OF_DAY,
            title="time of day of the act, on the recipient's clock",
            says="the recipient's clock shows {}",
            local=True,
            temporal=True,
        ),
        FactDeclaration(
            name="action.weekday",
            type=FactType.ONE_OF,
            title="weekday of the act, where the recipient is",
            values=WEEKDAYS,
            says="the day is {}",
            local=True,
            temporal=True,
        ),
        FactDeclaration(
            name="action.business_day",
            type=_B,
            title="whether the act falls on a business day of the policy's calendar",
            says="it is a business day",
            denies="it is not a business day",
            local=True,
            temporal=True,
        ),
        FactDeclaration(
            name="recipient.roles", type=FactType.SET, title="roles of the recipient", says="the recipient is {}"
        ),
        FactDeclaration(
            name="recipient.met",
            type=_B,
            title="whether the candidate met the recipient in the interview",
            says="you met the recipient in the interview",
            denies="you did not meet the recipient in the interview",
        ),
        FactDeclaration(
            name="recipient.invited_contact",
            type=_B,
            title="whether the recipient has asked to be contacted",
            says="the recipient asked to be contacted",
            denies="the recipient has not asked to be contacted",
        ),
        FactDeclaration(
            name="recipient.asked_to_stop",
            type=_B,
            title="whether the recipient has asked for no more contact",
            says="the recipient asked not to be contacted again",
            denies="the recipient has not asked to stop",
        ),
        FactDeclaration(
            name="recipient.relationship",
            type=_S,
            title="relationship to the recipient, in the case's own words",
            says="the relationship is {}",
        ),
        FactDeclaration(
            name="recipient.zone", type=_S, title="time zone of the recipient", says="the recipient's zone is {}"
        ),
        FactDeclaration(
            name="cc.roles",
            type=FactType.SET,
            title="roles of everyone else who gets the message",
            says="it is copied to {}",
        ),
        FactDeclaration(
            name="message.words",
            type=_I,
            title="words in the body of the message",
            unit="words",
            says="the message has {} words",
        ),
        FactDeclaration(
            name="message.sentences",
            type=_I,
            title="sentences in the body of the message",
            unit="sentences",
            says="the message has {} sentences",
        ),
        FactDeclaration(
            name="message.tone", type=FactType.ONE_OF, title="tone of the message", values=TONES, says="the tone is {}"
        ),
        FactDeclaration(
            name="message.mentions_thanks",
            type=_B,
            title="whether the message says thanks",
            says="the message says thanks",
            denies="the message does not say thanks",
        ),
        FactDeclaration(
            name="message.names_contacts",
            type=_B,
            title="whether the message names a contact of the case",
            says="the text names a contact of the case",
            denies="the text names no contact of the case",
        ),
        FactDeclaration(
            name="candidate.linkedin.profile_polished",
            type=_B,
            title="whether the candidate's LinkedIn profile is polished",
            says="the LinkedIn profile is polished",
            denies="the LinkedIn profile is not polished yet",
        ),
        FactDeclaration(
            name="candidate.linkedin.recommendations",
            type=_I,
            title="recommendations on the candidate's LinkedIn profile",
            unit="recommendations",
            says="the LinkedIn profile has {} recommendations",
        ),
        FactDeclaration(
            name="candidate.linkedin.portfolio_linked",
            type=_B,
            title="whether a portfolio is linked from the candidate's LinkedIn profile",
            says="a portfolio is linked from the LinkedIn profile",
            denies="no portfolio is linked from the LinkedIn profile",
        ),
        FactDeclaration(
            name="interview.ended_at", type=_T, title="end of the interview", says="the interview ended at {}"
        ),
        FactDeclaration(
            name="interview.decision_promised_for",
            type=_T,
            title="when a decision was promised",
            says="a decision was promised for {}",
        ),
        FactDeclaration(
            name="interview.format",
            type=FactType.ONE_OF,
            title="form of the interview",
            values=("in_person", "phone", "video"),
            says="the interview was held {}",
        ),
        FactDeclaration(
            name="case.status",
            type=FactType.ONE_OF,
            title="where the engagement stands",
            values=("open", "offered", "hired", "rejected", "withdrawn"),
            says="the case is {}",
        ),
    )
}
"""Every built-in fact. The name in the table is the name in policies, in verdicts and in the code that derives it."""


class Vocabulary(Struct, frozen=True, eq=False):
    """What one policy may speak of: the built-in words and the policy's own. Equal only to itself: it can be a key."""

    facts: Mapping[str, FactDeclaration] = field(default_factory=lambda: FACTS)
    channels: Mapping[str, str] = field(default_factory=lambda: CHANNELS)
    purposes: Mapping[str, str] = field(default_factory=lambda: PURPOSES)
    roles: Mapping[str, str] = field(default_factory=lambda: ROLES)

    def extended(
        self,
        *,
        facts: Mapping[str, FactDeclaration] | None = None,
        channels: Mapping[str, str] | None = None,
        purposes: Mapping[str, str] | None = None,
        roles: Mapping[str, str] | None = None,
    ) -> Vocabulary:
        """A vocabulary with further words; this one is untouched."""
        return replace(
            self,
            facts={**self.facts, **(facts or {})},
            channels={**self.channels, **(channels or {})},
            purposes={**self.purposes, **(purposes or {})},
            roles={**self.roles, **(roles or {})},
        )

    def words_for(self, name: str, value: str) -> str:
        """How people say one value of the fact or field `name`: `linkedin_message` is a "LinkedIn message"."""
        table = {"channel": self.channels, "purpose": self.purposes, "roles": self.roles}.get(
            name.rpartition(".")[2], {}
        )
        return table.get(value, value.replace("_", " "))

    def values_of(self, declaration: FactDeclaration) -> tuple[str, ...] | None:
        """The permitted values of a `one_of` or `set` fact; None where any text is permitted."""
        open_tables = {
            "action.channel": self.channels,
            "action.purpose": self.purposes,
            "recipient.roles": self.roles,
            "cc.roles": self.roles,
        }
        if declaration.name in open_tables:
            return tuple(open_tables[declaration.name])
        return declaration.values or None


BUILT_IN = Vocabulary()
