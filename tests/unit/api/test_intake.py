"""Values built in Python are held to what a file is: the same errors, or the same verdict."""

from __future__ import annotations

import contextlib
import gc
import weakref
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import courtesy
from courtesy import Action, Case, Contact, Message, Touch
from courtesy.api import intake
from courtesy.model.case import History

if TYPE_CHECKING:
    from collections.abc import Callable

INTERVIEW = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
DOCUMENT = {
    "zone": "UTC",
    "interview": {"ended_at": INTERVIEW},
    "contacts": {"boss": {"roles": ["interviewer", "owner"]}, "hr": {"roles": ["hr"]}},
    "actions": [{"channel": "email", "purpose": "follow_up", "to": "boss", "cc": ["hr"], "at": NOW}],
}
PEOPLE = {
    "boss": Contact(roles=frozenset({"interviewer"}), zones=("UTC",)),
    "hr": Contact(roles=frozenset({"hr"}), zones=("UTC",)),
}
POLICY = courtesy.load_policy("hire-wire", matcher="native")
AGENCY = courtesy.parse_policy(
    """
courtesy: 1
id: agency
version: 1.0.0
title: An agency
defaults: {unlisted_channel: warn}
channels: {fax: fax}
purposes: {reminder: reminder}
facts:
  attributes.level: {type: integer, title: level}
  attributes.notice: {type: duration, title: notice}
  attributes.due: {type: time, title: due}
rules:
  - {id: a.fax, level: must, applies_to: {channel: fax}, forbid: {attributes.level: {at_least: 2}}}
"""
)


def case(**changed: Any) -> Any:
    """A case of one interview, from the public constructors."""
    return Case(**{"zone": "UTC", "contacts": PEOPLE, "facts": {"interview.ended_at": INTERVIEW}, **changed})


def mail(**changed: Any) -> Any:
    """A follow-up e-mail to the interviewer, copied to hr."""
    return Action(
        **{"id": "a", "channel": "email", "purpose": "follow_up", "to": ("boss",), "cc": ("hr",), "at": NOW, **changed}
    )


def sent(**changed: Any) -> Any:
    """The e-mail of yesterday."""
    return Touch(**{"at": YESTERDAY, "channel": "email", "purpose": "follow_up", "to": ("boss",), **changed})


def outcome(of: Any = None, action: Any = None) -> str:
    """What hire-wire says."""
    return POLICY.check(case() if of is None else of, mail() if action is None else action, now=NOW).outcome.value


def refused(of: Any = None, action: Any = None) -> dict[str, str | None]:
    """What is wrong, by path, with what was meant."""
    with pytest.raises(courtesy.InvalidInputError) as raised:
        outcome(of, action)
    return {str(problem.span): problem.suggestion for problem in raised.value.problems}


class Colour(Enum):
    """No word of any policy."""

    RED = "red"


class Words(StrEnum):
    """A program's own names for words."""

    EMAIL = "email"
    FOLLOW_UP = "follow_up"


LOST = Contact(zones=("America/Chcago",))
STOP = {"at": YESTERDAY, "channel": "email", "from_": ("boss",), "direction": "inbound", "event": "stop_request"}


@pytest.mark.parametrize(
    ("of", "action", "expected"),
    [
        ({}, {"purpose": "followup"}, {"purpose": "follow_up"}),
        ({}, {"purpose": "Thank_you"}, {"purpose": "thank_you"}),
        ({"history": [Touch(**{**STOP, "event": "stop-request"})]}, {}, {"history[0].event": "stop_request"}),
        ({"history": [Touch(**{**STOP, "direction": "inbuond"})]}, {}, {"history[0].direction": "inbound"}),
        ({"contacts": {"boss": Contact(roles=["interveiwer"])}}, {}, {"contacts.boss.roles[0]": "interviewer"}),
        ({"history": [sent(to=("BOSS",))]}, {}, {"history[0].to[0]": "boss"}),
        ({}, {"to": "hrr"}, {"to": "hr"}),
        ({"facts": {"interview.end_at": INTERVIEW}}, {}, {"facts.interview.end_at": "interview.ended_at"}),
        ({"contacts": {**PEOPLE, "boss": LOST}}, {}, {"contacts.boss.zones[0]": "America/Chicago"}),
        ({}, {"at": datetime(9999, 12, 31, tzinfo=UTC)}, {"at": None}),
        ({}, {"at": datetime(2300, 1, 1, tzinfo=UTC)}, {"at": None}),
        ({"history": [sent(at=datetime(1, 1, 1, tzinfo=UTC))]}, {}, {"history[0].at": None}),
        ({"zone": None}, {"at": datetime(2026, 12, 1, 15)}, {"at": None}),  # noqa: DTZ001  the point
        ({}, {"message": Message(body="x" * 100_001)}, {"message.body": None}),
        ({}, {"attributes": {"urgent": True}}, {"attributes.urgent": None}),
    ],
)  # fmt: skip
def test_a_slip_is_an_error_where_it_was_made(of: dict[str, Any], action: dict[str, Any], expected: Any) -> None:
    """What no file may say is refused in Python too, at its path and with the near match."""
    assert expected == refused(case(**of), mail(**action))


@pytest.mark.parametrize(
    ("of", "action", "expected"),
    [
        ({}, {}, "allow"),
        ({"history": [Touch(**STOP)]}, {}, "deny"),
        ({"history": [{**{k: v for k, v in STOP.items() if k != "from_"}, "from": "boss"}]}, {}, "deny"),
        ({"history": (sent(),)}, {}, "wait"),
        ({"history": History.of((sent(),))}, {}, "wait"),
        ({"history": list(History.of((sent(),)))}, {}, "wait"),
        ({"history": History((sent(),))}, {}, "wait"),
        ({"history": [sent(direction="outbound", channel=Words.EMAIL)]}, {}, "wait"),
        ({"history": [sent(at=datetime(2026, 11, 30, 15))]}, {}, "wait"),  # noqa: DTZ001  read in the case's zone
        ({"history": None}, {}, "undetermined"),
        ({"contacts": {"boss": Contact(roles=["interviewer"]), "hr": {"roles": "hr"}}}, {}, "allow"),
        ({"contacts": {"boss": Contact(roles={"interviewer"}), "hr": Contact()}}, {}, "undetermined"),
        ({}, {"to": "hr", "cc": ()}, "allow"),
        ({}, {"to": ["boss"], "cc": {"hr"}, "tags": ["status"]}, "allow"),
        ({}, {"channel": Words.EMAIL, "purpose": Words.FOLLOW_UP}, "allow"),
    ],
)  # fmt: skip
def test_what_is_meant_is_read_as_in_a_file(of: dict[str, Any], action: dict[str, Any], expected: str) -> None:
    """Text for an enumeration, lists for sets, one contact alone and local times are read as a file's are."""
    assert expected == outcome(case(**of), mail(**action))


def test_a_case_is_checked_in_the_words_of_each_policy() -> None:
    """A case that one policy has read is read anew by another, whose words it may not speak."""
    theirs = AGENCY.case_from(
        {
            "zone": "UTC",
            "contacts": {"desk": {}},
            "attributes": {"level": 1, "notice": "2 business days", "due": "2026-12-24"},
            "history": [{"channel": "fax", "purpose": "reminder", "to": "desk", "at": YESTERDAY}],
            "actions": [{"channel": "fax", "purpose": "reminder", "to": "desk", "attributes": {"due": NOW}}],
        }
    )
    assert AGENCY.check(theirs, now=NOW).permitted
    again = Case(**{name: getattr(theirs, name) for name in theirs.__struct_fields__})
    other = courtesy.Policy(AGENCY.source)
    assert AGENCY.check(again, now=NOW) == other.check(theirs, now=NOW)
    with pytest.raises(courtesy.InvalidInputError) as raised:
        POLICY.check(theirs, now=NOW)
    assert {"facts.attributes.level", "actions[0].purpose"} <= {str(problem.span) for problem in raised.value.problems}


@pytest.mark.parametrize(
    "ask",
    [
        lambda of: POLICY.check(of, mail(), now=NOW),
        lambda of: POLICY.check_plan(of, now=NOW),
        lambda of: POLICY.obligations(of, now=NOW),
        lambda of: POLICY.windows(of, mail(), now=NOW),
        lambda of: POLICY.plan(of, now=NOW),
        lambda of: POLICY.next_steps(of, now=NOW),
    ],
)
def test_every_question_checks_its_case(ask: Callable[[Any], Any]) -> None:
    """Whatever is asked, a case that no file could state is refused."""
    with pytest.raises(courtesy.InvalidInputError):
        ask(case(contacts={"boss": Contact(roles=("chief",))}, actions=(mail(cc=()),)))
    with pytest.raises(courtesy.UnusableArgumentError, match="expected a case, found a value of type `dict`"):
        ask({})


@pytest.mark.parametrize(
    "now", ["today", NOW.date(), NOW.replace(tzinfo=None), datetime(9999, 12, 31, tzinfo=UTC), None]
)
def test_now_is_a_time_that_can_be_reckoned_with(now: Any) -> None:
    """What is no aware datetime of known years is refused as `now` and `until`."""
    with pytest.raises(courtesy.UnusableArgumentError, match="`now`"):
        POLICY.check(case(), mail(), now=now)
    if now is not None:
        with pytest.raises(courtesy.UnusableArgumentError, match="`until`"):
            POLICY.windows(case(), mail(), now=NOW, until=now)


def test_what_was_read_once_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check in a loop reads a case once, and each kind of action once, whatever their ids and times."""
    read = []
    for name in ("read_case", "read_action"):
        function = getattr(intake, name)
        monkeypatch.setattr(intake, name, lambda *args, f=function: read.append(f.__name__) or f(*args))
    policy, built = courtesy.Policy(POLICY.source), case()
    for hour in range(50):
        policy.check(built, mail(id=f"mail-{hour}", at=NOW + timedelta(hours=hour)), now=NOW)
        policy.check(built.with_actions((mail(),)), now=NOW)
    assert ["read_case", "read_action"] == read
    loaded = policy.case_from({"zone": "UTC", "contacts": {"boss": {"roles": "interviewer"}, "hr": {}}})
    for _ in range(3):
        policy.check(loaded, mail(), now=NOW)
    assert ["read_case", "read_action", "read_action"] == read


def test_a_case_that_is_gone_is_forgotten() -> None:
    """What is remembered of a case goes with it, that of its copy as well."""
    policy = courtesy.Policy(POLICY.source)
    for _ in range(5):
        policy.check(case(contacts=dict(PEOPLE)), mail(), now=NOW)
        policy.case_from({"zone": "UTC"})
    gc.collect()
    assert {} == policy._intake._settings


ASKED: dict[str, Callable[[courtesy.Policy, Case], object]] = {
    "check": lambda policy, asked: policy.check(asked, asked.actions[0], now=NOW, alternatives=True),
    "check_plan": lambda policy, asked: policy.check_plan(asked, now=NOW, alternatives=True),
    "obligations": lambda policy, asked: policy.obligations(asked, now=NOW),
    "windows": lambda policy, asked: policy.windows(asked, asked.actions[0], now=NOW),
    "next_steps": lambda policy, asked: policy.next_steps(asked, now=NOW, until=NOW + timedelta(days=2)),
    "plan": lambda policy, asked: policy.plan(asked, now=NOW, until=NOW + timedelta(days=2)),
}


@pytest.mark.parametrize("question", ASKED)
def test_a_case_that_was_asked_about_is_forgotten(question: str) -> None:
    """Whatever is asked about a case with a history and with people in roles, nothing of it is kept once it is gone."""
    policy = courtesy.Policy(POLICY.source)
    touch = {"channel": "email", "purpose": "follow_up", "to": ["boss", "hr"], "at": YESTERDAY}
    asked = policy.case_from({**DOCUMENT, "history": [touch, {**touch, "channel": "phone", "to": "hr"}]})
    ASKED[question](policy, asked)
    kept: list[weakref.ref[Any]] = [weakref.ref(asked), weakref.ref(asked.contacts)]
    del asked
    gc.collect()
    assert ([None, None], {}) == ([one() for one in kept], policy._intake._settings)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.binary(max_size=4),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.decimals(),
    st.sampled_from(
        [
            object(), Colour.RED, Colour, Words.EMAIL, print, UUID(int=5), Decimal("1E999999"), 10**400, range(3),
            UTC, mail(), sent(), Contact(id="boss"), Message(body="Thank you."), History(), case(),
            "boss", "email", "follow_up", ("boss",), ["boss", "hr"], {"boss"}, {"boss": {}}, {1: 2}, [[]], {}, (),
            datetime(1905, 1, 1, tzinfo=timezone(timedelta(seconds=1172))), NOW.replace(year=1), NOW.replace(year=9999),
        ]
    ),
    st.lists(st.one_of(st.integers(), st.text(max_size=3)), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip
FIELDS = [
    (maker, name)
    for maker, kind in ((case, Case), (mail, Action), (sent, Touch), (Contact, Contact), (Message, Message))
    for name in kind.__struct_fields__
]


@pytest.mark.no_cover
@given(field=st.sampled_from(FIELDS), odd=ODD)
def test_nothing_odd_gets_through_to_the_engine(field: tuple[Any, str], odd: Any) -> None:
    """Any value in any field of what callers make gets a verdict or an error of Courtesy, never another one."""
    maker, name = field
    with contextlib.suppress(courtesy.CourtesyError):
        made = maker(**{name: odd})
        if isinstance(made, Case):
            POLICY.check(made, made.propose("phone", to="boss"), now=NOW)
        elif isinstance(made, Action):
            POLICY.check(case(actions=(made,)), made, now=NOW)
        elif isinstance(made, Touch):
            POLICY.check(case(history=(made,)), mail(), now=NOW)
        elif isinstance(made, Contact):
            POLICY.check(case(contacts={**PEOPLE, "boss": made}), mail(), now=NOW)
        else:
            POLICY.check(case(), mail(message=made), now=NOW)


@pytest.mark.no_cover
@given(
    st.builds(
        Action,
        channel=st.sampled_from(["email", "phone", "public_post", "x", "E-mail", Words.EMAIL]),
        id=st.sampled_from(["a", "b-1", " a", "", "a b", 5]),
        to=st.sampled_from([(), ("boss",), ("boss", "boss"), ["hr"], "hr", ("nobody",)]),
        cc=st.sampled_from([(), ("hr",), ("boss", "hr")]),
        purpose=st.sampled_from([None, "follow_up", Words.FOLLOW_UP, "followup", ""]),
        at=st.sampled_from([None, NOW, NOW.replace(tzinfo=None), NOW.replace(year=2199), NOW.replace(year=2200)]),
        message=st.sampled_from([None, Message(body=" Thank you. "), Message(body="\x00")]),
        tags=st.sampled_from([frozenset(), {"status"}, ["status", "status"], (1, True)]),
    )
)
def test_what_is_remembered_is_what_would_be_read(action: Action) -> None:
    """An action whose kind is remembered is taken, and refused, exactly as one that is read for the first time."""
    built = case()
    known = POLICY._intake.case(built)
    for _ in range(2):
        results = []
        for intake_ in (POLICY._intake, courtesy.Policy(POLICY.source, matcher="native")._intake):
            try:
                results.append(intake_.action(intake_.case(known), action))
            except courtesy.InvalidInputError as error:
                results.append(error.to_dict())
        assert results[0] == results[1]
