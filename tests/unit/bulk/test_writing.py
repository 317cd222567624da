"""Audits written to files: whole or not at all, and resumed where they were interrupted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from courtesy.bulk.audit import Part
from courtesy.bulk.owed import OWED
from courtesy.bulk.reporting import ACTS, FINDINGS
from courtesy.bulk.writing import Progress, write_audit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

AT = datetime(2026, 11, 20, tzinfo=UTC)


def _part(number: int) -> Part:
    act = {"case_id": f"c{number}", "seq": 0, "touch_id": "t", "at": AT, "version": "1.0.0", "outcome": "allow"}
    return Part(number, 3, FINDINGS.empty_table(), pa.Table.from_pylist([act], schema=ACTS), OWED.empty_table())


def test_an_audit_is_resumed_and_put_in_place_when_it_is_whole(tmp_path: Path) -> None:
    """What was judged before an interruption is not judged again, and no file appears before all of it is."""
    judged: list[int] = []

    def parts(done: Collection[int], upto: int) -> Iterator[Part]:
        for number in range(upto):
            if number not in done:
                judged.append(number)
                yield _part(number)
        if upto < 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(write_audit(tmp_path, "key", lambda done: parts(done, 2)))
    assert [] == list(tmp_path.glob("*.parquet"))
    assert [Progress(3, 3)] == list(write_audit(tmp_path, "key", lambda done: parts(done, 3)))
    assert [0, 1, 2] == judged
    assert ["acts.parquet", "findings.parquet", "owed.parquet"] == sorted(one.name for one in tmp_path.iterdir())
    assert ["c0", "c1", "c2"] == pq.read_table(tmp_path / "acts.parquet")["case_id"].to_pylist()
    assert pq.read_schema(tmp_path / "findings.parquet").equals(FINDINGS)


def test_what_was_begun_of_another_question_is_not_taken(tmp_path: Path) -> None:
    """Parts belong to the question that they were judged for."""
    with pytest.raises(KeyboardInterrupt):
        list(write_audit(tmp_path, "one", _interrupted))
    assert 3 == len(list(write_audit(tmp_path, "other", lambda done: (_part(n) for n in range(3) if n not in done))))


def _interrupted(done: Collection[int]) -> Iterator[Part]:
    assert not done
    yield _part(0)
    raise KeyboardInterrupt
