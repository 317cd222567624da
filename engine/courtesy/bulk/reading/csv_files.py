"""Files of CSV: their columns, and how the store reads them."""

from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

from courtesy.bulk.reading.errors import TwiceError, UnreadableTableError
from courtesy.bulk.reading.store import NotByManyError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from courtesy.bulk.reading.store import Store

_DELIMITERS = ",;\t|"
_LONGEST = 1 << 24
"""A line has at most so many bytes."""
_MANNERS = (
    "auto_detect = false, quote = '\"', escape = '\"', strict_mode = true, "
    f"max_line_size = {_LONGEST}, buffer_size = {4 * _LONGEST}"
)
_QUOTE = b'"'
_CHUNK = 1 << 16


def csv_columns(store: Store, place: Path) -> tuple[list[str], str]:
    """The names of the columns, and what separates them: what the line of names has most of.

    Raises UnreadableTableError and TwiceError.
    """
    query = (
        f"FROM read_csv({store.literal(str(place))}, header = false, auto_detect = false, "
        f"columns = {{line: 'VARCHAR'}}, delim = '\\0', quote = '', escape = '')"
    )
    first = next(iter(store.reading(str(place), f"SELECT line {query} LIMIT 1")), None)
    if first is None:
        raise UnreadableTableError(str(place), "a line with the names of the columns", "an empty file")
    line = str(first[0]).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    delimiter = max(_DELIMITERS, key=line.count)
    names = next(csv.reader([line], delimiter=delimiter))
    for number, name in enumerate(names, 1):
        if not name.strip():
            raise UnreadableTableError(str(place), "a name for each column", f"none for column {number}")
    told_apart(str(place), names)
    return names, delimiter


def told_apart(shown: str, names: Sequence[str]) -> None:
    """See that no two columns have one name, for the store, to which small and capital letters are the same.

    Raises TwiceError.
    """
    seen: dict[str, str] = {}
    for name in names:
        if name.lower() in seen:
            raise TwiceError(f"the column `{name}` of `{shown}`", seen[name.lower()], name)
        seen[name.lower()] = name


def take_csv(
    store: Store,
    place: Path,
    columns: Mapping[str, str],
    *,
    name: str,
    shown: str,
    chosen: Collection[str] | None = None,
    delimiter: str = ",",
    null: str | None = None,
) -> None:
    """Keep the rows of a file of CSV, which has columns of those types, as a table with the `chosen` ones.

    With `null`, which stands for no value, there is no line of names, and an empty text is a value. Raises
    UnreadableTableError.
    """
    listed = ", ".join(f"{store.literal(one)}: {store.literal(kind)}" for one, kind in columns.items())
    absent = "" if null is None else f"nullstr = {store.literal(null)}, allow_quoted_nulls = false, "
    query = (
        f"SELECT {', '.join(map(store.quoted, columns if chosen is None else chosen))} FROM read_csv("
        f"{store.literal(str(place))}, columns = {{{listed}}}, delim = {store.literal(delimiter)}, {absent}"
        f"header = {str(null is None).lower()}, {_MANNERS}"
    )
    try:
        store.take(name, shown, f"{query})")
    except NotByManyError:
        store.take(name, shown, f"{query}, parallel = false)")
        # A reader that is alone passes over a last row whose quotation mark is not closed.
        if _quotes(place) % 2:
            raise UnreadableTableError(shown, "a table", "a quotation mark that is not closed") from None


def _quotes(place: Path) -> int:
    """How many quotation marks a file has."""
    with gzip.open(place) if place.suffix.lower() == ".gz" else place.open("rb") as opened:
        return sum(some.count(_QUOTE) for some in iter(lambda: opened.read(_CHUNK), b""))
