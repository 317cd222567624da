"""Findings kept as files: each part as it comes, so that an audit that is cut off goes on; then the whole, at once."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from courtesy.bulk.reading.sources import SUFFIXES
from courtesy.bulk.results import SCHEMAS, Part
from courtesy.rendering.spreadsheet_cells import RISKY, plain_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_STATE = "state.json"


class Kept:
    """The findings of one audit in the making, beside where they will be."""

    def __init__(self, out: Path, of: str) -> None:
        """`out` is a file of findings that ends in `.csv` or `.parquet`, or a folder for all tables.

        `of` tells one audit from another: parts of another one are begun anew. Raises OSError.
        """
        self._out, self._of = out, of
        self._parts = out.with_name(f"{out.name}.parts")
        self.resumed = False
        state = self._parts / _STATE
        if state.is_file():
            self.resumed = json.loads(state.read_text("utf-8")) == of
        if not self.resumed:
            shutil.rmtree(self._parts, ignore_errors=True)
            self._parts.mkdir(parents=True)
            state.write_text(json.dumps(of), "utf-8")

    @property
    def done(self) -> frozenset[int]:
        """The parts that are kept already."""
        return frozenset(int(file.name.split(".")[0]) for file in self._parts.glob("*.acts.parquet"))

    def keep(self, part: Part) -> None:
        """Keep a part; it is there when its acts are, which come last. Raises OSError."""
        for name, table in part.tables():
            file = self._file(part.number, name)
            half = file.with_suffix(".half")
            parquet.write_table(table, half)
            half.replace(file)

    def parts(self) -> Iterator[Part]:
        """All parts that are kept."""
        for number in sorted(self.done):
            yield Part(number, 0, **{name: parquet.read_table(self._file(number, name)) for name in SCHEMAS})

    def has(self, name: str) -> bool:
        """Whether that table gets a place: a file has the findings alone."""
        return name == "findings" or self._out.suffix not in {".csv", ".parquet"}

    def finish(self) -> Sequence[Path]:
        """Put the whole in its place, each file at once; which files these are. Raises OSError."""
        if self._out.suffix in {".csv", ".parquet"}:
            wanted = {self._out: "findings"}
        else:
            self._out.mkdir(parents=True, exist_ok=True)
            wanted = {self._out / f"{name}.parquet": name for name in SCHEMAS}
        for file, name in wanted.items():
            half = file.with_name(f"{file.name}.half")
            schema = SCHEMAS[name]
            as_csv = file.suffix == ".csv"
            with (csv.CSVWriter if as_csv else parquet.ParquetWriter)(half, schema) as writer:
                for batch in self._batches(name):
                    writer.write_batch(_plain(batch) if as_csv else batch)
            half.replace(file)
        shutil.rmtree(self._parts)
        return tuple(wanted)

    def _batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows of a table, of all parts, some at a time."""
        for number in sorted(self.done):
            with parquet.ParquetFile(self._file(number, name)) as part:
                for batch in part.iter_batches():
                    yield batch.cast(SCHEMAS[name])

    def _file(self, number: int, name: str) -> Path:
        return self._parts / f"{number:06}.{name}.parquet"


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The rows as a spreadsheet may show them: it runs no text of others as a formula."""
    columns = []
    for column in batch.columns:
        if not pa.types.is_string(column.type) or not pc.any(pc.match_substring_regex(column, RISKY)).as_py():
            columns.append(column)
            continue
        texts = column.dictionary_encode()
        plain = [None if text is None else plain_cell(text) for text in texts.dictionary.to_pylist()]
        columns.append(pa.array(plain, pa.string()).take(texts.indices))
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def mark_of(places: Sequence[Path], *others: object) -> str:
    """What tells an audit of these files from others: their names, sizes and times, and whatever else counts."""
    files = [file for place in places for file in (_files_in(place) if place.is_dir() else [place])]
    facts = [(str(file), (found := file.stat()).st_size, found.st_mtime_ns) for file in files]
    text = json.dumps([facts, [str(one) for one in others], pa.__version__])
    return hashlib.sha256(text.encode()).hexdigest()


def _files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and file.name.lower().endswith(SUFFIXES))
