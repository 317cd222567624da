"""Audits of made-up touches beside SQL written by hand: `python -m tests.bench.audit [--touches 100000,1000000]`.

Writes what came of them into RESULTS.md.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pyarrow.dataset as ds
from msgspec.structs import replace

import courtesy
from courtesy.model.declaration import Subject
from courtesy.model.predicate import Fact
from courtesy.model.truth import terms
from tests.bench.results import machine, write_section

if TYPE_CHECKING:
    from collections.abc import Callable

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


BY_HAND = """
WITH acts AS (
    SELECT *, unnest(list_concat(to_ids, from_ids)) AS who, FALSE AS copied FROM '{folder}/touches.parquet'
    UNION ALL
    SELECT *, unnest(cc_ids), TRUE FROM '{folder}/touches.parquet' WHERE len(cc_ids) > 0
),
people AS (SELECT case_id, contact_id AS who, roles[1] AS role, zones[1] AS place FROM '{folder}/contacts.parquet'),
told AS (
    SELECT *, direction = 'outbound' AS sent, channel = 'email' AND purpose <> 'thank_you' AS mail,
        timezone(place, "at") AS local
    FROM acts JOIN people USING (case_id, who)
    JOIN (SELECT case_id, "interview.ended_at" AS ended FROM '{folder}/cases.parquet') USING (case_id)
),
counted AS (
    SELECT *,
        count(*) FILTER (sent AND mail AND NOT copied) OVER week AS mails,
        count(*) FILTER (sent AND mail) OVER fortnight AS mails_and_copies,
        count(*) FILTER (sent AND NOT copied) OVER week AS touched,
        count(*) FILTER (event = 'stop_request') OVER ever AS stops,
        count(*) FILTER (event = 'invitation') OVER ever AS invitations,
        count(*) FILTER (sent AND NOT copied AND channel = 'linkedin_connection') OVER ever AS connections,
        count(*) FILTER (sent AND NOT copied AND channel = 'handwritten_note' AND purpose = 'thank_you') OVER ever
            AS notes
    FROM told
    WINDOW
        week AS (PARTITION BY case_id, who ORDER BY "at"
            RANGE BETWEEN INTERVAL 604799999999 MICROSECONDS PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING),
        fortnight AS (PARTITION BY case_id, who ORDER BY "at"
            RANGE BETWEEN INTERVAL 1209599999999 MICROSECONDS PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING),
        ever AS (PARTITION BY case_id, who ORDER BY "at"
            RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING)
),
copies AS (
    SELECT case_id, seq, bool_or(role IN ('hr', 'recruiter', 'hiring_manager')) AS hiring
    FROM acts JOIN people USING (case_id, who) WHERE copied GROUP BY case_id, seq
)
SELECT case_id, seq, touch_id, "at", who, copied, unnest(list_filter([
    CASE WHEN NOT copied AND "at" < ended THEN 'timing.after-the-interview' END,
    CASE WHEN NOT copied AND channel = 'handwritten_note' AND purpose = 'thank_you' AND "at" > ended + INTERVAL 1 DAY
        THEN 'timing.thank-you-within-a-day' END,
    CASE WHEN NOT copied AND channel = 'email' AND purpose IN ('follow_up', 'check_in')
        AND "at" < ended + INTERVAL 7 DAYS AND invitations = 0 THEN 'timing.email-after-a-week' END,
    CASE WHEN NOT copied AND channel = 'phone' AND (isodow(local) > 5 OR hour(local) NOT BETWEEN 9 AND 16
        OR strftime(local, '%m-%d') IN ('01-01', '07-04', '12-25')) THEN 'timing.phone-in-business-hours' END,
    CASE WHEN NOT copied AND channel = 'email' AND purpose = 'thank_you' AND notes = 0
        THEN 'channels.handwritten-before-email' END,
    CASE WHEN NOT copied AND channel = 'linkedin_message' AND connections = 0
        THEN 'channels.linkedin-connect-before-message' END,
    CASE WHEN NOT copied AND channel = 'linkedin_connection' AND notes = 0
        THEN 'channels.thank-you-before-linkedin' END,
    CASE WHEN NOT copied AND channel = 'email' AND purpose = 'follow_up' AND NOT coalesce(hiring, FALSE)
        AND role NOT IN ('hr', 'recruiter', 'hiring_manager') THEN 'channels.copy-the-hiring-department' END,
    CASE WHEN NOT copied AND mail AND mails >= 1 THEN 'frequency.email-once-a-week' END,
    CASE WHEN mail AND role IN ('owner', 'ceo') AND mails_and_copies >= 1 THEN 'frequency.owner-or-ceo-less-often' END,
    CASE WHEN NOT copied AND channel <> 'public_post' AND touched >= 4 THEN 'frequency.persistent-contact' END,
    CASE WHEN channel = 'sms' THEN 'prohibitions.no-text-messages' END,
    CASE WHEN channel IN ('facebook', 'twitter', 'pinterest', 'instagram') THEN 'prohibitions.no-social-messages' END,
    CASE WHEN stops > 0 THEN 'prohibitions.respect-a-stop' END,
    CASE WHEN NOT copied AND channel = 'phone'
        AND purpose NOT IN ('check_in', 'ask_question', 'provide_information', 'references')
        THEN 'content.phone-purpose' END
], lambda rule: rule IS NOT NULL)) AS rule
FROM counted LEFT JOIN copies USING (case_id, seq) WHERE sent
"""


class Run(NamedTuple):
    """The seconds that one run took, of the clock and of processors, how much it found, and its most MiB."""

    seconds: float
    processor: float
    found: int
    memory: int


def audited(folder: Path, threads: int) -> int:
    """How much an audit finds."""
    tables = {name: ds.dataset(folder / f"{name}.parquet").scanner().to_reader() for name in TABLES}
    parts = without_texts().audit_in_parts(tables, threads=threads, memory="2GB", obligations=False)
    return sum(len(part.findings) for part in parts)


def by_hand(folder: Path, threads: int) -> int:
    """How much the SQL written by hand finds: which rules, without what was measured."""
    with duckdb.connect(config={"threads": threads, "memory_limit": "2GB"}) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(f"CREATE TABLE found AS {BY_HAND.format(folder=folder)}")
        found = database.execute("SELECT count(*) FROM found").fetchone()
        return 0 if found is None else int(found[0])


def _measured(work: Callable[[Path, int], int], folder: Path, threads: int) -> Run:
    begun, worked = time.perf_counter(), time.process_time()
    found = work(folder, threads)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Run(time.perf_counter() - begun, time.process_time() - worked, found, used)


def run(work: Callable[[Path, int], int], folder: Path, threads: int) -> Run:
    """One run in a process of its own, whose memory is its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, folder, threads))


_INTRODUCTION = """\
Made-up touches, 20 a case, by the shipped policy without the rules that read texts ({machine}, {threads} threads).
`python -m tests.bench.audit`. The SQL written by hand tells which rules are broken, by elapsed days and three holidays;
an audit also tells what was measured, and takes in and checks the tables. What else a machine does lengthens both.
"""


def main() -> None:
    """Make touches up, let both judge them, and write what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--touches", default="100000,1000000")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    rows = ["| touches | audit, s | of processors | MiB | findings | by hand, s | of processors | findings | ratio |",
            "| --: | --: | --: | --: | --: | --: | --: | --: | --: |"]  # fmt: skip
    for touches in map(int, arguments.touches.split(",")):
        with tempfile.TemporaryDirectory() as name:
            make_up(touches, Path(name))
            ours, theirs = (run(work, Path(name), arguments.threads) for work in (audited, by_hand))
        rows.append(
            f"| {touches:,} | {ours.seconds:.1f} | {ours.processor:.1f} | {ours.memory:,} | {ours.found:,} "
            f"| {theirs.seconds:.1f} | {theirs.processor:.1f} | {theirs.found:,} "
            f"| {ours.processor / theirs.processor:.1f} |"
        )
        print(rows[-1])
    text = _INTRODUCTION.format(machine=machine(), threads=arguments.threads)
    write_section("Audit", text + "\n" + "\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
