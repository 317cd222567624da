"""An audit as the command runs it on Spark: its executors read, judge, count and write, and numbers come back."""

from __future__ import annotations

import logging
import sys
from contextlib import closing
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from courtesy.api.by_policy import ByPolicy
from courtesy.bulk.cluster.counting import Counting, counted
from courtesy.bulk.cluster.judging import audit_on_spark
from courtesy.bulk.cluster.places import frames_at, places_of
from courtesy.bulk.cluster.reading import Kind, numbered, read_again, read_on_spark
from courtesy.bulk.cluster.spreading import running, written
from courtesy.bulk.reading.store import passing_store
from courtesy.bulk.results import SCHEMAS
from courtesy.cli import terminal
from courtesy.cli.auditor import Auditor
from courtesy.instants import instant, moment

if TYPE_CHECKING:
    from courtesy.bulk.cluster.judging import AuditFrames
    from courtesy.model.audit_report import AuditReport


_LOGGERS = ("DataFrameQueryContextLogger", "SQLQueryContextLogger")
"""What Spark writes with whole stack traces about errors that it also raises."""


class SparkAuditor(Auditor):
    """One run of the command, on Spark."""

    def __init__(self, *given: Any, master: str | None, **options: Any) -> None:
        super().__init__(*given, **options)
        self._master = master

    def report(self) -> AuditReport:
        """Judge everything, keep it, and tell what it came to. Raises `CourtesyError`."""
        for name in _LOGGERS:
            logging.getLogger(name).disabled = True
        places = places_of(self._given.places, self._mapping)
        quiet = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower()}
        with (
            running(self._master, quiet) as spark,
            passing_store() as store,
        ):
            frames, kind = numbered(frames_at(spark, places)), Kind(self._mapping, self._words, places)
            read = read_on_spark(frames, kind)
            judging = partial(
                ByPolicy, self._policy, memory=self._memory, threads=self._threads, obligations=self._owed
            )
            as_of = None if self._as_of is None else instant(self._as_of)
            with (
                closing(read.kept),
                audit_on_spark(read.frames, self._words, partial(Counting, judging), as_of=as_of) as judged,
            ):
                self._write(judged)
                tally = counted(judged.kept, store)
                some = read_again(frames, kind, [one.case_id for one in tally.worst(self._worst)], store)
                last = None if judged.as_of is None else moment(judged.as_of, UTC)
                return self._told(some, tally, last, read.words)

    def _write(self, judged: AuditFrames) -> None:
        if self._out is None:
            return
        # Spark resolves paths against its own file system.
        out = self._out.absolute() if isinstance(self._out, Path) else self._out.rstrip("/")
        for name in SCHEMAS:
            place = f"{out}/{name}.parquet"
            written(getattr(judged, name), place)
            terminal.complain(f"written: {self._out}/{name}.parquet\n")
