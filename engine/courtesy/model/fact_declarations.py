"""The facts that rules can read. Each is declared once, with all that the engine goes by: nothing else lists them."""

from __future__ import annotations

from msgspec import Struct

from courtesy.model import nouns
from courtesy.values import FactType, Word

WEEKDAYS = tuple(nouns.WEEKDAYS)
TONES = ("negative", "neutral", "positive")


class Subject(Word):
    """What a fact is of: the act, its text (written last), who else gets it, the contact it reaches, or the case."""

    ACT = "act"
    TEXT = "text"
    OTHERS = "others"
    CONTACT = "contact"
    CASE = "case"

    @property
    def of_an_act(self) -> bool:
        """Whether there has to be an act to read it of."""
        return self in {Subject.ACT, Subject.TEXT, Subject.OTHERS}


class Changes(Word):
    """When the value of a fact can change as the act is moved in time and all else stays as it is."""

    NEVER = "never"
    MOMENT = "with every moment"
    CLOCK = "with the clock"
    DAY = "with the local day"
    EVENT = "from an event on"


class FactDeclaration(Struct, frozen=True, kw_only=True):
    """A fact that rules can read.

    `says` states a value in words, `{}` standing for the value ("the message has {} words"), and `denies` that it has
    none of the values that stand for `{}`; for a boolean fact `says` is the sentence when it is true and `denies` the
    sentence when it is false. `values` lists the permitted values of a `one_of` or `set`, empty where the vocabulary's
    channels, purposes or roles are meant.

    `of` and `changes` are what the rest of the engine goes by: who can read it, when it can change, what is missing
    where it is unknown. `event` is the inbound event from which on a fact that changes with one holds; such a fact is
    derived from its declaration alone.
    """

    name: str
    type: FactType
    title: str
    unit: str | None = None
    values: tuple[str, ...] = ()
    says: str = ""
    denies: str = ""
    of: Subject = Subject.CASE
    changes: Changes = Changes.NEVER
    event: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where only one of `changes` and `event` speaks of an event."""
        if (self.event is None) is (self.changes is Changes.EVENT):
            raise ValueError(self.name)

    @property
    def local(self) -> bool:
        """Whether it is a reading of the act's time on a clock."""
        return self.changes in {Changes.CLOCK, Changes.DAY}


_B, _I, _S, _T = FactType.BOOLEAN, FactType.INTEGER, FactType.STRING, FactType.TIME

FACTS = {
    fact.name: fact
    for fact in (
        FactDeclaration(
            name="action.channel", type=FactType.ONE_OF, title="channel of the act", says="this is {}", of=Subject.ACT
        ),
        FactDeclaration(
            name="action.purpose",
            type=FactType.ONE_OF,
            title="purpose of the act",
            says="the purpose is {}",
            of=Subject.ACT,
        ),
        FactDeclaration(
            name="action.tags",
            type=FactType.SET,
            title="tags of the act",
            says="the tags include {}",
            denies="the tags do not include {}",
            of=Subject.ACT,
        ),
        FactDeclaration(
            name="action.at",
            type=_T,
            title="time of the act",
            says="the time is {}",
            of=Subject.ACT,
            changes=Changes.MOMENT,
        ),
        FactDeclaration(
            name="action.local_time",
            type=FactType.TIME_OF_DAY,
            title="time of day of the act, on the recipient's clock",
            says="it is {} on the recipient's clock",
            of=Subject.ACT,
            changes=Changes.CLOCK,
        ),
        FactDeclaration(
            name="action.weekday",
            type=FactType.ONE_OF,
            title="weekday of the act, where the recipient is",
            values=WEEKDAYS,
            says="it is {} on the recipient's clock",
            of=Subject.ACT,
            changes=Changes.DAY,
        ),
        FactDeclaration(
            name="action.business_day",
            type=_B,
            title="whether the act falls on a business day of the policy's calendar",
            says="it is a business day",
            denies="it is not a business day",
            of=Subject.ACT,
            changes=Changes.DAY,
        ),
        FactDeclaration(
            name="recipient.roles",
            type=FactType.SET,
            title="roles of the recipient",
            says="the recipient is {}",
            of=Subject.CONTACT,
        ),
        FactDeclaration(
            name="recipient.met",
            type=_B,
            title="whether the candidate met the recipient in the interview",
            says="you met the recipient in the interview",
            denies="you did not meet the recipient in the interview",
            of=Subject.CONTACT,
        ),
        FactDeclaration(
            name="recipient.invited_contact",
            type=_B,
            title="whether the recipient has asked to be contacted",
            says="the recipient asked to be contacted",
            denies="the recipient has not asked to be contacted",
            of=Subject.CONTACT,
            changes=Changes.EVENT,
            event="invitation",
        ),
        FactDeclaration(
            name="recipient.asked_to_stop",
            type=_B,
            title="whether the recipient has asked for no more contact",
            says="the recipient asked not to be contacted again",
            denies="the recipient has not asked to stop",
            of=Subject.CONTACT,
            changes=Changes.EVENT,
            event="stop_request",
        ),
        FactDeclaration(
            name="recipient.relationship",
            type=_S,
            title="relationship to the recipient, in the case's own words",
            says="the relationship is {}",
            of=Subject.CONTACT,
        ),
        FactDeclaration(
            name="recipient.zone",
            type=_S,
            title="time zone of the recipient",
            says="the recipient's zone is {}",
            of=Subject.CONTACT,
        ),
        FactDeclaration(
            name="cc.roles",
            type=FactType.SET,
            title="roles of everyone else who gets the message",
            says="it is copied to {}",
            denies="it is not copied to {}",
            of=Subject.OTHERS,
        ),
        FactDeclaration(
            name="message.words",
            type=_I,
            title="number of words in the body of the message",
            unit="words",
            says="the message has {} words",
            denies="the message does not have {} words",
            of=Subject.TEXT,
        ),
        FactDeclaration(
            name="message.sentences",
            type=_I,
            title="number of sentences in the body of the message",
            unit="sentences",
            says="the message has {} sentences",
            denies="the message does not have {} sentences",
            of=Subject.TEXT,
        ),
        FactDeclaration(
            name="message.tone",
            type=FactType.ONE_OF,
            title="tone of the message",
            values=TONES,
            says="the tone is {}",
            of=Subject.TEXT,
        ),
        FactDeclaration(
            name="message.mentions_thanks",
            type=_B,
            title="whether the message says thanks",
            says="the message says thanks",
            denies="the message does not say thanks",
            of=Subject.TEXT,
        ),
        FactDeclaration(
            name="message.names_contacts",
            type=_B,
            title="whether the message names a contact of the case",
            says="the text names a contact of the case",
            denies="the text names no contact of the case",
            of=Subject.TEXT,
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
