"""Made-up touches for audits: as many as are wanted, as Parquet, always the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("cases", "contacts", "touches")
A_CASE = 20
_MADE_UP = {
    "cases": """
SELECT 'c' || i AS case_id, 'America/New_York' AS zone, 'America/New_York' AS candidate_zone,
    to_timestamp(1700000000 + hash(i) % 31536000) AS "interview.ended_at",
    TRUE AS "candidate.linkedin.profile_polished", 2 AS "candidate.linkedin.recommendations",
    TRUE AS "candidate.linkedin.portfolio_linked"
FROM range({cases}) AS made(i)
""",
    "contacts": """
SELECT 'c' || i // 3 AS case_id, ['ana', 'ben', 'dee'][1 + i % 3] AS contact_id,
    [['interviewer', 'hr', 'ceo'][1 + i % 3]] AS roles,
    [['America/New_York', 'America/Chicago', 'Europe/London'][1 + (hash(i // 3) % 3)::bigint]] AS zones
FROM range({cases} * 3) AS made(i)
""",
    "touches": """
SELECT 'c' || i // {a_case} AS case_id, i % {a_case} AS seq, 't' || i AS touch_id,
    to_timestamp(1700000000 + hash(i // {a_case}) % 31536000 + (i % {a_case}) * 200000 + hash(i) % 190000) AS at,
    CASE WHEN came THEN 'inbound' ELSE 'outbound' END AS direction,
    ['email', 'email', 'phone', 'handwritten_note', 'linkedin_message'][1 + (hash(i * 3) % 5)::bigint] AS channel,
    CASE WHEN NOT came THEN ['follow_up', 'thank_you', 'check_in', 'other'][1 + (hash(i * 5) % 4)::bigint] END
        AS purpose,
    CASE WHEN came THEN ['reply', 'reply', 'call', 'auto_reply', 'invitation'][1 + (hash(i * 17) % 5)::bigint] END
        AS event,
    'delivered' AS outcome,
    CASE WHEN came THEN []::text[] ELSE [who] END AS to_ids, CASE WHEN came THEN [who] ELSE []::text[] END AS from_ids,
    CASE WHEN NOT came AND hash(i * 19) % 4 = 0 AND who <> 'ben' THEN ['ben'] ELSE []::text[] END AS cc_ids
FROM (
    SELECT i, hash(i * 13) % 10 < 2 AS came, ['ana', 'ben', 'dee'][1 + (hash(i * 7) % 3)::bigint] AS who
    FROM range({touches}) AS made(i)
)
""",
}


def make_up(touches: int, folder: Path) -> None:
    """Tables of so many touches, as Parquet."""
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        for name in TABLES:
            query = _MADE_UP[name].format(touches=touches, cases=touches // A_CASE, a_case=A_CASE)
            database.execute(f"COPY ({query}) TO '{folder / name}.parquet' (FORMAT parquet)")
