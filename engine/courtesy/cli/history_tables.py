"""The tables of `courtesy diff --history`, read once in the words of each version."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from courtesy.bulk.both import mapping_for
from courtesy.bulk.reading.reading import read_tables
from courtesy.bulk.reading.store import Store
from courtesy.bulk.reading.targets import TABLES, targets
from courtesy.cli import terminal
from courtesy.cli.table_places import opened
from courtesy.loading.table_mapping import read_mapping
from courtesy.model.table_mapping import TablesMapping
from courtesy.wording.text import agree, verb_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courtesy.api import Policy
    from courtesy.bulk.reading.reading import ReadTables
    from courtesy.bulk.reading.sources import Tables


class HistoryTables:
    """Tables for both versions, as of one moment. Use it as a context, in one thread."""

    def __init__(
        self,
        places: Sequence[Path | str],
        mapping_path: Path | None,
        old: Policy,
        new: Policy,
        *,
        memory: str | None,
        threads: int | None,
    ) -> None:
        """Raises InvalidInputError, and OSError, where the mapping cannot be used."""
        self._places, self._memory, self._threads = places, memory, threads
        self._readers = {old.digest: (old, new), new.digest: (new, old)}
        known = [targets(one.vocabulary) for one in (old, new)]
        columns = {table: {**known[0][table], **known[1][table]} for table in TABLES}
        self._mapping = TablesMapping() if mapping_path is None else read_mapping(mapping_path, columns)
        self._read: dict[str, ReadTables] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Read the tables; words that a version does not know are told. Raises what `read_tables` does."""
        with ExitStack() as kept, ExitStack() as open_until:
            folder = Path(kept.enter_context(TemporaryDirectory(prefix="courtesy-tables-")))
            places = opened(self._places, open_until)
            for digest, (own, other) in self._readers.items():
                store = kept.enter_context(
                    Store(folder / f"{len(self._read)}.duckdb", memory=self._memory, threads=self._threads)
                )
                self._read[digest] = self._taken(store, places, own, other)
            self._open = kept.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def tables(self, policy: Policy) -> Mapping[str, object]:
        """The tables as a version reads them."""
        return self._read[policy.digest].tables()

    def _taken(self, store: Store, places: Sequence[Path | Tables], own: Policy, other: Policy) -> ReadTables:
        words = own.vocabulary
        read = read_tables(store, places, mapping_for(words, other.vocabulary, self._mapping), words)
        for column, word, rows in read.words:
            unknown = f"{own.id} {own.version} does not know the {column} `{word}`"
            rows_have = f"{agree(rows, 'row')} {verb_for(rows, 'has')}"
            terminal.complain(f"{unknown}, which {rows_have}: it stands for itself\n")
        return read
