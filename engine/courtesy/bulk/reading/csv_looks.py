"""What a file of CSV says before its rows: its encoding, its columns, and what separates them."""

from __future__ import annotations

import csv
import gzip
import io
import re
import shutil
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from courtesy.bulk.reading.errors import TwiceError, UnreadableTableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile('"?sep=(.)"?\r?\n?', re.IGNORECASE)
"""A first line by which Excel says what separates the cells."""
_LOOKED_AT = 1 << 16
_OTHERS = {
    b"PK\x03\x04": ("a workbook of Excel, or another zip file", "save each sheet as `CSV UTF-8`"),
    b"\xd0\xcf\x11\xe0": ("a workbook of an old Excel", "save each sheet as `CSV UTF-8`"),
    b"\x1f\x8b": ("a gzip file", "let its name end in `.csv.gz`"),
    b"PAR1": ("a Parquet file", "let its name end in `.parquet`"),
    b"SQLite format 3": ("a database of SQLite", "export its tables as CSV or Parquet"),
    b"%PDF": ("a PDF", None),
}
"""Files that are no CSV, by how they begin, and what to do with them."""
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""Byte order marks, by which a file of UTF-16 says what it is."""
AS_UTF8 = "save it as UTF-8: in Excel that is the type `CSV UTF-8`"
NO_TEXT = "a zero byte: it is no text, or in UTF-16 without a byte order mark"


class Look(NamedTuple):
    """The names of the columns, what separates them, and how many lines come before the names.

    `encoding` is None for UTF-8.
    """

    names: tuple[str, ...]
    delimiter: str
    before: int
    encoding: str | None


def opened(place: Path) -> BinaryIO:
    """The bytes of a file, unpacked where it is packed. Raises OSError."""
    if place.name.lower().endswith(".gz"):
        return cast("BinaryIO", gzip.GzipFile(place))
    return place.open("rb")


def look(place: Path) -> Look:
    """What a file says of itself. Raises UnreadableTableError, TwiceError and OSError."""
    shown = str(place)
    with opened(place) as file:
        try:
            first = file.read(_LOOKED_AT)
        except (gzip.BadGzipFile, EOFError) as error:
            found = "another one" if isinstance(error, gzip.BadGzipFile) else "one that is cut off"
            raise UnreadableTableError(shown, "a gzip file", found, "export it again, or unpack it") from None
        encoding = next((name for mark, name in _WIDE.items() if first.startswith(mark)), None)
        _be_text(shown, first, encoding)
        file.seek(0)
        # What is wrong in the rows is found where they are read, with the line.
        with io.TextIOWrapper(file, encoding or "utf-8-sig", errors="replace", newline="") as text:
            try:
                return _looked_at(shown, text, encoding)
            except csv.Error as error:
                raise UnreadableTableError(shown, "a line with the names of the columns", str(error)) from None


def unpacked(place: Path, encoding: str, to: Path) -> None:
    """Write a file anew in UTF-8. Raises UnreadableTableError and OSError."""
    with (
        opened(place) as file,
        io.TextIOWrapper(file, encoding, newline="") as text,
        to.open("w", encoding="utf-8", newline="") as written,
    ):
        try:
            shutil.copyfileobj(text, written)
        except UnicodeDecodeError:
            raise UnreadableTableError(str(place), "a table", f"text that is not {encoding.upper()}", AS_UTF8) from None


def told_apart(shown: str, names: Sequence[str]) -> None:
    """See that no two columns have one name, for the store, to which small and capital letters are the same.

    Raises TwiceError.
    """
    seen: dict[str, str] = {}
    for name in names:
        if name.lower() in seen:
            raise TwiceError(f"the column `{name}` of `{shown}`", seen[name.lower()], name)
        seen[name.lower()] = name


def _be_text(shown: str, first: bytes, encoding: str | None) -> None:
    for sign, (found, fix) in _OTHERS.items():
        if first.startswith(sign):
            raise UnreadableTableError(shown, "CSV", found, fix)
    if encoding is None and b"\0" in first:
        raise UnreadableTableError(shown, "CSV", NO_TEXT, AS_UTF8)


def _looked_at(shown: str, text: io.TextIOWrapper, encoding: str | None) -> Look:
    line = text.readline(_LOOKED_AT)
    separator = _SEPARATOR.fullmatch(line)
    if separator:
        line = text.readline(_LOOKED_AT)
    if not line.strip():
        found = "an empty line" if line else "the end of the file" if separator else "an empty file"
        raise UnreadableTableError(shown, "a line with the names of the columns", found)
    delimiter = separator[1] if separator else max(_DELIMITERS, key=line.count)
    names = next(csv.reader(chain([line], text), delimiter=delimiter, strict=True))
    for number, name in enumerate(names, 1):
        if "\N{REPLACEMENT CHARACTER}" in name:
            raise UnreadableTableError(shown, "a table", "text that is not UTF-8 in line 1", AS_UTF8)
        if not name.strip():
            raise UnreadableTableError(shown, "a name for each column", f"none for column {number}")
    told_apart(shown, names)
    return Look(tuple(names), delimiter, 1 if separator else 0, encoding)
