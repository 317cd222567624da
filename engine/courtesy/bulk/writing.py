"""An audit written to files: part by part, so that it can be resumed, and put in place when it is whole."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq

from courtesy.bulk.owed import OWED
from courtesy.bulk.reporting import ACTS, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    import pyarrow as pa

    from courtesy.bulk.audit import Part

_SCHEMAS = {"acts": ACTS, "owed": OWED, "findings": FINDINGS}
_PART = re.compile(r"findings-(\d+)\.parquet")


class Progress(NamedTuple):
    """So many parts are done, of so many."""

    done: int
    of: int


def write_audit(folder: Path, key: str, parts: Callable[[Collection[int]], Iterator[Part]]) -> Iterator[Progress]:
    """Write `acts.parquet`, `owed.parquet` and `findings.parquet` into a folder; tells the progress after each part.

    `parts` gives the parts without those that are done already. `key` names what is asked: what was done of the same
    question before it was interrupted is not done again. The files appear whole, or not at all. Raises OSError.
    """
    begun = folder / f".audit-{key}"
    begun.mkdir(parents=True, exist_ok=True)
    done = {int(found[1]) for one in begun.iterdir() if (found := _PART.fullmatch(one.name))}
    for part in parts(done):
        # The findings are written last: where they are, the part is whole.
        for name in _SCHEMAS:
            _write(begun / f"{name}-{part.number}.parquet", getattr(part, name))
        done.add(part.number)
        yield Progress(len(done), part.of)
    for name, schema in _SCHEMAS.items():
        with pq.ParquetWriter(begun / f"{name}.parquet", schema) as writer:
            for number in sorted(done):
                for batch in pq.ParquetFile(begun / f"{name}-{number}.parquet").iter_batches():
                    writer.write_batch(batch)
    for name in _SCHEMAS:
        (begun / f"{name}.parquet").replace(folder / f"{name}.parquet")
    shutil.rmtree(begun)


def _write(path: Path, table: pa.Table) -> None:
    unfinished = path.with_suffix(".unfinished")
    pq.write_table(table, unfinished)
    unfinished.replace(path)
