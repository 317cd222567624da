"""Cases as rows of the tables that an audit reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.arrow import table_of
from courtesy.bulk.scene import DAY_OF
from courtesy.bulk.tables import case_columns, contact_columns, touch_columns
from courtesy.facts.clock import day_number
from courtesy.instants import instant
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.vocabulary import VOID_OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from courtesy.model.case import Case, Contact, Message, Touch
    from courtesy.model.vocabulary import Vocabulary

Row = tuple[object, ...]


class Rows(NamedTuple):
    """The rows of each table, their values in the order of its columns."""

    cases: list[Row]
    contacts: list[Row]
    touches: list[Row]


def tables_of(cases: Iterable[tuple[str, Case]], vocabulary: Vocabulary) -> Mapping[str, pa.Table]:
    """Cases with their ids as the tables of an audit; what they propose is left out."""
    columns = (case_columns(vocabulary), contact_columns(vocabulary), touch_columns(vocabulary))
    rows = rows_of(cases, vocabulary)
    return {name: table_of(of, listed) for name, of, listed in zip(Rows._fields, columns, rows, strict=True)}


def rows_of(cases: Iterable[tuple[str, Case]], vocabulary: Vocabulary) -> Rows:
    """The rows of cases with their ids; what they propose is left out, but for the texts of what is done."""
    found = Rows([], [], [])
    of_case, of_contact, of_touch = (
        list(columns(vocabulary)) for columns in (case_columns, contact_columns, touch_columns)
    )
    for case_id, case in cases:
        found.cases.append(_row(of_case, _case(case_id, case)))
        found.contacts.extend(_row(of_contact, _contact(case_id, one, of_contact)) for one in case.contacts.values())
        texts = {action.id: action.message for action in case.actions if action.message is not None}
        found.touches.extend(
            _row(of_touch, _touch(case_id, place, one, of_touch) | _text(texts, one))
            for place, one in enumerate(case.history or ())
        )
    return found


def _row(columns: Iterable[str], values: Mapping[str, object]) -> Row:
    return tuple(values.get(name) for name in columns)


def _case(case_id: str, case: Case) -> Mapping[str, object]:
    stated: dict[str, object] = {"case_id": case_id, "zone": case.zone, "candidate_zone": case.candidate_zone}
    for name, value in case.facts.items():
        stated |= _stated(name, value)
    return stated


def _contact(case_id: str, contact: Contact, columns: Iterable[str]) -> Mapping[str, object]:
    stated: dict[str, object] = {
        "case_id": case_id,
        "contact_id": contact.id,
        "roles": None if contact.roles is None else sorted(contact.roles),
        "zones": list(contact.zones),
        "met": contact.met,
        "relationship": contact.relationship,
        "calendar": contact.calendar,
        "name": contact.name,
        "other_names": list(contact.other_names),
        "handles": list(contact.handles),
        "desk": contact.desk,
    }
    for name in columns:
        key = contact_key(name)
        if key is not None and key in contact.attributes:
            stated |= _stated(name, contact.attributes[key])
    return stated


def _touch(case_id: str, place: int, touch: Touch, columns: Iterable[str]) -> dict[str, object]:
    own = {name: key for name in columns if (key := own_key(name)) is not None}
    return {
        "case_id": case_id,
        "seq": place,
        "touch_id": touch.id,
        "at": instant(touch.at),
        "direction": touch.direction.value,
        "channel": touch.channel,
        "purpose": touch.purpose,
        "event": touch.event,
        "outcome": touch.outcome,
        "to_ids": list(touch.to),
        "cc_ids": list(touch.cc),
        "from_ids": list(touch.from_),
        "tags": sorted(touch.tags),
        **{name: _plain(touch.attributes.get(key)) for name, key in own.items()},
    }


def _text(texts: Mapping[str, Message], touch: Touch) -> dict[str, object]:
    """What an action says of the text of the touch that it has become."""
    message = None if touch.id is None or touch.outcome in VOID_OUTCOMES else texts.get(touch.id)
    if message is None:
        return {}
    return {
        "subject": message.subject,
        "body": message.body,
        "language": message.language,
        "message.tone": message.tone,
        "message.mentions_thanks": message.mentions_thanks,
    }


def _stated(name: str, value: object) -> dict[str, object]:
    """A fact in its column; a bare date in the one for days."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return {name + DAY_OF: day_number(value)}
    return {name: _plain(value)}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    return sorted(value) if isinstance(value, frozenset) else value
