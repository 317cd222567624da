"""The parts of a mail that its reader sees as its text, in their order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from courtesy.loading.mail.charsets import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

_MAX_PARTS = 200
_FIRST = 1024
_IN_MARKUP = re.compile(rb"<meta\s[^>]*?charset\s*+=\s*+[\"']?((?!utf-?16)[a-z0-9_:.-]+)", re.IGNORECASE)
"""Where HTML states its own character set, in its first bytes."""
_PLAIN, _MARKUP = frozenset({"plain", "x-markdown", "markdown"}), frozenset({"html", "enriched", "richtext"})
_TNEF = frozenset({"ms-tnef", "vnd.ms-tnef"})
_ENCRYPTED = frozenset({"pkcs7-mime", "x-pkcs7-mime", "pgp-encrypted"})


class Part(NamedTuple):
    """A text that is seen: plain, or in markup."""

    text: str
    markup: bool


class Parts(NamedTuple):
    """The texts of a mail. `unread` is what holds a text that cannot be read, None where there is no such part."""

    texts: tuple[Part, ...]
    unread: str | None


def parts_of(message: EmailMessage, charset: str | None) -> Parts:
    """The texts of a mail; attachments and attached mails are none. `charset` is that of the whole file, if known."""
    reader = _Reader(charset)
    texts = tuple(reader.texts(message))
    return Parts(texts, reader.unread)


class _Reader:
    def __init__(self, charset: str | None) -> None:
        self.charset = charset
        self.unread: str | None = None
        self._left = _MAX_PARTS

    def texts(self, part: EmailMessage) -> Iterator[Part]:
        """The texts in a part. Of alternatives it is the plain one, unless there is nothing in it."""
        self._left -= 1
        if self._left < 0 or _is_attached(part):
            self._look_for_unread(part)
            return
        kind, subtype = part.get_content_maintype(), part.get_content_subtype()
        if kind == "multipart":
            inner: Any = part.get_payload()
            yield from self._of_several(subtype, inner if isinstance(inner, list) else [])
        elif kind == "text" and subtype in _PLAIN | _MARKUP:
            yield Part(self._decoded(part), subtype in _MARKUP)
        else:
            self._look_for_unread(part)

    def _of_several(self, subtype: str, inner: list[EmailMessage]) -> Iterator[Part]:
        if subtype == "encrypted":
            self.unread = "encryption"
        elif subtype in {"signed", "related", "report"}:
            yield from next(filter(None, (tuple(self.texts(part)) for part in inner)), ())
        elif subtype == "alternative":
            ways = [tuple(self.texts(part)) for part in inner]
            seen = [way for way in ways if any(part.text.strip() for part in way)]
            plain = [way for way in seen if not any(part.markup for part in way)]
            yield from (plain or seen or ways or [()])[0]
        else:
            for part in inner:
                yield from self.texts(part)

    def _look_for_unread(self, part: EmailMessage) -> None:
        subtype = part.get_content_subtype()
        name = (part.get_filename() or "").casefold()
        if subtype in _TNEF or name == "winmail.dat":
            self.unread = "winmail.dat"
        elif subtype in _ENCRYPTED:
            self.unread = "encryption"

    def _decoded(self, part: EmailMessage) -> str:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        charset = part.get_content_charset()
        if charset is None and part.get_content_subtype() in _MARKUP and (stated := _IN_MARKUP.search(data[:_FIRST])):
            charset = stated[1].decode()
        return decoded(data, charset, whole=self.charset)


def _is_attached(part: EmailMessage) -> bool:
    """Whether a part is a file of its own: one that is attached, or has a name."""
    return part.is_attachment() or (part.get_content_maintype() != "multipart" and part.get_filename() is not None)
