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
from courtesy.loading.table_mapping import read_mapping
from courtesy.model.table_mapping import TablesMapping
from courtesy.wording.text import agree, verb_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courtesy.api import Policy
    from courtesy.bulk.reading.reading import ReadTables


class HistoryTables:
    """Tables in files for both versions. Use it as a context, in one thread."""

    def __init__(self, places: Sequence[Path], mapping_path: Path | None, old: Policy, new: Policy) -> None:
        """Raises InvalidInputError, and OSError, where the mapping cannot be used."""
        self._places = places
        self._words = {old.digest: (old.vocabulary, new.vocabulary), new.digest: (new.vocabulary, old.vocabulary)}
        known = [targets(one.vocabulary) for one in (old, new)]
        columns = {table: {**known[0][table], **known[1][table]} for table in TABLES}
        self._mapping = TablesMapping() if mapping_path is None else read_mapping(mapping_path, columns)
        self._read: dict[str, ReadTables] = {}
        self._open = ExitStack()
        self._folder = Path(self._open.enter_context(TemporaryDirectory(prefix="courtesy-tables-")))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def tables(self, policy: Policy) -> Mapping[str, object]:
        """The tables as a version reads them; words that it does not know are told. Raises what `read_tables` does."""
        if policy.digest not in self._read:
            own, other = self._words[policy.digest]
            store = self._open.enter_context(Store(self._folder / f"{len(self._read)}.duckdb"))
            read = read_tables(store, self._places, mapping_for(own, other, self._mapping), own)
            self._read[policy.digest] = read
            for column, word, rows in read.words:
                unknown = f"{policy.id} {policy.version} does not know the {column} `{word}`"
                rows_have = f"{agree(rows, 'row')} {verb_for(rows, 'has')}"
                terminal.complain(f"{unknown}, which {rows_have}: it stands for itself\n")
        return self._read[policy.digest].tables()
