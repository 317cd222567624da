"""Audits on Spark: the rows of DuckDB, whoever judges them, and clear errors where there are none."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyspark import cloudpickle

import courtesy
from courtesy.api.by_policy import ByPolicy
from courtesy.bulk.cluster.judging import audit_on_spark
from courtesy.bulk.errors import EnginesDifferError, SparkFailedError, UnusableTablesError

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

    from courtesy.bulk.cluster.spreading import Found, Given
    from courtesy.bulk.results import Audit
    from courtesy.instants import Instant

# Executors cannot import tests.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

POLICY = courtesy.load_policy("hire-wire", matcher="native")
ENDED = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
CASES = 40


def _tables() -> dict[str, pa.Table]:
    """Three touches each of some cases, and one case that nobody wrote in."""
    cases = [{"case_id": f"c{n}", "zone": "America/New_York", "interview.ended_at": ENDED} for n in range(CASES)]
    contacts = [
        {"case_id": f"c{n}", "contact_id": who, "roles": [who]} for n in range(CASES) for who in ("interviewer", "hr")
    ]
    mail = {"channel": "email", "purpose": "follow_up", "to_ids": ["interviewer"], "body": "Thank you."}
    touches = [
        {"case_id": f"c{n}", "seq": place, "touch_id": f"t{place}", "at": ENDED.replace(day=21 + place), **mail}
        | {"cc_ids": ["hr"] if n % 2 else []}
        for n in range(CASES - 1)
        for place in range(3)
    ]
    return {
        name: pa.Table.from_pylist(rows)
        for name, rows in (("cases", cases), ("contacts", contacts), ("touches", touches))
    }


def _in_order(audit: Audit) -> list[list[dict[str, object]]]:
    return [sorted(table.to_pylist(), key=str) for table in audit]


def test_frames_and_arrow_give_the_same_rows(spark: SparkSession) -> None:
    """Spark judges tables of Arrow's, and frames of its own in whatever time zone, as DuckDB does."""
    tables = _tables()
    wanted = _in_order(POLICY.audit(tables, threads=1))
    assert all(wanted)
    frames = {name: spark.createDataFrame(table) for name, table in tables.items()}
    assert wanted == _in_order(POLICY.audit(frames, engine="spark"))
    assert wanted == _in_order(POLICY.audit(tables, engine="spark"))
    odd = tables["touches"].cast(
        pa.schema(
            [
                field.with_type(pa.large_string()) if field.type == pa.string() else field
                for field in tables["touches"].schema
            ]
        )
    )
    assert wanted == _in_order(POLICY.audit({**tables, "touches": odd}, engine="spark"))
    until = ENDED.replace(day=22)
    assert _in_order(POLICY.audit(tables, as_of=until)) == _in_order(POLICY.audit(frames, as_of=until, engine="spark"))


def test_frames_stay_on_the_cluster(spark: SparkSession, tmp_path: Path) -> None:
    """What is found can be asked and written by Spark, and is the same table."""
    tables = _tables()
    wanted = POLICY.audit(tables, threads=1)
    with POLICY.audit_frames(tables) as frames:
        assert len(wanted.findings) == frames.findings.count()
        assert wanted.findings.schema.names == frames.findings.columns
        frames.acts.write.parquet(str(tmp_path / "acts"))
        assert len(wanted.acts) == spark.read.parquet(str(tmp_path / "acts")).count()
    assert not frames.kept.whole.is_cached


def test_what_is_wrong_with_tables_is_told_as_elsewhere(spark: SparkSession) -> None:
    """Columns are looked at before anything is sent, and rows where they are judged; all problems are told."""
    del spark
    tables = _tables()
    local = {"at": pa.array([datetime(2026, 11, 21)] * len(tables["touches"]))}  # noqa: DTZ001  that is what is wrong
    for wrong, told in (
        (
            {"touches": tables["touches"].append_column("chanel", pa.nulls(len(tables["touches"])))},
            "which nothing reads: is it `channel`?",
        ),
        ({"touches": tables["touches"].drop_columns("at")}, "`touches` lacks the column `at`"),
        (
            {"touches": tables["touches"].drop_columns("at").append_column("at", local["at"])},
            "times without a time zone",
        ),
        ({"cases": 5}, "expected `cases` as a frame of Spark's or a table of Arrow's, found int"),
        ({"cases": tables["cases"].slice(1)}, "has cases that are not in `cases`: `c0`"),
        (
            {"contacts": tables["contacts"].slice(1)},
            "touches reach contacts that are not in `contacts`: `c0: interviewer`",
        ),
    ):
        with pytest.raises(UnusableTablesError) as raised:
            POLICY.audit({**tables, **wrong}, engine="spark")
        assert told in str(raised.value)


def test_whole_days_of_spark_are_whole_days(spark: SparkSession) -> None:
    """A column of dates is one of whole days on Spark, too."""
    tables = _tables()
    dates = pa.array([date(2026, 11, 20)] * CASES)
    tables["cases"] = tables["cases"].drop_columns("interview.ended_at").append_column("interview.ended_at", dates)
    frames = {name: spark.createDataFrame(table) for name, table in tables.items()}
    assert _in_order(POLICY.audit(tables)) == _in_order(POLICY.audit(frames, engine="spark"))


class _DiesOnce(ByPolicy):
    """Ends the process in which it judges, the first time, and its executor with it."""

    def __init__(self, died: Path, as_of: Instant | None) -> None:
        super().__init__(POLICY, as_of, obligations=False)
        self._died = died

    def __call__(self, tables: Given) -> Found:
        if not self._died.exists():
            self._died.touch()
            os.kill(os.getppid(), signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(tables)


def test_work_that_an_executor_takes_with_it_is_done_again(spark: SparkSession, tmp_path: Path) -> None:
    """Where an executor is killed another one judges its cases: nothing is lost, and nothing is there twice."""
    del spark
    died = tmp_path / "died"
    with audit_on_spark(_tables(), POLICY.vocabulary, partial(_DiesOnce, died)) as frames:
        found = frames.collect()
    assert died.exists()
    assert _in_order(POLICY.audit(_tables(), obligations=False)) == _in_order(found)


class _OfAnother(ByPolicy):
    """As a program asks whose library of holidays is another one."""

    def __init__(self, as_of: Instant | None) -> None:
        super().__init__(POLICY, as_of, obligations=False)
        self._made_by = {**self._made_by, "holidays": "0.1"}


def test_executors_judge_by_the_engine_that_asks(spark: SparkSession) -> None:
    """An executor with another version of what decides judges nothing, and says what it has."""
    del spark
    with pytest.raises(EnginesDifferError, match=r"expected executors with holidays 0\.1, found holidays "):
        audit_on_spark(_tables(), POLICY.vocabulary, _OfAnother)


def test_what_spark_says_is_told_in_one_line(spark: SparkSession) -> None:
    """Frames that Spark cannot read are an error of ours, without a traceback of its."""
    frames = {name: spark.createDataFrame(table) for name, table in _tables().items()}
    broken = frames["touches"].selectExpr("*", "raise_error('the disk is gone') AS subject")
    with pytest.raises(SparkFailedError) as raised:
        POLICY.audit({**frames, "touches": broken}, engine="spark")
    assert "the disk is gone" in str(raised.value)
    assert "\n" not in str(raised.value)
