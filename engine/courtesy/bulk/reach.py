"""Whom touches reached, and on which clocks people live: tables of numbers, made once, on which all counting rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courtesy.bulk.engines.duckdb import Session

# An export may name somebody twice; most touches reach one contact, so that only longer lists are looked through.
_REACHED = """
WITH listed AS (
    SELECT touch_no, case_no, direction = 'outbound' AS outbound, to_ids, from_ids,
        CASE WHEN len(cc_ids) > 1 THEN list_distinct(cc_ids) ELSE cc_ids END AS copies,
        CASE WHEN len(direct) > 1 THEN list_distinct(direct) ELSE direct END AS direct
    FROM (SELECT *, CASE WHEN len(to_ids) > 0 THEN to_ids ELSE from_ids END AS direct FROM given_touches)
),
everyone AS (
    SELECT *, unnest(direct) AS contact_id, FALSE AS copied FROM listed WHERE len(direct) > 0
    UNION ALL
    SELECT *, unnest(list_filter(copies, lambda one: NOT list_contains(direct, one))), TRUE
    FROM listed WHERE len(copies) > 0
    UNION ALL
    SELECT *, NULL, FALSE FROM listed WHERE len(direct) = 0
)
SELECT touch_no, case_no, coalesce(contact_no, -1 - case_no) AS person,
    copied, NOT copied AND contact_id IS NOT DISTINCT FROM direct[1] AS foremost,
    len(from_ids) > 0 AND coalesce(list_contains(from_ids, contact_id), FALSE) AS came,
    outbound AND (copied OR len(to_ids) > 0) AS sent, len(copies) > 0 OR len(direct) > 1 AS with_others,
    CASE WHEN contact_no IS NULL THEN contact_id END AS stranger
FROM everyone LEFT JOIN (SELECT case_no, contact_id, contact_no FROM given_contacts) USING (case_no, contact_id)
"""

_PLACES = """
SELECT *, row_number() OVER () - 1 AS place_no FROM (
SELECT contact_no AS person, contact_no AS contact, people.case_no, calendar,
    unnest(CASE WHEN len(zones) > 0 THEN zones ELSE [cases.zone] END) AS zone,
    unnest(range(greatest(len(zones), 1))) = 0 AS counted
FROM given_contacts AS people JOIN given_cases AS cases USING (case_no)
UNION ALL SELECT -1 - case_no, NULL, case_no, NULL, zone, TRUE FROM given_cases
)
"""

_TIED = """
SELECT touch_no, case_no, row_number() OVER (PARTITION BY case_no, "at" ORDER BY seq) - 1 AS place
FROM given_touches SEMI JOIN (
    SELECT case_no, "at" FROM given_touches GROUP BY case_no, "at" HAVING count(*) > 1
) AS shared USING (case_no, "at")
"""


def lay_out(session: Session) -> None:
    """Three tables of what was taken in.

    `given_reached` has a row for each touch and each contact that it reached or came from; of a touch that is to
    nobody, one. Whom it is about is the `person`: the number of the contact, or one below 0 that stands for nobody
    in a case. `given_places` says for each person in which zones that one may be, the first of them `counted`.
    `given_tied` has the places of touches that share their instant with others of their case.
    """
    for name, query in (("reached", _REACHED), ("places", _PLACES), ("tied", _TIED)):
        session.keep(f"given_{name}", query)
