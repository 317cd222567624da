"""The sixteen rules of policy.yaml as data: what must hold of a flat fact sheet for a rule to be violated.

Each engine under comparison is given these, in its own language. No fact is ever unknown here: what a case does not
state is given its harmless value, which no rule that applies reads.
"""

from __future__ import annotations

from dataclasses import dataclass

Plain = bool | int | str | tuple[str, ...]
Sheet = dict[str, bool | int | str | list[str]]


@dataclass(frozen=True)
class Test:
    """One fact compared with a value.

    `op` is `is`, `is_not`, `one_of`, `none_of`, `less_than`, `at_least` or `more_than`; for lists of roles
    `has_one_of` or `has_none_of`.
    """

    fact: str
    op: str
    value: Plain


@dataclass(frozen=True)
class AnyOf:
    """At least one of the tests holds."""

    tests: tuple[Test, ...]


Condition = tuple[Test | AnyOf, ...]
"""All of these hold."""

YES, NO = True, False
HIRING = ("hr", "hiring_manager", "recruiter")
E_MAIL, CALL, POST = (
    Test("channel", "is", "email"),
    Test("channel", "is", "phone"),
    Test("channel", "is", "public_post"),
)
NOT_A_THANK_YOU = Test("purpose", "is_not", "thank_you")

RULES: dict[str, Condition] = {
    "timing.after-the-interview": (Test("seconds_since_interview", "less_than", 0),),
    "timing.email-after-a-week": (
        E_MAIL,
        Test("purpose", "one_of", ("check_in", "follow_up")),
        Test("seconds_after_first_week", "less_than", 0),
        Test("invited_contact", "is", NO),
    ),
    "timing.phone-in-business-hours": (CALL, Test("in_business_hours", "is", NO)),
    "channels.linkedin-profile-ready": (
        Test("channel", "one_of", ("linkedin_connection", "linkedin_message")),
        AnyOf(
            (
                Test("profile_polished", "is", NO),
                Test("recommendations", "less_than", 1),
                Test("portfolio_linked", "is", NO),
            )
        ),
    ),
    "channels.linkedin-connect-before-message": (
        Test("channel", "is", "linkedin_message"),
        Test("connection_requests", "less_than", 1),
    ),
    "channels.linkedin-people-you-met": (
        Test("channel", "is", "linkedin_connection"),
        Test("recipient_met", "is", NO),
        Test("recipient_roles", "has_none_of", ("hr", "recruiter")),
    ),
    "channels.copy-the-hiring-department": (
        E_MAIL,
        Test("purpose", "is", "follow_up"),
        Test("cc_roles", "has_none_of", HIRING),
        Test("recipient_roles", "has_none_of", HIRING),
    ),
    "frequency.email-once-a-week": (E_MAIL, NOT_A_THANK_YOU, Test("emails_last_7_days", "at_least", 1)),
    "frequency.owner-or-ceo-less-often": (
        E_MAIL,
        NOT_A_THANK_YOU,
        Test("leader_emails_last_14_days", "at_least", 1),
    ),
    "frequency.persistent-contact": (Test("touches_last_7_days", "at_least", 4),),
    "prohibitions.no-text-messages": (Test("channel", "is", "sms"),),
    "prohibitions.no-public-complaints": (POST, Test("message_tone", "is", "negative")),
    "prohibitions.no-naming-people": (POST, Test("names_contacts", "is", YES)),
    "prohibitions.respect-a-stop": (Test("asked_to_stop", "is", YES),),
    "content.short": (
        Test("channel", "one_of", ("email", "handwritten_note", "linkedin_message")),
        Test("message_words", "more_than", 150),
    ),
    "content.phone-purpose": (
        CALL,
        Test("purpose", "none_of", ("ask_question", "check_in", "provide_information", "references")),
    ),
}
RULE_IDS = tuple(RULES)


def alternatives(condition: Condition) -> list[tuple[Test, ...]]:
    """The condition as a list of conditions without `AnyOf`, any of which is enough."""
    found: list[tuple[Test, ...]] = [()]
    for part in condition:
        choices = part.tests if isinstance(part, AnyOf) else (part,)
        found = [(*tests, choice) for tests in found for choice in choices]
    return found


def in_words_of(ops: dict[str, str], condition: Condition, *, both: str, either: str, write: dict[str, str]) -> str:
    """A condition in another language: `ops` are its templates of {fact} and {value} per operator.

    `both` and `either` join; `write` holds its words for true and false and its brackets of lists.
    """

    def one(test: Test) -> str:
        return ops[test.op].format(fact=test.fact, value=_literal(test.value, write))

    parts = [
        one(part) if isinstance(part, Test) else f"({either.join(one(test) for test in part.tests)})"
        for part in condition
    ]
    return both.join(parts)


def _literal(value: Plain, write: dict[str, str]) -> str:
    if isinstance(value, bool):
        return write[str(value)]
    if isinstance(value, tuple):
        return write["open"] + ", ".join(_literal(item, write) for item in value) + write["close"]
    return f'"{value}"' if isinstance(value, str) else str(value)


JSON_LIKE = {"True": "true", "False": "false", "open": "[", "close": "]"}
