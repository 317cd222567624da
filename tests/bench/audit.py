"""Audits of made-up touches beside SQL written by hand: `python -m tests.bench.audit [--touches 100000,1000000]`.

Writes what came of them into RESULTS.md, with a picture in curves/.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pyarrow.dataset as ds
from msgspec.structs import replace

import courtesy
from courtesy.bulk.audit import done_in
from courtesy.model.declaration import Subject
from courtesy.model.predicate import Fact
from courtesy.model.truth import terms
from tests.bench.drawing import curves
from tests.bench.made_up_touches import TABLES, make_up
from tests.bench.results import machine, write_section

if TYPE_CHECKING:
    from collections.abc import Callable


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


_MEMORY = 2
"""What DuckDB may take, in GB."""


class Run(NamedTuple):
    """The seconds that one run took, of the clock and of processors, how much it found, and its most MiB.

    `disk` is what did not fit into memory, at its most.
    """

    seconds: float
    processor: float
    found: int
    memory: int
    disk: int


def audited(folder: Path, threads: int) -> int:
    """How much an audit finds."""
    tables = {name: ds.dataset(folder / f"{name}.parquet").scanner().to_reader() for name in TABLES}
    parts = without_texts().audit_in_parts(tables, threads=threads, memory=f"{_MEMORY}GB", obligations=False)
    return sum(len(part.findings) for part in parts)


def by_hand(folder: Path, threads: int) -> int:
    """How much the SQL written by hand finds: which rules, without what was measured."""
    settings = {"threads": threads, "memory_limit": f"{_MEMORY}GB", "temp_directory": str(folder)}
    with duckdb.connect(config=settings) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(f"CREATE TABLE found AS {BY_HAND.format(folder=folder)}")
        found = database.execute("SELECT count(*) FROM found").fetchone()
        return 0 if found is None else int(found[0])


def one_by_one(folder: Path, _: int) -> int:
    """How many acts the engine refuses that checks each of them by itself; cases are made of the tables first."""
    policy = without_texts()
    with duckdb.connect() as database:
        rows = database.read_parquet(f"{folder}/touches.parquet").filter("direction = 'outbound'")
        keys = set(rows.project("case_id, touch_id").fetchall())
    tables = {name: ds.dataset(folder / f"{name}.parquet").scanner().to_reader() for name in TABLES}
    acts = list(done_in(tables, keys, policy.vocabulary).values())
    begun = time.process_time()
    refused = sum(policy.check(case, act, now=act.at, as_of=True).outcome.refused for case, act in acts)
    _CHECKING.append(time.process_time() - begun)
    return refused


_CHECKING: list[float] = []
"""What the checks alone took of the processor, where cases had to be made first."""


class _Disk(Thread):
    """Looks how much lies in the folders of audits that run, as often as it can be useful."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self._folder, self.most, self.done = folder, 0, Event()

    def run(self) -> None:
        while not self.done.wait(0.2):
            with suppress(OSError):  # files may be gone meanwhile
                files = [file for place in self._folder.glob("courtesy-audit-*") for file in place.rglob("*")]
                self.most = max(self.most, sum(file.stat().st_size for file in files))


def _measured(work: Callable[[Path, int], int], folder: Path, threads: int) -> Run:
    tempfile.tempdir = str(folder)
    disk = _Disk(folder)
    disk.start()
    begun, worked = time.perf_counter(), time.process_time()
    found = work(folder, threads)
    taken = _CHECKING.pop() if _CHECKING else time.process_time() - worked
    seconds = time.perf_counter() - begun
    disk.done.set()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Run(seconds, taken, found, used, disk.most // 2**20)


def run(work: Callable[[Path, int], int], folder: Path, threads: int) -> Run:
    """One run in a process of its own, whose memory is its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, folder, threads))


_INTRODUCTION = """\
Made-up touches, 20 a case, by the shipped policy without the rules that read texts ({machine}, {threads} threads,
DuckDB with {memory} GB). `python -m tests.bench.audit`. The SQL written by hand tells which rules are broken, by
elapsed days and three holidays; an audit also takes in and checks the tables, and tells what was measured, what was
expected and from when on an act would have been permitted. Seconds of processors are what counts: all else is longer
where other work runs beside it. The load average was {load:.0f} at the end.
"""
_OUTLOOK = """\
Target: at most 2 times the processor time of the SQL written by hand; {verdict}.

One by one the engine checks {rate:,.0f} touches a second of one processor. From the last row, {each:.1f} s of
processors for a million touches: 1 billion would take {hours:.1f} hours on two cores, were nothing else in the way.
What breaks first is the disk: with what is in memory an audit keeps {held:,.0f} MiB for a million touches, so
{terabytes:.1f} TB for a billion. Next is who keeps all findings at once: a billion touches like these have
{findings:.1f} billion findings, each of about 200 bytes in Arrow, so `Policy.audit` would take {gigabytes:,.0f} GB of
memory; `audit_in_parts` and `courtesy audit` hand them on part by part. Taking the tables in is one step: what is cut
off there begins anew.
"""
_SAMPLE = 2_000
_PICTURE = Path(__file__).parent / "curves" / "audit.svg"


def main() -> None:
    """Make touches up, let all judge them, and write what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--touches", default="100000,1000000")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    head = ("touches", "audit, s", "of processors", "MiB", "MiB of disk", "findings", "by hand, s", "of processors",
            "findings", "ratio")  # fmt: skip
    rows = [f"| {' | '.join(head)} |", f"|{' --: |' * len(head)}"]
    rate = _SAMPLE / _run(one_by_one, _SAMPLE, 1).processor
    lines: dict[str, list[tuple[float, float]]] = {"audit": [], "SQL by hand": [], "checks one by one": []}
    for touches in map(int, arguments.touches.split(",")):
        ours, theirs = (_run(work, touches, arguments.threads) for work in (audited, by_hand))
        rows.append(
            f"| {touches:,} | {ours.seconds:.1f} | {ours.processor:.1f} | {ours.memory:,} | {ours.disk:,} "
            f"| {ours.found:,} | {theirs.seconds:.1f} | {theirs.processor:.1f} | {theirs.found:,} "
            f"| {ours.processor / theirs.processor:.1f} |"
        )
        print(rows[-1])
        for name, seconds in zip(lines, (ours.processor, theirs.processor, touches / rate), strict=True):
            lines[name].append((touches, seconds))
    each, millions = ours.processor / touches * 1e6, touches / 1e6
    held = (ours.disk + _MEMORY * 1000) / millions
    outlook = _OUTLOOK.format(
        verdict="met" if ours.processor <= 2 * theirs.processor else "**missed**",
        rate=rate,
        each=each,
        hours=each * 1000 / arguments.threads / 3600,
        held=held,
        terabytes=held * 1000 * 2**20 / 1e12,
        findings=ours.found / millions / 1e6,
        gigabytes=ours.found / millions * 1000 * 200 / 1e9,
    )
    title = "Audits of past touches"
    _PICTURE.write_text(curves(title, "touches", "seconds of processors", lines), "utf-8")
    told = _INTRODUCTION.format(machine=machine(), threads=arguments.threads, memory=_MEMORY, load=os.getloadavg()[2])
    write_section("Audit", "\n".join([told, *rows, "", outlook, f"![{title}](curves/{_PICTURE.name})"]))


def _run(work: Callable[[Path, int], int], touches: int, threads: int) -> Run:
    """One run over so many touches that were made up for it."""
    with tempfile.TemporaryDirectory() as name:
        make_up(touches, Path(name))
        return run(work, Path(name), threads)


if __name__ == "__main__":
    main()
