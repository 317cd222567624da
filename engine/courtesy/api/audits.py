"""Audits by a policy: what was done, judged by the million, as tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from courtesy.api.arguments import usable_time
from courtesy.api.by_policy import ByPolicy
from courtesy.api.case_reading import CaseReading
from courtesy.api.engine import engine_report
from courtesy.api.errors import UnusableArgumentError
from courtesy.api.in_time import in_time
from courtesy.bulk.errors import AuditUnavailableError
from courtesy.instants import instant
from courtesy.judging.plans import PlanJudge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime
    from types import ModuleType

    from courtesy.bulk.cluster.judging import AuditFrames
    from courtesy.bulk.results import Audit, Part
    from courtesy.instants import Instant
    from courtesy.judging.version import Version
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Case
    from courtesy.model.vocabulary import Vocabulary

_DUCKDB, _SPARK = _ENGINES = ("duckdb", "spark")


class Audits(CaseReading):
    """Judges tables of past touches by the versions of a policy."""

    def __init__(self, vocabulary: Vocabulary, versions: Sequence[Version], matcher: MatcherName) -> None:
        """`versions` are listed in time order, and cases are read in the words of `vocabulary`."""
        super().__init__(vocabulary)
        self._plans = PlanJudge(versions, matcher, engine_report())

    @in_time
    def audit(
        self,
        tables: Mapping[str, object],
        *,
        as_of: datetime | None = None,
        engine: str = "duckdb",
        memory: str | None = None,
        threads: int | None = None,
        obligations: bool = True,
        deadline: float | None = None,
    ) -> Audit:
        """The findings on all touches that went out, the outcome of each, and what is owed, as tables of Arrow's.

        `tables` are `cases`, `contacts` and `touches`, each anything that gives Arrow: a table of PyArrow, a data frame
        of pandas or Polars, a relation of DuckDB. Each touch is judged as `check` judges an action that is done: as of
        its time, with what had happened before it. With `as_of` later touches are left out. What each case owes is
        judged as of then, else as of the last touch of all; `obligations=False` leaves that out. `memory` (such as
        `4GB`) and `threads` are what the engine may take. Raises UnusableTablesError with all that is wrong with the
        tables, NotExpressibleError where a rule asks for what tables cannot tell, AuditUnavailableError, and
        UnusableArgumentError.

        With `engine="spark"` the cases are spread over the executors of the Spark session of this process, and the
        tables may be its data frames. What comes back is collected here: `audit_frames` leaves it there.
        """
        if engine == _SPARK:
            if deadline is not None:
                raise UnusableArgumentError("`deadline` is for DuckDB", "leave it out: Spark cancels jobs by itself")
            with self.audit_frames(
                tables, as_of=as_of, memory=memory, threads=threads, obligations=obligations
            ) as frames:
                return frames.collect()
        parts = self.audit_in_parts(
            tables, as_of=as_of, engine=engine, memory=memory, threads=threads, obligations=obligations
        )
        from courtesy.bulk.results import Audit  # noqa: PLC0415  an extra, which is here when there are parts

        return Audit.of(parts)

    def audit_in_parts(
        self,
        tables: Mapping[str, object],
        *,
        as_of: datetime | None = None,
        engine: str = "duckdb",
        memory: str | None = None,
        threads: int | None = None,
        obligations: bool = True,
        done: Collection[int] = (),
    ) -> Iterator[Part]:
        """The same in parts, each of some whole cases, so that no more than one has to fit into memory.

        The parts are the same whenever the same tables are given: those `done` are left out, which resumes an audit.
        Those of Spark stay on its executors: `audit_frames` gives them.
        """
        if engine == _SPARK:
            raise UnusableArgumentError("`engine` is 'spark'", "call `audit_frames`, which leaves all parts on Spark")
        parts: Iterator[Part] = _bulk(engine).audit(
            self._plans.line,
            self.vocabulary,
            tables,
            as_of=None if as_of is None else _instant("as_of", as_of),
            memory=memory,
            threads=threads,
            obligations=obligations,
            done=frozenset(done),
        )
        return parts

    def audit_frames(
        self,
        tables: Mapping[str, object],
        *,
        as_of: datetime | None = None,
        memory: str | None = None,
        threads: int | None = None,
        obligations: bool = True,
    ) -> AuditFrames:
        """The same on Spark, kept there as data frames: each is written or asked without passing through this process.

        Everything is judged when this is called, and kept on the disks of the executors until the frames are closed.
        `memory` and `threads` are what each task may take of its executor: 1GB and 1 without them. Raises
        UnusableTablesError, SparkFailedError, AuditUnavailableError and UnusableArgumentError.
        """
        until = None if as_of is None else _instant("as_of", as_of)
        judging = partial(ByPolicy, self, memory=memory, threads=threads, obligations=obligations)
        frames: AuditFrames = _bulk(_SPARK).audit_on_spark(tables, self.vocabulary, judging, as_of=until)
        return frames

    def audited_case(self, tables: Mapping[str, object], case_id: str) -> Case | None:
        """One case of such tables, to be looked at and checked by itself; None where they have no such case.

        Raises UnusableTablesError and AuditUnavailableError.
        """
        found: Case | None = _bulk(_DUCKDB).case_in(tables, case_id, self.vocabulary)
        return found


def _instant(name: str, at: datetime) -> Instant:
    usable_time(name, at)
    return instant(at)


def _bulk(engine: str) -> ModuleType:
    """What audits by an engine. Raises UnusableArgumentError, and AuditUnavailableError where an extra is missing."""
    if engine not in _ENGINES:
        raise UnusableArgumentError(f"`engine` is {engine!r}", f"give one of {', '.join(_ENGINES)}")
    if engine == _SPARK:
        with AuditUnavailableError.unless_there(_SPARK):
            from courtesy.bulk.cluster import judging  # noqa: PLC0415  an extra
        return judging
    with AuditUnavailableError.unless_there():
        from courtesy.bulk import audit  # noqa: PLC0415  an extra
    return audit
