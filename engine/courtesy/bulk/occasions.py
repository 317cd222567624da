"""Touches laid out by whom they reached: a row for each contact, and for each more of the zones that one may be in.

Rows of what went out are the occasions that are judged; by all rows together it is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.columns import Placed
from courtesy.bulk.terms.touch_times import TIES
from courtesy.model.fact_declarations import FACTS
from courtesy.model.predicate import Direction
from courtesy.model.vocabulary import VOID_OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.bulk.sql import Sql

OCCASIONS = "occasions"
PLACES = Placed("places", "place_no", frozenset({"person", "contact", "case_no", "calendar", "zone", "counted"}))
"""Whom an occasion is about, and in which zone: a row for each contact and each zone that one may be in."""
_EVENTS = {fact.event for fact in FACTS.values() if fact.event is not None}
OF_ACTS = sql.both(
    sql.equal(sql.column("direction"), sql.constant(Direction.OUTBOUND.value)),
    sql.negated(sql.one_of(sql.column("outcome"), VOID_OUTCOMES)),
)
"""Which of them, and of touches, are acts: what reached nobody is not done."""

_LAID_OUT = """
SELECT touches.* EXCLUDE (
        case_id, case_no, seq, touch_id, to_ids, cc_ids, from_ids, sender, subject, body, language
    ),
    place_no, copied, foremost AND counted AS first, "at" * :ties + coalesce(place, 0) AS k
FROM touches JOIN reached USING (touch_no) JOIN places USING (person) LEFT JOIN tied USING (touch_no)
"""

_PEOPLE = """
SELECT touch_no,
    flatten(list(roles) FILTER (NOT copied AND roles IS NOT NULL)) AS contacts_roles,
    flatten(list(roles) FILTER (roles IS NOT NULL)) AS everyone_roles,
    coalesce(bool_or(roles IS NULL) FILTER (NOT copied), FALSE) AS contacts_unknown,
    bool_or(roles IS NULL) AS everyone_unknown,
    coalesce(bool_or(TRUE) FILTER (NOT copied), FALSE) AS contacts_known,
    TRUE AS everyone_known
FROM reached JOIN contacts ON contact_no = person GROUP BY touch_no
"""

_OTHERS = """
SELECT whoever.touch_no, whoever.person,
    flatten(list(roles) FILTER (roles IS NOT NULL)) AS roles, bool_or(roles IS NULL) AS unknown
FROM reached AS whoever
JOIN reached AS other ON other.touch_no = whoever.touch_no AND other.person <> whoever.person
JOIN contacts ON contact_no = other.person
WHERE whoever.with_others AND other.with_others AND other.sent
GROUP BY whoever.touch_no, whoever.person
"""

_ARRIVALS = """
SELECT person, event, min("at" * :ties + coalesce(place, 0)) AS k
FROM reached JOIN touches USING (touch_no) LEFT JOIN tied USING (touch_no)
WHERE came AND event IN :events GROUP BY person, event
"""


def relations() -> Iterator[tuple[str, Sql]]:
    """What lies between the tables and the terms of rules, in the order in which they rest on each other."""
    events = exp.Tuple(expressions=[sql.constant(event) for event in sorted(_EVENTS)])
    for name, text in (
        (OCCASIONS, _LAID_OUT),
        ("people", _PEOPLE),
        ("others", _OTHERS),
        ("arrivals", _ARRIVALS),
    ):
        yield name, exp.replace_placeholders(sqlglot.parse_one(text, dialect="duckdb"), ties=TIES, events=events)
