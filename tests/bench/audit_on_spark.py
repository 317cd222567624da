"""Audits on Spark, by one executor and by two: `python -m tests.bench.audit_on_spark [--touches 1000000]`.

Beside them SQL written by hand, in Spark's own SQL on the same executors, and the audit by DuckDB alone on one thread.
Writes what came of it into RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import sqlglot
from pyspark.sql import SparkSession

from tests.bench.audit import BY_HAND, audited, run, without_texts
from tests.bench.made_up_touches import TABLES, make_up
from tests.bench.results import machine, write_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import DataFrame

    Work = Callable[[SparkSession, Path], int]

_WARMING = 20_000
"""So many touches are judged first: Spark compiles what it runs."""
_OTHERWISE = {
    'timezone(place, "at")': 'from_utc_timestamp("at", place)',
    "isodow(local) > 5": "weekday(local) > 4",
    "strftime(local, '%m-%d')": "date_format(local, 'MM-dd')",
    "unnest(list_filter(": "explode(filter(",
    "len(cc_ids)": "size(cc_ids)",
    **{f"'{{folder}}/{name}.parquet'": name for name in TABLES},
}
"""What Spark's SQL says otherwise, where SQLGlot does not know it."""
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
}


class Run(NamedTuple):
    """The seconds that it took, and how much it found."""

    seconds: float
    found: int


def _frames(spark: SparkSession, folder: Path) -> dict[str, DataFrame]:
    return {name: spark.read.parquet(str(folder / f"{name}.parquet")) for name in TABLES}


def audited_on_spark(spark: SparkSession, folder: Path) -> int:
    """How much an audit finds: it is judged and kept on the disks of the executors."""
    with without_texts().audit_frames(_frames(spark, folder), obligations=False) as frames:
        return frames.findings.count()


def by_hand_on_spark(spark: SparkSession, folder: Path) -> int:
    """How much the SQL written by hand finds."""
    for name, frame in _frames(spark, folder).items():
        frame.createOrReplaceTempView(name)
    text = BY_HAND
    for here, there in _OTHERWISE.items():
        text = text.replace(here, there)
    return spark.sql(sqlglot.transpile(text, read="duckdb", write="spark")[0]).count()


def _measured(work: Work, executors: int, warm: Path, folder: Path) -> Run:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local-cluster[{executors},1,2048]")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        work(spark, warm)
        begun = time.perf_counter()
        found = work(spark, folder)
        return Run(time.perf_counter() - begun, found)
    finally:
        spark.stop()


def _run(work: Work, executors: int, warm: Path, folder: Path) -> Run:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, executors, warm, folder))


_INTRODUCTION = """\
{touches:,} of the same touches by the same rules, on executors of one processor each, in processes of their own
(`local-cluster`), once they are warm ({machine}). `python -m tests.bench.audit_on_spark`. An executor judges its cases
by DuckDB, as one machine does; the SQL written by hand is Spark's own, and tells less.
"""


_TOLD = """\
One executor takes {ratio:.1f} times what DuckDB takes alone: rows go from Spark to Python and back. Two executors,
which share the processors of the driver, are {gain:.1f} times as fast as one. At {rate:,.0f} touches a second
for each executor a billion would take a hundred of them {minutes:.0f} minutes, if they scale so far.
"""


def main() -> None:
    """Make touches up, let all judge them, and write what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--touches", type=int, default=1_000_000)
    touches = parser.parse_args().touches
    rows = ["| judged by | executors | seconds | touches a second | findings |", "| :-- | --: | --: | --: | --: |"]
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        warm, folder = Path(first), Path(second)
        make_up(_WARMING, warm)
        make_up(touches, folder)
        took: list[float] = []
        alone = run(audited, folder, 1)
        rows.append(_row("DuckDB alone, one thread", "", Run(alone.seconds, alone.found), touches))
        print(rows[-1])
        for name, work in (("the audit on Spark", audited_on_spark), ("by hand, in Spark's SQL", by_hand_on_spark)):
            for executors in (1, 2):
                found = _run(work, executors, warm, folder)
                took.append(found.seconds)
                rows.append(_row(name, str(executors), found, touches))
                print(rows[-1])
    write_section(
        "Audit on Spark", _INTRODUCTION.format(machine=machine(), touches=touches) + "\n" + "\n".join(rows) + "\n"
    )


def _row(name: str, executors: str, found: Run, touches: int) -> str:
    return f"| {name} | {executors} | {found.seconds:.1f} | {touches / found.seconds:,.0f} | {found.found:,} |"


if __name__ == "__main__":
    main()
