"""Pages about policies and facts, compared whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.model.almanac import Almanac, OpenHours, WorkCalendar
from courtesy.model.compiled import CompiledRule
from courtesy.model.declaration import FactDeclaration, Subject
from courtesy.model.policy import Citation, Level, Rule
from courtesy.model.predicate import (
    FALSE,
    TRUE,
    All,
    CaseDate,
    Fact,
    FieldTest,
    Not,
    OneOf,
    Recipients,
    Selector,
    TouchTime,
    Which,
)
from courtesy.model.preferences import ANY_CHANNEL, NO_PREFERENCES, OptionalAct, Preferences
from courtesy.model.vocabulary import BUILT_IN, Vocabulary
from courtesy.rendering import facts_table, policy_page
from courtesy.rendering.ink import plain
from courtesy.rules.expect import Expect
from courtesy.rules.forbid import Forbid
from courtesy.values import DAY, HOUR, Duration, DurationUnit, FactType

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.policy import PolicySource
    from courtesy.model.predicate import Predicate

_CHANNEL = Fact("action.channel", FactType.ONE_OF)
_BY_TEXT = OneOf(_CHANNEL, frozenset({"sms"}))
_INVITED = OneOf(Fact("recipient.invited_contact", FactType.BOOLEAN), frozenset({True}))


def _rule(rule_id: str, applies: Predicate = TRUE, unless: Predicate = FALSE, **fields: object) -> CompiledRule:
    rule = Rule(id=rule_id, type="forbid", body=None, **fields)  # type: ignore[arg-type]  # a body is only read earlier
    return CompiledRule(
        rule=rule,
        requirement=Forbid(forbidden=_BY_TEXT),
        applies=applies,
        unless=unless,
        required=Not(_BY_TEXT),
        time_dependent=(),
    )


RULES = (
    _rule(
        "prohibitions.no-text-messages",
        level=Level.MUST,
        title="No text messages",
        because="A text message reaches people at any hour.",
        remedy="write an e-mail",
        source=Citation("guide", "Do not text", 2),
        interpretation=True,
    ),
    _rule("prohibitions.quiet", applies=OneOf(_CHANNEL, frozenset({"email"})), unless=_INVITED, level=Level.SHOULD),
    _rule("small_talk.rare", level=Level.MAY),
)


CALENDAR = WorkCalendar()


def test_policy_page(policy: PolicySource, snapshot: Callable[[str, str], None]) -> None:
    """A policy's page shows its sources, and each rule with its level, reason and origin."""
    snapshot("policy/whole.txt", policy_page.render_policy(policy, RULES, CALENDAR, NO_PREFERENCES, plain))


def test_policy_without_bounds_is_valid_at_any_time(policy: PolicySource, snapshot: Callable[[str, str], None]) -> None:
    """A policy without dates and sources says so by leaving them out."""
    bare = replace(policy, valid_from=None, valid_until=None, sources={})
    snapshot("policy/bare.txt", policy_page.render_policy(bare, (), WorkCalendar(), NO_PREFERENCES, plain))


def _owed(rule_id: str, applies: Predicate = TRUE, **fields: object) -> CompiledRule:
    expected = Expect(**{"at_least": 1, "within": None, "for_each": (), "almanac": Almanac(), **fields})  # type: ignore[arg-type]  # by name
    parts = tuple(part for part in (applies, *expected.premises()) if part != TRUE)
    return CompiledRule(
        rule=Rule(id=rule_id, level=Level.SHOULD, type="expect", body=None),  # type: ignore[arg-type]  # a body is only read earlier
        requirement=expected,
        applies=parts[0] if len(parts) == 1 else All(parts),
        unless=FALSE,
        required=expected.lower(),
        time_dependent=(),
    )


_INTERVIEW = CaseDate("interview.ended_at")
_NOTE, _CALL = (Selector((FieldTest("channel", frozenset({name})),)) for name in ("handwritten_note", "phone"))
_MET = OneOf(Fact("recipient.met", FactType.BOOLEAN), frozenset({True}))
_DAY, _WEEK = Duration(1, DurationUnit.DAY), Duration(1, DurationUnit.WEEK)
_OWED = (
    _owed("owed.note", act=_NOTE, within=_DAY, after=_INTERVIEW, for_each=("hr", "interviewer")),
    _owed("owed.note-to-some", applies=_MET, act=_NOTE, after=TouchTime(Which.LAST, _CALL), for_each=("interviewer",)),
    _owed("owed.calls", act=Selector(_CALL.tests, to=Recipients.SAME_COMPANY), at_least=2, after=_INTERVIEW),
)
_OFFICE = (OpenHours(frozenset(range(5)), 9 * HOUR, 17 * HOUR, holidays=False),)
_PREFERENCES = Preferences(
    channels=("handwritten_note", "email", "phone"),
    hours={"email": _OFFICE, "linkedin_message": _OFFICE, "phone": (OpenHours(frozenset({0}), 0, DAY),)},
    gaps={ANY_CHANNEL: _DAY, "email": _WEEK},
    optional=(
        OptionalAct(
            title="A short weekly e-mail",
            channel="email",
            purpose="follow_up",
            to=("interviewer",),
            for_each=(),
            cc=("hr", "recruiter"),
            every=_WEEK,
        ),
        OptionalAct(
            title="A question", channel="phone", purpose="ask_question", to=(), for_each=("hr",), cc=(), every=_DAY
        ),
    ),
)


def test_page_of_obligations_and_preferences(policy: PolicySource, snapshot: Callable[[str, str], None]) -> None:
    """What is owed is said in one sentence, without its lowered conditions; preferences stand at the end, in rows."""
    snapshot("policy/obligations.txt", policy_page.render_policy(policy, _OWED, CALENDAR, _PREFERENCES, plain))


def test_rule_page(policy: PolicySource, snapshot: Callable[[str, str], None]) -> None:
    """One rule's page tells where in the policy's files it stands."""
    snapshot("policy/rule.txt", policy_page.render_rule(policy, RULES[0], "policies/prohibitions.yaml:7:3", plain))


def test_facts_table(snapshot: Callable[[str, str], None]) -> None:
    """Every built-in fact is listed with its type and meaning."""
    snapshot("facts/table.txt", facts_table.render(BUILT_IN, plain))


def test_agency_facts_are_listed() -> None:
    """A fact that a policy declares stands in the table like any other."""
    fact = FactDeclaration(
        name="attributes.competing_offer", type=FactType.BOOLEAN, title="whether there is one", of=Subject.OWN
    )
    table = facts_table.render(Vocabulary(facts={fact.name: fact}), plain)
    assert table == "attributes.competing_offer (boolean)\n    whether there is one\n"


def test_policy_list_is_aligned() -> None:
    """Policies are listed in aligned columns, one line each."""
    rows = [("hire-wire", "1.0.0", "Interview follow-up"), ("x", "10.0.0", "Another")]
    expected = "hire-wire  1.0.0   Interview follow-up\nx          10.0.0  Another\n"
    assert expected == policy_page.render_list(rows)


def test_no_policies_is_an_empty_list() -> None:
    """Without policies nothing is printed."""
    assert policy_page.render_list([]) == ""
