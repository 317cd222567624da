"""An audit on Spark: what the driver asks of the executors, and what each of them does."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as of
from pyspark.sql.types import TimestampType

from courtesy.bulk.audit import PART, Audit
from courtesy.bulk.cluster.frames import (
    CASE,
    GIVEN,
    PROBLEM,
    coming_back,
    complaint,
    packed,
    plain,
    taken_apart,
    together,
    unpacked,
)
from courtesy.bulk.errors import SparkFailedError, UnusableTablesError
from courtesy.bulk.intake import columns_of, wrong_columns
from courtesy.bulk.reading.targets import TABLES
from courtesy.errors import CourtesyError
from courtesy.instants import Instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from courtesy.bulk.audit import Part
    from courtesy.model.vocabulary import Vocabulary

_MOST_TOLD = 20
_ORDER = ("case_id", "seq", "rule", "contact", "copied")
_RAISED = re.compile(r"(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception): (.+)")


class Judge(Protocol):
    """What judges the tables of some cases, as of a time. It is sent to the executors."""

    def __call__(self, tables: Mapping[str, object], as_of: Instant | None, /) -> Iterator[Part]:
        """The parts of their audit. Raises UnusableTablesError."""


class AuditFrames(NamedTuple):
    """What came of an audit on Spark, which keeps it on the disks of its executors until it is let go of.

    Each frame has the columns of the table of that name in `Audit`. Use it as a context, or call `close`.
    """

    findings: DataFrame
    acts: DataFrame
    owed: DataFrame
    kept: DataFrame

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what the executors keep."""
        self.kept.unpersist()

    def collect(self) -> Audit:
        """All of it here, as tables of Arrow's, in order."""
        tables = taken_apart(self.kept.toArrow().to_batches(), GIVEN)
        return Audit(
            *(
                _in_order(tables[name].cast(schema)) if name in tables else schema.empty_table()
                for name, schema in GIVEN.items()
            )
        )


def session() -> SparkSession:
    """The session of this process, else one as Spark's own configuration has it."""
    # Executors on this machine are to find what this process finds.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return SparkSession.builder.getOrCreate()


def audit_on_spark(
    tables: Mapping[str, object], vocabulary: Vocabulary, judge: Judge, *, as_of: Instant | None = None
) -> AuditFrames:
    """Judge tables, each a frame of Spark's or anything that gives Arrow; cases are spread over the executors.

    Without `as_of` what is owed is judged as of the last touch of all. Raises UnusableTablesError and SparkFailedError.
    """
    try:
        frames = _frames(tables, vocabulary)
        touches, last = _extent(frames["touches"])
        whole = together(frames).repartition(1 + touches // PART, of.col(CASE))
        kept = whole.mapInArrow(_executor(judge, last if as_of is None else as_of), coming_back(whole.sparkSession))
        kept = kept.persist(StorageLevel.DISK_ONLY)
        _look_for_problems(kept)
    except PySparkException as error:
        raise SparkFailedError(_reason(error)) from error
    return AuditFrames(**{name: unpacked(kept, name) for name in GIVEN}, kept=kept)


def _executor(judge: Judge, as_of: Instant | None) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        tables = taken_apart(batches, TABLES)
        if not tables:
            return
        try:
            for part in judge(tables, as_of):
                for name in GIVEN:
                    yield from packed(name, getattr(part, name))
        except UnusableTablesError as error:
            yield complaint(error.code, error.problems)
        except CourtesyError as error:
            yield complaint(error.code, [str(error)])

    return judged


def _frames(tables: Mapping[str, object], vocabulary: Vocabulary) -> Mapping[str, DataFrame]:
    """Raises UnusableTablesError for what their columns show."""
    frames, problems = {}, []
    for name, columns in columns_of(vocabulary).items():
        given = tables.get(name)
        if isinstance(given, DataFrame):
            frames[name], schema = given, given.limit(0).toArrow().schema
        elif hasattr(given, "__arrow_c_stream__"):
            table = plain(pa.table(given))
            # Spark takes times without a time zone for those of its session.
            frames[name], schema = session().createDataFrame(table), table.schema
        else:
            kinds = "a frame of Spark's or a table of Arrow's"
            problems.append(f"expected `{name}` as {kinds}, found {type(given).__name__}")
            continue
        problems += wrong_columns(name, schema, columns)
    if problems:
        raise UnusableTablesError(problems)
    return frames


def _extent(touches: DataFrame) -> tuple[int, Instant | None]:
    """How many touches there are, and when the last of them happened."""
    at = of.col("at")
    if isinstance(touches.schema["at"].dataType, TimestampType):
        at = of.unix_micros(at)
    ((number, last),) = touches.agg(of.count(of.lit(1)), of.max(at)).collect()
    return number, None if last is None else Instant(last)


def _look_for_problems(kept: DataFrame) -> None:
    """Judge everything, and raise what an executor could not judge. Raises UnusableTablesError and SparkFailedError."""
    found = kept.where(of.col(PROBLEM).isNotNull()).select(f"{PROBLEM}.*").distinct()
    problems = found.orderBy("told").limit(_MOST_TOLD).collect()
    if problems:
        kept.unpersist()
        told = [one.told for one in problems]
        if all(one.code == UnusableTablesError.code for one in problems):
            raise UnusableTablesError(told)
        raise SparkFailedError("; ".join(told))


def _reason(error: PySparkException) -> str:
    """What went wrong, in one line: of a Python function that failed the error, without where it passed through."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [found[1] for line in lines if (found := _RAISED.fullmatch(line))]
    return raised[-1] if raised else lines[0] if lines else type(error).__name__


def _in_order(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in _ORDER if name in table.schema.names])
