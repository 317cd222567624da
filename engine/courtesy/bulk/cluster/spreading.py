"""Work on whole cases, spread over the executors of Spark; what comes of it stays on their disks."""

from __future__ import annotations

import os
import pickle
import re
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.errors import PySparkAttributeError, PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as of

from courtesy.bulk.cluster.mixed import CASE, Mixed, table_in, taken_apart, together
from courtesy.bulk.errors import SparkFailedError, UnusableTablesError
from courtesy.errors import CourtesyError, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyspark.sql import Column, DataFrame

PART = 250_000
"""About so many touches are judged in one task: some seconds of work, lost where an executor fails."""
_LEAST = 1_000
"""Fewer touches than these are not worth a task of their own."""
_ERRORS = "errors"
_TIMES, _INSTANTS = "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"
"""Without it Spark writes times in an old form, which does not say that they are instants."""
_PICKLED = pa.schema([("pickled", pa.binary())])
_RAISED = re.compile(r"(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception): (.+)")


Given: TypeAlias = "Mapping[str, pa.Table]"
"""The tables of some cases."""
Found: TypeAlias = "Iterator[tuple[str, pa.Table]]"
"""What comes of them, each with the name of its table."""


class Work(Protocol):
    """What an executor does with the tables of some cases. It is sent there."""

    @property
    def gives(self) -> Mapping[str, pa.Schema]:
        """The tables that it gives."""

    def __call__(self, tables: Given, /) -> Found:
        """What comes of tables. A CourtesyError is raised where the work was asked for."""


class Kept(NamedTuple):
    """What came of work, kept by the executors until it is let go of."""

    whole: DataFrame
    form: Mixed

    def frame(self, name: str) -> DataFrame:
        """One of its tables."""
        return table_in(self.whole, name)

    def bring(self, name: str) -> pa.Table:
        """One of its tables, brought here. Raises SparkFailedError."""
        with told_in_one_line():
            return self.frame(name).toArrow().cast(self.form.schemas[name])

    def collect(self) -> Mapping[str, pa.Table]:
        """All of its tables, brought here. Raises SparkFailedError."""
        with told_in_one_line():
            return self.form.unpacked(self.whole.toArrow())

    def close(self) -> None:
        """Let go of it."""
        self.whole.unpersist()


def session(master: str | None = None, settings: Mapping[str, str] | None = None) -> SparkSession:
    """The session of this process, else one of that master, or as Spark's own configuration has it."""
    # Executors on this machine are to find what this process finds.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("courtesy")
    for name, value in ({} if settings is None else settings).items():
        builder = builder.config(name, value)
    return (builder if master is None else builder.master(master)).getOrCreate()


@contextmanager
def running(master: str | None, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """The session of this process, else one that ends with this. Raises SparkFailedError."""
    before = SparkSession.getActiveSession()
    with told_in_one_line():
        found = session(master, settings)
    try:
        yield found
    finally:
        if before is None:
            found.stop()


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """Raise what Spark raises as SparkFailedError."""
    try:
        yield
    except PySparkException as error:
        raise SparkFailedError(_reason(error)) from error


def parts_of(touches: int, session: SparkSession) -> int:
    """In how many parts so many touches are judged: enough for all executors, unless there is next to nothing to do."""
    with suppress(PySparkAttributeError):  # a session elsewhere does not tell
        return max(1 + touches // PART, min(session.sparkContext.defaultParallelism, 1 + touches // _LEAST))
    return 1 + touches // PART


def written(frame: DataFrame, place: str) -> None:
    """Write a frame as a folder of Parquet, in place of what is there. Raises SparkFailedError."""
    settings = frame.sparkSession.conf
    before = settings.get(_TIMES) or _INSTANTS
    try:
        settings.set(_TIMES, _INSTANTS)
        with told_in_one_line():
            frame.write.mode("overwrite").parquet(place)
    finally:
        settings.set(_TIMES, before)


def spread(frames: Mapping[str, DataFrame], case_ids: Mapping[str, Column], parts: int, work: Work) -> Kept:
    """Do work on the rows of frames, in so many parts of whole cases, and keep what comes of it.

    Raises what the work raises: the problems of InvalidInputError and UnusableTablesError from all parts together.
    Raises SparkFailedError where Spark fails.
    """
    form = Mixed({**work.gives, _ERRORS: _PICKLED})
    with told_in_one_line():
        given = together(frames, case_ids).repartition(parts, of.col(CASE))
        whole = given.mapInArrow(_on_executor(work, form, tuple(frames)), form.of_spark(given.sparkSession))
        kept = Kept(whole.persist(StorageLevel.DISK_ONLY), form)
        # All parts are done by this, one beside the other.
        raised = [pickle.loads(row.pickled) for row in kept.frame(_ERRORS).collect()]  # noqa: S301  pickled by ourselves
    if raised:
        kept.close()
        raise _joined(raised)
    return kept


def _on_executor(
    work: Work, form: Mixed, names: tuple[str, ...]
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def done(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        tables = taken_apart(batches, names)
        try:
            for name, table in work(tables) if tables else ():
                yield from form.packed(name, table)
        except CourtesyError as error:
            yield from form.packed(_ERRORS, pa.table({"pickled": pa.array([pickle.dumps(error)], pa.binary())}))

    return done


def _joined(raised: list[CourtesyError]) -> CourtesyError:
    """One error for those of all parts."""
    for kind in (InvalidInputError, UnusableTablesError):
        if all(isinstance(error, kind) for error in raised):
            return kind([problem for error in raised for problem in error.problems])  # type: ignore[attr-defined]
    return raised[0]


def _reason(error: PySparkException) -> str:
    """What went wrong, in one line: of a Python function that failed the error, without where it passed through."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [found[1] for line in lines if (found := _RAISED.fullmatch(line))]
    return raised[-1] if raised else lines[0] if lines else type(error).__name__
