"""A sentence for each word of the language whose declaration says nothing of its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model import nouns
from courtesy.model.lint import Sense
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.policy import Concerns, Level
from courtesy.model.predicate import Direction, Period, Recipients, Which
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.review.lint.pages import page_of
from courtesy.values import DurationUnit, FactType

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS: Mapping[str, str] = {
    Level.MUST: "Binding: an action that breaks it is refused, or has to wait.",
    Level.SHOULD: "Good practice: an action that breaks it is permitted, with a warning.",
    Level.MAY: "A suggestion: it is shown as a hint and changes nothing.",
}
UNITS: Mapping[DurationUnit, str] = {
    DurationUnit.MINUTE: "Elapsed time.",
    DurationUnit.HOUR: "Elapsed time.",
    DurationUnit.DAY: "Calendar days in the recipient's zone, at the same clock time.",
    DurationUnit.WEEK: "Seven calendar days each, at the same clock time.",
    DurationUnit.DATE: "Whole local dates, the first being the date of the anchor itself.",
    DurationUnit.BUSINESS_DAY: "Days that are neither weekend nor holiday nor closed; the anchor's date is day 0.",
    DurationUnit.BUSINESS_HOUR: "Elapsed time inside the `business_hours` of business days.",
    DurationUnit.MONTH: "Calendar months in the recipient's zone, same day and clock time.",
    DurationUnit.YEAR: "Calendar years in the recipient's zone, same day and clock time.",
}
PERIODS: Mapping[Period, str] = {
    period: f"The touches since this {period} began, on the recipient's clock." for period in Period
}
CASE_WINDOW = "All touches since the interview."
FACT_TYPES: Mapping[str, str] = {
    FactType.BOOLEAN: "`true` or `false`.",
    FactType.INTEGER: "A whole number.",
    FactType.NUMBER: "A number, with or without a fraction.",
    FactType.STRING: "Any text.",
    FactType.ONE_OF: "One of the `values` that are listed.",
    FactType.SET: "Several values at once.",
    FactType.TIME: "A date, or a date with a time.",
    FactType.TIME_OF_DAY: "A time of day on a 24-hour clock.",
    FactType.DURATION: "A length of time, such as `7 days`.",
}
WHICH: Mapping[Which, str] = {
    Which.LAST: "The latest matching touch before the action.",
    Which.FIRST: "The earliest matching touch.",
}
_OUTCOMES = {
    "delivered": "It reached them, as far as is known; so is a touch of which nothing is said.",
    "answered": "They answered the call.",
    "no_answer": "Nobody answered the call.",
    "voicemail": "A message was left on their voicemail.",
    "accepted": "They accepted it, as a connection request.",
    "declined": "They declined it.",
    "bounced": "It came back.",
    "failed": "It could not be sent.",
    "cancelled": "It was called off.",
}
OUTCOMES = {
    outcome: f"{said} Counts only where a rule asks for it." if outcome in VOID_OUTCOMES else said
    for outcome, said in _OUTCOMES.items()
}
EVENTS = {
    "reply": "They replied.",
    "auto_reply": "A machine replied for them.",
    "call": "They called.",
    "stop_request": "They asked for no more contact.",
    "invitation": "They asked to be contacted.",
}
VERDICTS: Mapping[str, str] = {
    Outcome.DENY: "A required rule is broken, and no later time heals it: do not do this.",
    Outcome.WAIT: "Not yet: it is permitted from a later time on.",
    Outcome.UNDETERMINED: "A required rule depends on a fact that is not known.",
    Outcome.WARN: "Permitted, though a recommended rule is broken.",
    Outcome.ALLOW: "Go ahead.",
}
_STANDINGS: Mapping[str, str] = {
    Standing.MET: "It is met by what was done.",
    Standing.PLANNED: "It is met by what is planned in time.",
    Standing.DUE: "It is still to be done, and there is time left.",
    Standing.OVERDUE: "Its time is over.",
    Standing.OPEN: "It is still to be done, and there is no end to its time.",
    Standing.UNDETERMINED: "A fact that it depends on is not known.",
    Standing.WAIVED: "Somebody has granted an exception: it is not owed.",
}
WEEKDAYS = {day: noun.name for day, noun in nouns.WEEKDAYS.items()}
SHORT_WEEKDAYS = {day[:3]: noun.name for day, noun in nouns.WEEKDAYS.items()}
_OF_THE_POLICY = "What the policy says of itself."

BY_TITLE: Mapping[str, Mapping[str, str]] = {
    "Level": LEVELS,
    "Direction": {
        Direction.OUTBOUND: "We acted; so is a touch of which nothing is said.",
        Direction.INBOUND: "They acted.",
        "any": "Whoever acted.",
    },
    "Whose touches": {
        Recipients.SAME_CONTACT: "Touches of the contact that the action goes to.",
        Recipients.SAME_COMPANY: "Touches of any contact of the case.",
        Recipients.ANYONE: "Touches of anyone.",
    },
    "Concerns": {
        Concerns.ADDRESSED: "Those whom the action addresses (`to`); so is a rule that says nothing.",
        Concerns.COPIED: "Those who get a copy (`cc`).",
        Concerns.EVERYONE: "Those whom it addresses, and those who get a copy.",
    },
    "Week starts": {"policy": _OF_THE_POLICY, **WEEKDAYS},
    "Type": FACT_TYPES,
    "Outcome": {**VERDICTS, "open": "Nobody has said yet what is right: the test fails until somebody does."},
    "Whole": VERDICTS,
    "Standing": _STANDINGS,
    "Unlisted channel": {
        "deny": "An action on a channel that nobody declared is refused.",
        "warn": "It is permitted, with a warning.",
        "allow": "It is permitted.",
    },
    "Sense": {sense: page_of(sense).summary for sense in Sense},
    "Article": {"a": "As in `a visit`.", "an": "As in `an offer`."},
}
"""The sentences of words that are listed in a schema, by the title of what lists them."""
