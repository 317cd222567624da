"""What programs and databases have is taken for what it means; what cannot be taken is named with its path and type."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from courtesy.errors import InvalidInputError
from courtesy.loading.case_loader import UNKNOWN, read_case
from courtesy.loading.python_source import tree_of
from courtesy.model.vocabulary import BUILT_IN

NEW_YORK = ZoneInfo("America/New_York")
ENDED = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
SKIPPED = datetime(2026, 3, 8, 2, 30)  # noqa: DTZ001  read in the case's zone, where the clock is put forward over it
PEOPLE = {"desk": {"roles": ["hr"]}}


class Role(StrEnum):
    """A program's own names for roles."""

    HR = "hr"


class Channel(Enum):
    """Members that are no texts themselves."""

    MAIL = "email"


class Timestamp(datetime):
    """What pandas gives: a datetime, and a time that is none."""

    def __eq__(self, other: object) -> bool:
        """NaT is not equal to itself."""
        return self.year != 1 and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        """Nor equal to anything else."""
        return not self == other

    __hash__ = datetime.__hash__


class Numpy:
    """What numpy gives: a value that knows its type, and becomes one of Python."""

    def __init__(self, value: object, kind: str) -> None:
        self.value, self.kind = value, kind

    @property
    def dtype(self) -> Numpy:
        """Its type."""
        return self

    def astype(self, unit: str) -> Numpy:
        """A time of nanoseconds as one of microseconds, which Python knows."""
        assert unit == "datetime64[us]"
        return Numpy(self.value, "M")

    def tolist(self) -> object:
        """The value, or the values, of Python."""
        return self.value


class Model:
    """What Pydantic gives."""

    def __init__(self, **fields: object) -> None:
        self.fields = fields

    def model_dump(self) -> dict[str, object]:
        """Its fields."""
        return self.fields


@dataclass
class Person:
    """A program's own record."""

    roles: frozenset[str] | None = None
    emails: list[str] = field(default_factory=list)
    met: bool | None = None
    _cache: int = 0


class Happened(NamedTuple):
    """A row of a program; `from` is a word of Python."""

    channel: str
    direction: str
    from_: str
    event: str
    at: datetime


class Plain:
    """An object with attributes and nothing else."""

    def __init__(self) -> None:
        self.roles = ("hr",)
        self._hidden = object()


def row(**values: Any) -> sqlite3.Row:
    """A row of a database."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    columns = ", ".join(f"? as {name}" for name in values)
    found: sqlite3.Row = connection.execute(f"select {columns}", tuple(values.values())).fetchone()
    connection.close()
    return found


def read(document: object) -> Any:
    """The case that it states."""
    return read_case(tree_of(document, none=UNKNOWN), BUILT_IN)


@pytest.mark.parametrize(
    "ended",
    [
        ENDED,
        ENDED.astimezone(NEW_YORK),
        datetime(2026, 11, 20, 15, 30),  # noqa: DTZ001  read in the case's zone
        "2026-11-20T15:30",
        Timestamp(2026, 11, 20, 20, 30, tzinfo=UTC),
        Numpy(datetime(2026, 11, 20, 15, 30), "M"),  # noqa: DTZ001  as numpy gives it
        ENDED.astimezone(timezone(timedelta(hours=-4, minutes=-56, seconds=-2))),
    ],
)
def test_a_time_is_a_time_whatever_it_comes_as(ended: object) -> None:
    """Aware, local, of pandas or of numpy, and of an odd offset: the same instant."""
    assert ENDED == read({"zone": "America/New_York", "interview": {"ended_at": ended}}).facts["interview.ended_at"]


@pytest.mark.parametrize(
    "person",
    [
        {"roles": ["hr"]},
        {"roles": "hr"},
        {"roles": {Role.HR}},
        {"roles": iter(("hr",)), "met": None, "name": None},
        {"roles": Numpy(["hr"], "U")},
        Person(roles=frozenset({"hr"})),
        Model(roles=[Role.HR], zone=None),
        Plain(),
        namedtuple("Row", "roles")(["hr"]),  # noqa: PYI024  whatever a program has
        row(roles="hr", met=None),
    ],
)
def test_a_contact_is_a_contact_whatever_it_comes_as(person: object) -> None:
    """Mappings, dataclasses, models, named tuples, rows and plain objects; what is None is not known."""
    contact = read({"contacts": {"desk": person}}).contacts["desk"]
    assert ("desk", frozenset({"hr"}), None, ()) == (contact.id, contact.roles, contact.met, contact.zones)


@pytest.mark.parametrize("number", [2, Decimal(2), Decimal("2.0"), Numpy(2, "i")])
def test_a_number_is_a_number_whatever_it_comes_as(number: object) -> None:
    """A whole number may be a Decimal, or one of numpy."""
    assert {"candidate.linkedin.recommendations": 2} == read(
        {"candidate": {"linkedin": {"recommendations": number}}}
    ).facts


def test_names_may_be_numbers_and_uuids() -> None:
    """The keys of a database name contacts and actions as their text does."""
    key = UUID(int=7)
    case = read(
        {
            "zone": "UTC",
            "contacts": {key: {}, 12: {}},
            "actions": [{"id": key, "channel": Channel.MAIL, "to": {12}, "cc": [key]}],
        }
    )
    assert {str(key), "12"} == set(case.contacts)
    assert (str(key), ("12",), (str(key),), "email") == (
        case.actions[0].id, case.actions[0].to, case.actions[0].cc, case.actions[0].channel
    )  # fmt: skip


def test_a_final_underscore_keeps_a_name_from_being_a_word_of_python() -> None:
    """A field `from_` of an object is the key `from`."""
    came = Happened("email", "inbound", "desk", "reply", ENDED)
    (touch,) = read({"contacts": PEOPLE, "history": (came,)}).history.touches
    assert (("desk",), "reply") == (touch.from_, touch.event)


@pytest.mark.parametrize("nothing", [None, Timestamp(1, 1, 1), Numpy(None, "M")])
def test_none_is_unknown(nothing: object) -> None:
    """None, and a time that is none, are as good as absent; a history of None is not known."""
    case = read({"interview": {"ended_at": nothing}, "history": nothing, "actions": None, "zone": nothing})
    assert ({}, None, (), None) == (case.facts, case.history, case.actions, case.zone)
    assert () == read({}).history.touches


@pytest.mark.parametrize(
    ("document", "place", "found"),
    [
        ({"zone": b"UTC"}, "zone", "a value of type `bytes`"),
        ({"contacts": {"desk": {"roles": [print]}}}, "contacts.desk.roles[0]", "a value of type `builtin_function_or_"),
        ({"contacts": {"desk": {"roles": [Person]}}}, "contacts.desk.roles[0]", "a value of type `type`"),
        ({"contacts": {1.5: {}}}, "contacts", "`1.5`"),
        ({"contacts": {1: {}, "1": {}}}, "contacts.1", "`1` again"),
        ({"interview": {"ended_at": Decimal("NaN")}}, "interview.ended_at", "`NaN`"),
        ({"interview": {"ended_at": 10**400}}, "interview.ended_at", "a larger one"),
        ({"zone": "a\0b"}, "zone", "the control character U+0000"),
        ({"zone": "a\ud800"}, "zone", "half a character, U+D800"),
        ({"contacts": {"a\x1b": {}}}, "contacts", "the control character U+001B"),
        ({"interview": {"ended_at": time(9)}}, "interview.ended_at", "the text `09:00:00`"),
        ({"interview": {"ended_at": SKIPPED}, "zone": "America/New_York"}, "interview.ended_at", "`2026-03-08T02:30:0"),
        ({"history": [{"at": date(2026, 11, 20), "channel": "fax"}]}, "history[0].at", "the text `2026-11-20`"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named(document: object, place: str, found: str) -> None:
    """What has no meaning in a case is refused at its path, with its type."""
    with pytest.raises(InvalidInputError) as raised:
        read(document)
    problem = raised.value.problems[0].to_dict()
    assert place == str(raised.value.problems[0].span)
    assert problem["found"].startswith(found)


@pytest.mark.no_cover
def test_what_goes_on_for_ever_has_an_end() -> None:
    """An endless iterable and a list that holds itself are refused, not read for ever."""
    endless: list[object] = []
    endless.append(endless)
    for value in (endless, iter(int, 1)):
        with pytest.raises(InvalidInputError, match="found more"):
            read({"history": value})
