"""The words of Courtesy's files, in the form that fuzzers read; generated from the schemas and the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import courtesy
from courtesy.model.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYNTAX = (": ", "- ", "? ", "&a ", "*a", "<<: ", "!!str ", "---\n", "%TAG ! a\n", "|\n", ">\n", "{}", "[]", "\\u0000")
_YAML = (
    *_SYNTAX,
    "2026-03-08T02:30",
    "2026-11-01T01:30",
    "America/New_York",
    "7 days",
    "3 business days",
    "calendar week",
)
_MAIL = (
    "To: ", "Cc: ", "Bcc: ", "Date: ", "Subject: ", "Content-Type: ", "Content-Transfer-Encoding: ", "base64",
    "quoted-printable", "x-uuencode", "multipart/mixed; boundary=x", "multipart/digest", "message/rfc822", "text/html",
    "text/plain; charset=", "punycode", "utf-7", "unicode_escape", "=?utf-8?q?=C3?=", "=?utf-8?b?YQ?=", "--x\n",
    "Content-Disposition: attachment", "<blockquote>", "<!--", "-->", "<![CDATA[", "&#x110000;", "<a href='",
    "desk@example.com",
    "-0000", "Fri, 27 Nov 2026 15:30:00 -0500", "\n> ", "-- \n", "\n\n",
)  # fmt: skip


def _strings(node: object) -> Iterator[str]:
    """Keys, and values that a schema lists."""
    if isinstance(node, list):
        for item in node:
            yield from _strings(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "properties":
                yield from value
            if key in {"enum", "const", "required"}:
                yield from (word for word in (value if isinstance(value, list) else [value]) if isinstance(word, str))
            yield from _strings(value)


def words(target: str) -> list[str]:
    """The words of a target's files, each once, sorted."""
    if target == "mail":
        return sorted(_MAIL)
    facts = (*BUILT_IN.facts, *BUILT_IN.channels, *BUILT_IN.purposes, *BUILT_IN.roles)
    return sorted({*_YAML, *_strings(courtesy.schema(target)), *facts})


def dictionary(target: str) -> str:
    """The words in libFuzzer's form."""
    escaped = (
        "".join(c if c.isalnum() and c.isascii() else f"\\x{ord(c):02x}" for c in word) for word in words(target)
    )
    return "".join(f'"{word}"\n' for word in escaped)
