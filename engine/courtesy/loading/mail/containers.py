"""What a mail file is packed in: byte order marks, UTF-16, Apple Mail's `.emlx`, mailboxes; and what is no mail."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import NamedTuple

_LENGTH = re.compile(rb"\s*+(\d{1,9})[ \t]*+\r?\n")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_BEFORE = re.compile(rb"(?:[ \t]*+(?:\r\n|\r|\n))*+(?:>?From [^\r\n]*+(?:\r\n|\r|\n))?+")
_NEXT = re.compile(
    rb"(?:\r\n|\r|\n){2}From [^\r\n]{1,300}?\d\d:\d\d(?::\d\d)?(?: [A-Z]{1,5})? \d{4}(?: [+-]\d{4})?[ \t]*+"
    rb"(?:\r\n|\r|\n)[!-9;-~]{1,70}:"
)
"""Where a mailbox goes on with another mail: a blank line, the line that begins one, a header."""
_NO_MAIL = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a message in Outlook's own format (.msg)", "save it from Outlook as .eml"),
    (b"\x78\x9f\x3e\x22", "a message in Outlook's own format (winmail.dat)", "save it from Outlook as .eml"),
    (b"%PDF", "a PDF file", "save the e-mail as .eml from the mail program"),
    (b"PK\x03\x04", "a ZIP archive or a document of Office", "save the e-mail as .eml from the mail program"),
    (b"{\\rtf", "a text in RTF", "save the e-mail as .eml from the mail program"),
    (b"<html", "a page in HTML", "save the e-mail as .eml from the mail program"),
    (b"<!doctype html", "a page in HTML", "save the e-mail as .eml from the mail program"),
)
"""How files begin that are no mail, what they are, and what to do instead."""


class Unpacked(NamedTuple):
    """The mail itself. `first_line` is its line in the file; `charset` is that of the whole file, where it says so."""

    data: bytes
    first_line: int
    charset: str | None


class Foreign(NamedTuple):
    """A file that is no mail, what it is, and what to do instead."""

    kind: str
    hint: str


def unpacked(data: bytes) -> Unpacked | Foreign:
    """The mail in a file."""
    for mark, kind, hint in _NO_MAIL:
        if data[: len(mark)].lower() == mark.lower():
            return Foreign(kind, hint)
    plain, charset = _as_utf8(data)
    start, end = 0, len(plain)
    if (length := _LENGTH.match(plain)) is not None:  # as Apple Mail has it: a property list follows
        start, end = length.end(), length.end() + int(length[1])
    if (before := _BEFORE.match(plain, start)) is not None:
        start = before.end()
    return Unpacked(plain[start:end], 1 + len(_LINE_END.findall(plain, 0, start)), charset)


def next_mail(text: bytes, boundary: str | None) -> int | None:
    """Where in what follows the headers another mail of a mailbox begins; None where the mail is the only one.

    One above the last `boundary` of parts is a part, which somebody has attached.
    """
    found = _NEXT.search(text)
    if found is None or (boundary and f"--{boundary}".encode("utf-8", "replace") in text[found.end() :]):
        return None
    return found.start()


def _as_utf8(data: bytes) -> tuple[bytes, str | None]:
    """The file without a byte order mark and in a charset that holds ASCII; that of a file that has such a mark."""
    for mark, charset in ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _recoded(data.removeprefix(mark), charset), "utf-8"
    if data[1:2] == data[3:4] == b"\0" != data[:1]:
        return _recoded(data, "utf-16-le"), "utf-8"
    if data[:1] == data[2:3] == b"\0" != data[1:2]:
        return _recoded(data, "utf-16-be"), "utf-8"
    return data, None


def _recoded(data: bytes, charset: str) -> bytes:
    return data if charset == "utf-8" else data.decode(charset, "replace").encode("utf-8", "replace")
