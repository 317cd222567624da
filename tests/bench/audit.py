"""Audits of made-up touches beside SQL written by hand: `python -m tests.bench.audit [--touches 1000000]`."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from msgspec.structs import replace

import courtesy
from courtesy.model.declaration import Subject
from courtesy.model.predicate import Fact
from courtesy.model.truth import terms

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
    CASE WHEN NOT came THEN ['follow_up', 'thank_you', 'check_in', 'other'][1 + (hash(i * 5) % 4)::bigint] END AS purpose,
    CASE WHEN came THEN ['reply', 'reply', 'call', 'auto_reply', 'invitation'][1 + (hash(i * 17) % 5)::bigint] END AS event,
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
        for name in TABLES:
            query = _MADE_UP[name].format(touches=touches, cases=touches // A_CASE, a_case=A_CASE)
            database.execute(f"COPY ({query}) TO '{folder / name}.parquet' (FORMAT parquet)")


def without_texts() -> courtesy.Policy:
    """The shipped policy without the rules that read texts."""
    policy = courtesy.load_policy("hire-wire", matcher="native")
    reading = {
        one.rule.id
        for one in policy.compiled
        if any(isinstance(term, Fact) and term.of is Subject.TEXT for term in terms(one.truth))
    }
    rules = tuple(rule for rule in policy.rules if rule.id not in reading)
    return courtesy.Policy(replace(policy.source, rules=rules), matcher="native")


def audited(folder: Path, threads: int) -> tuple[float, int]:
    """The seconds that an audit takes, and how much it finds."""
    policy, begun = without_texts(), time.perf_counter()
    tables = {name: pq.ParquetFile(folder / f"{name}.parquet").iter_batches for name in TABLES}
    given = {name: _reader(folder / f"{name}.parquet") for name in tables}
    found = sum(len(part.findings) for part in policy.audit_in_parts(given, threads=threads, memory="3GB"))
    return time.perf_counter() - begun, found


def _reader(path: Path) -> object:
    import pyarrow.dataset as ds

    return ds.dataset(path).scanner().to_reader()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--touches", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        make_up(arguments.touches, Path(name))
        print(audited(Path(name), arguments.threads), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
