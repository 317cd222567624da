"""The writer's own words in a mail: without markup, without the quoted reply, without the signature."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKUP = re.compile(
    r"""(?P<comment><!--)
      | <(?: (?P<slash>/?)(?P<tag>[a-z][^\s/>]*)(?:=\s*+(?:"[^"]*"|'[^']*')|[^>])*+ | [!?/][^>]*+ )(?P<end>>?)""",
    re.IGNORECASE | re.VERBOSE,
)
"""A comment's start, a tag, or a declaration; the two latter up to their end or, without one, that of the text."""
_RAW = frozenset({"script", "style", "title"})
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    )
)
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_ATTRIBUTION = re.compile(r"(?:On|Am|Le|El|Il)\b.{3,200}:\s*|-{2,}\s*Original Message\s*-{2,}\s*", re.IGNORECASE)
_MAX_ATTRIBUTION_LINES = 3
_MAX_ATTRIBUTION = 400
"""Characters of one of its lines: a longer one is looked at no further, however often a quotation follows it."""


def text_of_html(markup: str) -> str:
    """What a reader of an HTML text sees: block elements stand on lines of their own, quoted replies begin with `>`."""
    seen = _Seen()
    for tag, closing, data in _pieces(markup):
        if tag:
            seen.tag(tag, closing=closing)
        else:
            seen.data(data)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(seen.pieces).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _pieces(markup: str) -> Iterator[tuple[str, bool, str]]:
    """Tags (name, whether closing) and text (without a name). Time grows with the length, whatever is left open.

    The library's parser takes hours for a megabyte of comments that never end.
    """
    place = 0
    while (found := _MARKUP.search(markup, place)) is not None:
        yield "", False, unescape(markup[place : found.start()])
        tag, closing = found["tag"].lower() if found["tag"] else "", found["slash"] == "/"
        if tag:
            yield tag, closing, ""
        if found["comment"]:
            place = markup.find("-->", found.start() + 2) + 3
            end = place > 2  # noqa: PLR2004  found at all
        elif tag in _RAW and not closing:
            raw_end = re.compile(rf"(?=</{tag})", re.IGNORECASE).search(markup, found.end())
            end, place = raw_end is not None, raw_end.start() if raw_end else 0
        else:
            end, place = found["end"] == ">", found.end()
        if not end:
            return  # what is opened and never closed hides the rest
    yield "", False, unescape(markup[place:])


class _Seen:
    """What is seen of the pieces."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._silent: str | None = None
        self._quotes = 0

    def tag(self, tag: str, *, closing: bool) -> None:
        if closing and tag == self._silent:
            self._silent = None
        if not closing and self._silent is None and tag in _SILENT:
            self._silent = tag
        if not closing and tag == "body":
            self._silent = None  # a head that was never closed
        if tag == "blockquote":
            self._quotes = max(0, self._quotes + (-1 if closing else 1))
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def data(self, data: str) -> None:
        if self._silent is None:
            spaced = re.sub(r"\s+", " ", data)
            self.pieces.append(f"\n> {spaced}\n" if self._quotes and spaced.strip() else spaced)


def own_words(text: str) -> str:
    """The text without the signature after `-- `, quoted lines, and the line that says who wrote them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for place, line in enumerate(lines):
        if line == "-- " or (line == "--" and place > 0):
            lines = lines[:place]
            break
    kept: list[str] = []
    for line in lines:
        if line.startswith(">"):
            _drop_attribution(kept)
        else:
            kept.append(line.rstrip())
    return _BLANK_LINES.sub("\n\n", "\n".join(kept)).strip()


def _drop_attribution(kept: list[str]) -> None:
    """Remove "On Monday the desk wrote:", which may be wrapped, from the end of what has been kept."""
    while kept and not kept[-1].strip():
        kept.pop()
    for count in range(1, min(_MAX_ATTRIBUTION_LINES, len(kept)) + 1):
        if len(kept[-count]) > _MAX_ATTRIBUTION:
            return
        if _ATTRIBUTION.fullmatch(" ".join(line.strip() for line in kept[-count:])):
            del kept[-count:]
            return
