"""An audit on Spark: tables in, frames out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as of
from pyspark.sql.types import TimestampType

from courtesy.bulk.cluster.mixed import CASE, column, plain
from courtesy.bulk.cluster.spreading import parts_of, session, spread, told_in_one_line
from courtesy.bulk.errors import UnusableTablesError
from courtesy.bulk.intake import columns_of, wrong_columns
from courtesy.bulk.results import SCHEMAS, Audit
from courtesy.instants import Instant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.bulk.cluster.spreading import Kept, Work
    from courtesy.model.vocabulary import Vocabulary

_ORDER = ("case_id", "seq", "rule", "contact", "copied")


class AuditFrames(NamedTuple):
    """What came of an audit on Spark, which keeps it on the disks of its executors until it is let go of.

    Each frame has the columns of the table of that name in `Audit`. What is owed was judged `as_of`, None without any
    touch. Use it as a context, or call `close`.
    """

    findings: DataFrame
    acts: DataFrame
    owed: DataFrame
    kept: Kept
    as_of: Instant | None

    @classmethod
    def of(cls, kept: Kept, as_of: Instant | None) -> AuditFrames:
        """The frames of what is kept."""
        return cls(**{name: kept.frame(name) for name in SCHEMAS}, kept=kept, as_of=as_of)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what the executors keep."""
        self.kept.close()

    def collect(self) -> Audit:
        """All of it here, as tables of Arrow's, in order. Raises SparkFailedError."""
        tables = self.kept.collect()
        return Audit(**{name: _in_order(tables[name]) for name in SCHEMAS})


def audit_on_spark(
    tables: Mapping[str, object],
    vocabulary: Vocabulary,
    judging: Callable[[Instant | None], Work],
    *,
    as_of: Instant | None = None,
) -> AuditFrames:
    """Judge tables, each a frame of Spark's or anything that gives Arrow; cases are spread over the executors.

    `judging` gives the work as of a time: without `as_of` that of the last touch of all. Raises UnusableTablesError and
    SparkFailedError, and what the work raises.
    """
    with told_in_one_line():
        frames = _frames(tables, vocabulary)
        touches, last = _extent(frames["touches"])
    until = last if as_of is None else as_of
    parts = parts_of(touches, frames["touches"].sparkSession)
    case_ids = {name: column(CASE) for name in frames}
    return AuditFrames.of(spread(frames, case_ids, parts, judging(until)), until)


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


def _in_order(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in _ORDER if name in table.schema.names])
