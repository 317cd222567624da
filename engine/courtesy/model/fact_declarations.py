"""The facts that rules can read. Each is declared once, with all that the engine goes by: nothing else lists them."""

from __future__ import annotations

from courtesy.model import nouns
from courtesy.model.declaration import Changes, FactDeclaration, Kind, Subject
from courtesy.values import FactType

WEEKDAYS = tuple(nouns.WEEKDAYS)
TONES = ("negative", "neutral", "positive")
INTERVIEW_END = "interview.ended_at"
"""The fact that rules count from as `interview`."""


_B, _I, _S, _T = FactType.BOOLEAN, FactType.INTEGER, FactType.STRING, FactType.TIME

FACTS = {
    fact.name: fact
    for fact in (
        FactDeclaration(
            name="action.channel",
            type=FactType.ONE_OF,
            title="channel of the action",
            says="this is {}",
            kind=Kind.CHANNEL,
            of=Subject.ACT,
        ),
        FactDeclaration(
            name="action.purpose",
            type=FactType.ONE_OF,
            title="purpose of the action",
            says="the purpose is {}",
            kind=Kind.PURPOSE,
            of=Subject.ACT,
        ),
        FactDeclaration(
            name="action.tags",
            type=FactType.SET,
            title="tags of the action",
            says="the tags include {}",
            denies="the tags do not include {}",
            kind=Kind.TAGS,
            empty="there are no tags",
            of=Subject.ACT,
        ),
        FactDeclaration(
            name="action.at",
            type=_T,
            title="time of the action",
            says="the time is {}",
            of=Subject.ACT,
            changes=Changes.MOMENT,
        ),
        FactDeclaration(
            name="action.local_time",
            type=FactType.TIME_OF_DAY,
            title="time of day of the action, on the recipient's clock",
            says="it is {} on the recipient's clock",
            of=Subject.ACT,
            changes=Changes.CLOCK,
        ),
        FactDeclaration(
            name="action.weekday",
            type=FactType.ONE_OF,
            title="weekday of the action, where the recipient is",
            says="it is {} on the recipient's clock",
            kind=Kind.WEEKDAY,
            of=Subject.ACT,
            changes=Changes.DAY,
        ),
        FactDeclaration(
            name="action.business_day",
            type=_B,
            title="whether the action falls on a business day of the policy's calendar",
            says="it is a business day",
            denies="it is not a business day",
            of_calendar=True,
            of=Subject.ACT,
            changes=Changes.DAY,
        ),
        FactDeclaration(
            name="recipient.roles",
            type=FactType.SET,
            title="roles of the recipient",
            says="the recipient is {}",
            kind=Kind.ROLES,
            empty="the recipient is in no role",
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
            kind=Kind.ROLES,
            empty="it is copied to nobody in a role",
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
            of=Subject.CANDIDATE,
        ),
        FactDeclaration(
            name="candidate.linkedin.recommendations",
            type=_I,
            title="number of recommendations on the candidate's LinkedIn profile",
            unit="recommendations",
            says="the LinkedIn profile has {} recommendations",
            denies="the LinkedIn profile does not have {} recommendations",
            of=Subject.CANDIDATE,
        ),
        FactDeclaration(
            name="candidate.linkedin.portfolio_linked",
            type=_B,
            title="whether a portfolio is linked from the candidate's LinkedIn profile",
            says="a portfolio is linked from the LinkedIn profile",
            denies="no portfolio is linked from the LinkedIn profile",
            of=Subject.CANDIDATE,
        ),
        FactDeclaration(
            name=INTERVIEW_END,
            type=_T,
            title="end of the interview",
            says="the end of the interview is {}",
            moment="the interview",
        ),
        FactDeclaration(
            name="interview.decision_promised_for",
            type=_T,
            title="when a decision was promised",
            says="the promised decision date is {}",
            moment="the promised decision date",
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
