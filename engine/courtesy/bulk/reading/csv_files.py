"""Files of CSV, as the store reads them."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.csv_looks import look, opened, unpacked
from courtesy.bulk.reading.errors import UnreadableTableError
from courtesy.bulk.reading.store import NotByManyError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from courtesy.bulk.reading.store import Store

_LONGEST = 1 << 24
"""A line has at most so many bytes."""
_MANNERS = (
    "auto_detect = false, quote = '\"', escape = '\"', strict_mode = true, "
    f"max_line_size = {_LONGEST}, buffer_size = {4 * _LONGEST}"
)
_CHUNK = 1 << 16
_QUOTE = b'"'
_BREAKS = re.compile(rb'"|\r\n|\n|\r')


class CsvFile(NamedTuple):
    """A file of CSV, all as text."""

    name: str
    place: Path

    @property
    def qualified(self) -> str:
        """Its name: there are no schemas."""
        return self.name

    @property
    def shown(self) -> str:
        """Where it lies."""
        return str(self.place)

    def types(self, _: Store) -> Mapping[str, str]:
        """Its columns. Raises UnreadableTableError, TwiceError and OSError."""
        return dict.fromkeys(look(self.place).names, "VARCHAR")

    def take(self, store: Store, name: str, columns: Collection[str]) -> None:
        """Keep these columns. Raises UnreadableTableError, TwiceError and OSError."""
        seen = look(self.place)
        csv = Csv(
            self.place, self.shown, dict.fromkeys(seen.names, "VARCHAR"), delimiter=seen.delimiter, before=seen.before
        )
        if seen.encoding is None:
            csv.take(store, name, columns)
            return
        with TemporaryDirectory(prefix="unpacked-", dir=store.folder) as folder:
            plain = Path(folder) / "plain.csv"
            unpacked(self.place, seen.encoding, plain)
            csv._replace(place=plain).take(store, name, columns)


class Csv(NamedTuple):
    """Rows of CSV in UTF-8: where they lie, what they are called, and their columns with types.

    With `null`, which stands for no value, there is no line of names, an empty text is a value, and rows end in a line
    feed alone. Else `before` lines stand before the names.
    """

    place: Path
    shown: str
    columns: Mapping[str, str]
    delimiter: str = ","
    before: int = 0
    null: str | None = None

    def take(self, store: Store, name: str, chosen: Collection[str]) -> None:
        """Keep the rows as a table with the `chosen` columns. Raises UnreadableTableError."""
        listed = ", ".join(f"{store.literal(one)}: {store.literal(kind)}" for one, kind in self.columns.items())
        own = f"header = true, skip = {self.before}"
        if self.null is not None:
            null = store.literal(self.null)
            own = f"header = false, nullstr = {null}, allow_quoted_nulls = false, new_line = '\\n'"
        packed = "gzip" if self.place.name.lower().endswith(".gz") else "none"
        query = (
            f"SELECT {', '.join(map(store.quoted, chosen))} FROM read_csv({store.literal(str(self.place))}, "
            f"columns = {{{listed}}}, delim = {store.literal(self.delimiter)}, compression = '{packed}', "
            f"{own}, {_MANNERS}"
        )
        try:
            store.take(name, self.shown, f"{query})")
        except NotByManyError:
            store.take(name, self.shown, f"{query}, parallel = false)")
            # A reader that is alone passes over a last row whose quotation mark is not closed.
            if _quotes(self.place) % 2:
                raise UnreadableTableError(self.shown, "a table", "a quotation mark that is not closed") from None
        except UnreadableTableError as error:
            if error.fix is None and (line := _other_end(self.place)):
                found = f"another line end in line {line:,} than in line 1"
                raise UnreadableTableError(self.shown, "a table", found, "save it with one kind of line end") from None
            raise


def _quotes(place: Path) -> int:
    """How many quotation marks a file has."""
    with opened(place) as file:
        return sum(some.count(_QUOTE) for some in iter(lambda: file.read(_CHUNK), b""))


def _other_end(place: Path) -> int | None:
    """The first line that ends otherwise than the first one, outside of quotation marks; None where all end alike."""
    line, first, quoted = 0, b"", False
    with opened(place) as file:
        for some in file:
            for found in _BREAKS.findall(some):
                if found == _QUOTE:
                    quoted = not quoted
                elif not quoted:
                    line, first = line + 1, first or found
                    if found != first:
                        return line
    return None
