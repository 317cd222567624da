"""Cases out of the tables of an audit, so that one of them can be judged in full, and explained."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, NamedTuple

from courtesy.bulk.scene import DAY_OF
from courtesy.bulk.tables import columns_of_acts, texts_of
from courtesy.facts.clock import date_of
from courtesy.instants import Instant, find_zone, moment
from courtesy.model.case import Action, Candidate, Case, Contact, History, Message, Touch
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.predicate import Direction
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from courtesy.model.vocabulary import Vocabulary

Row = dict[str, Any]


class Names(NamedTuple):
    """What the columns of facts are stated as: of cases, of contacts and of touches."""

    case: Mapping[str, str]
    contact: Mapping[str, str]
    touch: Mapping[str, str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Names:
        """Those of the facts of a policy."""
        stated = [name for name, fact in vocabulary.facts.items() if fact.stated and contact_key(name) is None]
        texts = texts_of(vocabulary)
        acts = [name for name in columns_of_acts(vocabulary) if name not in texts]
        contact = {name: key for name in vocabulary.facts if (key := contact_key(name)) is not None}
        return cls({name: name for name in stated}, contact, {name: own_key(name) or name for name in acts})


def case_of(
    case: Row,
    contacts: Iterable[Row],
    touches: Iterable[Row],
    vocabulary: Vocabulary,
    names: Names | None = None,
    *,
    clock: tzinfo | None = None,
) -> Case:
    """A case of its rows, in the form in which an audit reads them; it proposes nothing.

    `names` are those of the vocabulary, for many cases; `clock` is that of its times, its own zone's without one.
    """
    names = Names.of(vocabulary) if names is None else names
    zone = case["zone"]
    clock = clock or (None if zone is None else find_zone(zone)) or UTC
    own = case["candidate_zone"]
    return Case(
        id=case["case_id"],
        zone=zone,
        candidate=Candidate(zone=None if own == zone else own),
        contacts={row["contact_id"]: _contact(row, zone, vocabulary, names, clock) for row in contacts},
        facts=_stated(case, names.case, vocabulary, clock),
        history=History.of(_touch(row, names, clock) for row in sorted(touches, key=lambda row: row["seq"])),
    )


def action_of(row: Row, touch: Touch) -> Action:
    """A touch as the action that was done, with its text, which stands in its row."""
    said = row["subject"], row["body"], row["language"], row.get("message.tone"), row.get("message.mentions_thanks")
    message = Message(subject=said[0], body=said[1], language=said[2], tone=said[3], mentions_thanks=said[4])
    return Action(
        touch.channel,
        id=row["touch_id"],
        to=touch.to,
        cc=touch.cc,
        purpose=touch.purpose,
        tags=touch.tags,
        attributes=touch.attributes,
        message=None if said == (None,) * len(said) else message,
        at=touch.at,
    )


def _contact(row: Row, zone: str | None, vocabulary: Vocabulary, names: Names, clock: tzinfo) -> Contact:
    return Contact(
        id=row["contact_id"],
        name=row["name"],
        other_names=tuple(row["other_names"]),
        handles=tuple(row["handles"]),
        desk=bool(row["desk"]),
        roles=None if row["roles"] is None else frozenset(row["roles"]),
        zones=_each(row["zones"]) or (() if zone is None else (zone,)),
        calendar=row["calendar"],
        met=row["met"],
        relationship=row["relationship"],
        attributes=_stated(row, names.contact, vocabulary, clock),
    )


def _touch(row: Row, names: Names, clock: tzinfo) -> Touch:
    attributes = {key: row[name] for name, key in names.touch.items() if row[name] is not None}
    to = _each(row["to_ids"])
    return Touch(
        row["channel"],
        id=row["touch_id"],
        at=moment(Instant(row["at"]), clock),
        to=to,
        cc=tuple(name for name in _each(row["cc_ids"]) if name not in to),
        from_=_each(row["from_ids"]),
        purpose=row["purpose"],
        direction=Direction(row["direction"]),
        outcome=row["outcome"],
        event=row["event"],
        tags=frozenset(row["tags"]),
        attributes={key: frozenset(value) if isinstance(value, list) else value for key, value in attributes.items()},
    )


def _each(listed: Iterable[str]) -> tuple[str, ...]:
    """Those that are listed, each once: an export may name somebody twice."""
    return tuple(dict.fromkeys(listed))


def _stated(row: Row, names: Mapping[str, str], vocabulary: Vocabulary, clock: tzinfo) -> dict[str, Any]:
    """The values of facts by what they are stated as, where they are."""
    found: dict[str, Any] = {}
    for name, key in names.items():
        kind, value = vocabulary.facts[name].type, row[name]
        if kind is FactType.TIME:
            day = row[name + DAY_OF]
            if value is not None:
                found[key] = moment(Instant(value), clock)
            elif day is not None:
                found[key] = date_of(day)
        elif value is not None:
            found[key] = frozenset(value) if kind is FactType.SET else value
    return found
