"""The headers of a mail, read leniently: a line among them that is none does not hide those that follow."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.mail.charsets import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_LINES = 10_000
"""Lines of headers."""
_LINE = re.compile(rb"([^\r\n]*+)(\r\n|\r|\n|$)")
_FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:[ \t]*+(.*)", re.DOTALL)
_BARE_BOUNDARY = re.compile(rb"(\bboundary=)([^\"\s;]++)", re.IGNORECASE)
"""A boundary that needs quotation marks, which some programs leave out."""
_OF_MAIL = frozenset(
    b"from to cc bcc message-id in-reply-to references received mime-version content-type "
    b"content-transfer-encoding".split()
)
"""Headers that text seldom has by chance: where one follows, a line that is none is passed over."""

_RECIPIENTS = frozenset({"to", "cc", "bcc"})


class Field:
    """One header: its lines as they stand in the file, and the number of the first one."""

    def __init__(self, line: bytes, number: int) -> None:
        self.lines, self.number = [line], number

    @cached_property
    def name(self) -> str:
        """In lower case."""
        return _name(self.lines[0]).decode()

    @property
    def value(self) -> bytes:
        """What stands behind the colon, its line ends included."""
        first, *others = self.lines
        return b"\n".join((first.partition(b":")[2], *others)).strip()

    @property
    def text(self) -> str:
        """The value as text; encoded words are still encoded."""
        return decoded(self.value, None)

    def line_with(self, part: str) -> int:
        """The number of the line in which a part of the value begins; the first one where it is not found."""
        start = self.text.find(part)
        return self.number + self.text.count("\n", 0, max(start, 0))

    def width_of(self, number: int) -> int:
        """The characters of a line, by its number."""
        return len(decoded(self.lines[number - self.number], None))


class Head(NamedTuple):
    """The headers of a mail, and what follows them."""

    fields: tuple[Field, ...]
    body: bytes

    def named(self, *names: str) -> Iterator[Field]:
        """The headers of those names, in their order."""
        return (field for field in self.fields if field.name in names)

    @property
    def mail(self) -> bytes:
        """The whole mail, as parsers like it."""
        fields = (
            b"%s: %s\n" % (field.name.encode(), _BARE_BOUNDARY.sub(rb'\1"\2"', field.value)) for field in self.fields
        )
        return b"".join((*fields, b"\n", self.body))


def head_of(data: bytes, first_line: int = 1) -> Head:
    """The headers of a mail; `first_line` is the number of its first line in the file."""
    lines = list(islice(_lines(data), MAX_LINES))
    last = max((place for place, (line, _) in enumerate(lines) if _name(line) in _OF_MAIL), default=-1)
    fields: list[Field] = []
    for place, (line, start) in enumerate(lines):
        if line[:1] in {b" ", b"\t"} and fields:
            fields[-1].lines.append(line)
        elif fields and _goes_on(fields[-1], line):
            fields[-1].lines.append(b" " + line)
        elif _name(line):
            fields.append(Field(line, first_line + place))
        elif place > last:  # the blank line before the text is missing
            return Head(tuple(fields), data[start:])
    return Head(tuple(fields), data[_text_after(lines, data) :])


def _lines(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The lines up to the first blank one, each with the place where it begins."""
    for match in _LINE.finditer(data):
        if not match[1]:
            return
        yield match[1], match.start()


def _text_after(lines: Sequence[tuple[bytes, int]], data: bytes) -> int:
    """Where the text begins: behind the blank line after these."""
    place = lines[-1][1] if lines else 0
    for _ in range(2 if lines else 1):
        match = _LINE.match(data, place)
        place = match.end() if match else len(data)
    return place


def _goes_on(field: Field, line: bytes) -> bool:
    """Whether a line goes on with the recipients of the line above it, although it is not indented."""
    return field.name in _RECIPIENTS and not _name(line) and b"@" in line


def _name(line: bytes) -> bytes:
    """The name of the header that begins with a line, in lower case; empty where none does."""
    field = _FIELD.match(line)
    return field[1].lower() if field else b""
