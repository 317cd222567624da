"""Touches laid out by whom they reached: a row for each contact, and for each more of the zones that one may be in.

Rows of what went out are the occasions that are judged; by all rows together it is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from courtesy.bulk.terms.touch_times import TIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.bulk.sql import Sql

OCCASIONS = "occasions"
GIVEN = (
    *("case_id", "seq", "touch_id", "at", "direction", "channel", "purpose", "event", "outcome", "from_ids", "tags"),
    *("sender", "contact", "copied", "counted", "first", "zone", "calendar", "k"),
)
"""The columns of an occasion, the policy's own facts of acts and the readings of their texts aside."""

_LAID_OUT = """
WITH tied AS (
    SELECT case_id, seq, row_number() OVER (PARTITION BY case_id, at ORDER BY seq) - 1 AS place
    FROM touches SEMI JOIN (SELECT case_id, at FROM touches GROUP BY case_id, at HAVING count(*) > 1) AS shared
    USING (case_id, at)
),
placed AS (
    SELECT touches.* EXCLUDE (subject, body, language), touches.at * :ties + coalesce(tied.place, 0) AS k,
        CASE WHEN len(to_ids) > 0 THEN list_distinct(to_ids) ELSE list_distinct(from_ids) END AS contacts
    FROM touches LEFT JOIN tied USING (case_id, seq)
),
reached AS (
    SELECT *, unnest(CASE WHEN len(contacts) = 0 THEN [NULL] ELSE contacts END) AS contact, FALSE AS copied FROM placed
    UNION ALL
    SELECT *, unnest(list_filter(list_distinct(cc_ids), x -> NOT list_contains(contacts, x))), TRUE FROM placed
    WHERE len(cc_ids) > 0
),
known AS (
    SELECT reached.*, people.calendar AS calendar, cases.zone AS zone_of_case, coalesce(people.zones, []) AS zones
    FROM reached LEFT JOIN cases USING (case_id)
    LEFT JOIN contacts AS people ON people.case_id = reached.case_id AND people.contact_id = reached.contact
)
SELECT *, CASE WHEN len(zones) > 0 THEN zones[1] ELSE zone_of_case END AS zone, TRUE AS counted,
    NOT copied AND (contact IS NULL OR contact = contacts[1]) AS first
FROM known
UNION ALL
SELECT *, unnest(zones[2:]) AS zone, FALSE, FALSE FROM known WHERE len(zones) > 1
"""

_PEOPLE = """
WITH everyone AS (
    SELECT case_id, seq, unnest(CASE WHEN len(to_ids) > 0 THEN to_ids ELSE from_ids END) AS contact_id, TRUE AS direct
    FROM touches
    UNION ALL SELECT case_id, seq, unnest(cc_ids), FALSE FROM touches
)
SELECT case_id, seq,
    flatten(list(roles) FILTER (direct AND roles IS NOT NULL)) AS contacts_roles,
    flatten(list(roles) FILTER (roles IS NOT NULL)) AS everyone_roles,
    coalesce(bool_or(roles IS NULL) FILTER (direct), FALSE) AS contacts_unknown,
    bool_or(roles IS NULL) AS everyone_unknown,
    coalesce(bool_or(TRUE) FILTER (direct), FALSE) AS contacts_known,
    TRUE AS everyone_known
FROM everyone JOIN contacts USING (case_id, contact_id) GROUP BY case_id, seq
"""

_OTHERS = """
WITH got AS (
    SELECT DISTINCT case_id, seq, unnest(list_concat(to_ids, cc_ids)) AS contact_id
    FROM touches WHERE direction = 'outbound'
),
whoever AS (
    SELECT DISTINCT case_id, seq, coalesce(contact, '') AS who FROM occasions WHERE direction = 'outbound'
)
SELECT whoever.case_id, whoever.seq, whoever.who,
    list_distinct(flatten(list(contacts.roles) FILTER (contacts.roles IS NOT NULL))) AS roles,
    bool_or(contacts.roles IS NULL) AS unknown
FROM whoever JOIN got ON got.case_id = whoever.case_id AND got.seq = whoever.seq AND got.contact_id <> whoever.who
JOIN contacts ON contacts.case_id = got.case_id AND contacts.contact_id = got.contact_id
GROUP BY whoever.case_id, whoever.seq, whoever.who
"""


def relations() -> Iterator[tuple[str, Sql]]:
    """What lies between the tables and the terms of rules, in the order in which they rest on each other."""
    for name, text in ((OCCASIONS, _LAID_OUT), ("people", _PEOPLE), ("others", _OTHERS)):
        yield name, exp.replace_placeholders(sqlglot.parse_one(text, dialect="duckdb"), ties=TIES)
