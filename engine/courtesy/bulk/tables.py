"""The tables that an audit reads, in the form in which all of this room reads them: their columns follow the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk.scene import DAY_OF
from courtesy.model.declaration import Subject, contact_key, own_key
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.vocabulary import Vocabulary

_TYPES = {
    FactType.BOOLEAN: "boolean",
    FactType.INTEGER: "bigint",
    FactType.NUMBER: "double",
    FactType.STRING: "text",
    FactType.ONE_OF: "text",
    FactType.SET: "text[]",
    FactType.TIME: "bigint",
    FactType.TIME_OF_DAY: "bigint",
    FactType.DURATION: "bigint",
}
"""Times, times of day and durations are whole microseconds."""


def case_columns(vocabulary: Vocabulary) -> Mapping[str, str]:
    """The columns of `cases` with their types: a case each."""
    stated = {name for name, fact in vocabulary.facts.items() if fact.stated and contact_key(name) is None}
    return {"case_id": "text", "zone": "text", "candidate_zone": "text", **_facts(vocabulary, stated)}


def contact_columns(vocabulary: Vocabulary) -> Mapping[str, str]:
    """The columns of `contacts` with their types: a contact of a case each."""
    stated = {name for name in vocabulary.facts if contact_key(name) is not None}
    return {
        "case_id": "text",
        "contact_id": "text",
        "roles": "text[]",
        "zones": "text[]",
        "met": "boolean",
        "relationship": "text",
        "calendar": "text",
        "name": "text",
        "other_names": "text[]",
        "handles": "text[]",
        "desk": "boolean",
        **_facts(vocabulary, stated),
    }


def touch_columns(vocabulary: Vocabulary) -> Mapping[str, str]:
    """The columns of `touches` with their types: a touch each, `seq` in the order in which a case lists them."""
    return {
        "case_id": "text",
        "seq": "bigint",
        "touch_id": "text",
        "at": "bigint",
        "direction": "text",
        "channel": "text",
        "purpose": "text",
        "event": "text",
        "outcome": "text",
        "to_ids": "text[]",
        "cc_ids": "text[]",
        "from_ids": "text[]",
        "tags": "text[]",
        "sender": "text",
        "subject": "text",
        "body": "text",
        "language": "text",
        **columns_of_acts(vocabulary),
    }


def columns_of_acts(vocabulary: Vocabulary) -> Mapping[str, str]:
    """The columns of acts that follow the policy: its own facts, and what is measured of texts."""
    own = {name for name in vocabulary.facts if own_key(name) is not None}
    return {**{name: _TYPES[vocabulary.facts[name].type] for name in sorted(own)}, **texts_of(vocabulary)}


def texts_of(vocabulary: Vocabulary) -> Mapping[str, str]:
    """The columns of what is measured of texts."""
    return {name: _TYPES[fact.type] for name, fact in vocabulary.facts.items() if fact.of is Subject.TEXT}


def _facts(vocabulary: Vocabulary, names: set[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name in sorted(names):
        kind = vocabulary.facts[name].type
        found[name] = _TYPES[kind]
        if kind is FactType.TIME:
            found[name + DAY_OF] = "bigint"
    return found


def instants_of(columns: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    """Which columns are instants."""
    return [name for name in columns if name == "at" or _is_time(name, vocabulary)]


def days_of(columns: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    """Which columns are day numbers."""
    return [name for name in columns if name.endswith(DAY_OF) and _is_time(name.removesuffix(DAY_OF), vocabulary)]


def _is_time(name: str, vocabulary: Vocabulary) -> bool:
    return name in vocabulary.facts and vocabulary.facts[name].type is FactType.TIME
