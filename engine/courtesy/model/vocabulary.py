"""The words that policies and cases may use: facts, channels, purposes, roles. Each is declared once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from courtesy.model import nouns
from courtesy.model.nouns import Noun
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Mapping


class FactDeclaration(Struct, frozen=True, kw_only=True):
    """A fact that rules can read.

    `says` states a value in words, `{}` standing for the value ("the message has {} words"), and `denies` that it has
    none of the values that stand for `{}`; for a boolean fact `says` is the sentence when it is true and `denies` the
    sentence when it is false. `values` lists the permitted values of a `one_of` or `set`, empty where the vocabulary's
    channels, purposes or roles are meant.
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


CHANNEL_ALIASES = {"x": "twitter"}
OUTCOMES = ("delivered", "answered", "no_answer", "voicemail", "accepted", "declined", "bounced", "failed", "cancelled")
VOID_OUTCOMES = frozenset({"bounced", "failed", "cancelled"})
"""Touches with these outcomes reached nobody and do not count unless selected."""
EVENTS = ("reply", "auto_reply", "call", "stop_request", "invitation")
WEEKDAYS = tuple(nouns.WEEKDAYS)
TONES = ("negative", "neutral", "positive")

_B, _I, _S, _T = FactType.BOOLEAN, FactType.INTEGER, FactType.STRING, FactType.TIME

FACTS = {
    fact.name: fact
    for fact in (
        FactDeclaration(name="action.channel", type=FactType.ONE_OF, title="channel of the act", says="this is {}"),
        FactDeclaration(
            name="action.purpose", type=FactType.ONE_OF, title="purpose of the act", says="the purpose is {}"
        ),
        FactDeclaration(
            name="action.tags",
            type=FactType.SET,
            title="tags of the act",
            says="the tags include {}",
            denies="the tags do not include {}",
        ),
        FactDeclaration(name="action.at", type=_T, title="time of the act", says="the time is {}", temporal=True),
        FactDeclaration(
            name="action.local_time",
            type=FactType.TIME_OF_DAY,
            title="time of day of the act, on the recipient's clock",
            says="it is {} on the recipient's clock",
            local=True,
            temporal=True,
        ),
        FactDeclaration(
            name="action.weekday",
            type=FactType.ONE_OF,
            title="weekday of the act, where the recipient is",
            values=WEEKDAYS,
            says="it is {} on the recipient's clock",
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
            denies="it is not copied to {}",
        ),
        FactDeclaration(
            name="message.words",
            type=_I,
            title="number of words in the body of the message",
            unit="words",
            says="the message has {} words",
            denies="the message does not have {} words",
        ),
        FactDeclaration(
            name="message.sentences",
            type=_I,
            title="number of sentences in the body of the message",
            unit="sentences",
            says="the message has {} sentences",
            denies="the message does not have {} sentences",
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
            title="number of recommendations on the candidate's LinkedIn profile",
            unit="recommendations",
            says="the LinkedIn profile has {} recommendations",
            denies="the LinkedIn profile does not have {} recommendations",
        ),
        FactDeclaration(
            name="candidate.linkedin.portfolio_linked",
            type=_B,
            title="whether a portfolio is linked from the candidate's LinkedIn profile",
            says="a portfolio is linked from the LinkedIn profile",
            denies="no portfolio is linked from the LinkedIn profile",
        ),
        FactDeclaration(
            name="interview.ended_at", type=_T, title="end of the interview", says="the end of the interview is {}"
        ),
        FactDeclaration(
            name="interview.decision_promised_for",
            type=_T,
            title="when a decision was promised",
            says="the promised decision date is {}",
        ),
        FactDeclaration(
            name="interview.format",
            type=FactType.ONE_OF,
            title="form of the interview",
            values=("in_person", "phone", "video"),
            says="the interview was held {}",
            denies="the interview was not held {}",
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
    """What one policy may speak of: the built-in words and the policy's own. Equal only to itself: it can be a key.

    `zone` is the policy's own, in which the times that its rules state are told; None tells them in UTC.
    """

    facts: Mapping[str, FactDeclaration] = field(default_factory=lambda: FACTS)
    channels: Mapping[str, Noun] = field(default_factory=lambda: nouns.CHANNELS)
    purposes: Mapping[str, Noun] = field(default_factory=lambda: nouns.PURPOSES)
    roles: Mapping[str, Noun] = field(default_factory=lambda: nouns.ROLES)
    zone: str | None = None

    def extended(
        self,
        *,
        facts: Mapping[str, FactDeclaration] | None = None,
        channels: Mapping[str, Noun] | None = None,
        purposes: Mapping[str, Noun] | None = None,
        roles: Mapping[str, Noun] | None = None,
        zone: str | None = None,
    ) -> Vocabulary:
        """A vocabulary with further words; this one is untouched."""
        return replace(
            self,
            facts={**self.facts, **(facts or {})},
            channels={**self.channels, **(channels or {})},
            purposes={**self.purposes, **(purposes or {})},
            roles={**self.roles, **(roles or {})},
            zone=zone or self.zone,
        )

    def noun_for(self, name: str, value: str) -> Noun:
        """What people call one value of the fact or field `name`: `linkedin_message` is a "LinkedIn message"."""
        tables = {
            "channel": self.channels,
            "action.channel": self.channels,
            "purpose": self.purposes,
            "action.purpose": self.purposes,
            "roles": self.roles,
            "recipient.roles": self.roles,
            "cc.roles": self.roles,
            "action.weekday": nouns.WEEKDAYS,
        }
        return tables.get(name, {}).get(value) or Noun(value.replace("_", " "))

    def words_for(self, name: str, value: str) -> str:
        """The noun alone, without its article and plural."""
        return self.noun_for(name, value).name

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
