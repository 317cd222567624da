"""A case of the tables, whole, as the engine judges it."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

from courtesy.bulk.cases import action_of
from courtesy.bulk.scene import DAY_OF
from courtesy.instants import Instant, moment
from courtesy.model.case import Candidate, Case, Contact, History, Touch
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.predicate import Direction
from courtesy.values import FactType, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from courtesy.bulk.reading.store import Store
    from courtesy.model.case import Action
    from courtesy.model.vocabulary import Vocabulary

_DAY_ZERO = date(1970, 1, 1)


def case_of(store: Store, case_id: str, vocabulary: Vocabulary) -> Case:
    """The case of that id, without actions."""
    where = f"WHERE case_id = {store.literal(case_id)} ORDER BY"
    (row,) = store.dicts(f"FROM given_cases {where} row")
    zone: str | None = row["zone"]
    contacts = {
        one["contact_id"]: _contact(one, zone, vocabulary) for one in store.dicts(f"FROM given_contacts {where} row")
    }
    touches = [_touch(one, vocabulary) for one in store.dicts(f'FROM given_touches {where} "at", seq')]
    stated = {name: value for name, value in _facts(row, vocabulary) if contact_key(name) is None}
    return Case(
        id=case_id,
        zone=zone,
        candidate=Candidate(zone=row["candidate_zone"]),
        contacts=contacts,
        facts=stated,
        history=History.of(touches),
    )


def acts_of(store: Store, case_id: str, touch_id: str, vocabulary: Vocabulary) -> Action:
    """A touch of a case as the action that was done, with its text."""
    key = f"case_id = {store.literal(case_id)} AND touch_id = {store.literal(touch_id)}"
    (row,) = store.dicts(f"FROM given_touches WHERE {key}")
    return action_of(row, _touch(row, vocabulary))


def _contact(row: Mapping[str, Any], zone: str | None, vocabulary: Vocabulary) -> Contact:
    zones = tuple(dict.fromkeys(row["zones"])) or (() if zone is None else (zone,))
    return Contact(
        id=row["contact_id"],
        name=row["name"],
        other_names=tuple(row["other_names"]),
        handles=tuple(row["handles"]),
        desk=bool(row["desk"]),
        roles=None if row["roles"] is None else frozenset(row["roles"]),
        zones=zones,
        calendar=row["calendar"],
        met=row["met"],
        relationship=row["relationship"],
        attributes={key: value for name, value in _facts(row, vocabulary) if (key := contact_key(name)) is not None},
    )


def _touch(row: Mapping[str, Any], vocabulary: Vocabulary) -> Touch:
    to = tuple(dict.fromkeys(row["to_ids"]))
    return Touch(
        row["channel"],
        id=row["touch_id"],
        at=_time(row["at"]),
        to=to,
        cc=tuple(name for name in dict.fromkeys(row["cc_ids"]) if name not in to),
        from_=tuple(dict.fromkeys(row["from_ids"])),
        purpose=row["purpose"],
        direction=Direction(row["direction"]),
        outcome=row["outcome"],
        event=row["event"],
        tags=frozenset(row["tags"]),
        attributes={key: _own(value) for name, value in _facts(row, vocabulary) if (key := own_key(name)) is not None},
    )


def _facts(row: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if (declared := vocabulary.facts.get(name.removesuffix(DAY_OF))) is None or value is None:
            continue
        if name.endswith(DAY_OF):
            yield declared.name, _DAY_ZERO + timedelta(days=value)
        elif declared.type is FactType.TIME:
            yield name, _time(value)
        elif declared.type is FactType.SET:
            yield name, frozenset(value)
        elif declared.type in {FactType.DURATION, FactType.TIME_OF_DAY}:
            yield name, Written(value, str(value))
        else:
            yield name, value


def _own(value: object) -> Any:
    """The value of an act's own fact: a time is its instant there."""
    from courtesy.instants import instant  # noqa: PLC0415

    return Written(instant(value), value.isoformat()) if hasattr(value, "isoformat") else value  # type: ignore[arg-type]


def _time(microseconds: int) -> datetime:
    return moment(Instant(microseconds), UTC)
