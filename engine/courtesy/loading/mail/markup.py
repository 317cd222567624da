"""What a reader of an HTML mail sees, in lines; what programs have marked as quoted, signed or unseen is left out."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.mail import markup_forms as forms
from courtesy.loading.mail.attributions import MOST_WRAPPED, attribution
from courtesy.loading.mail.lines import Line
from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MARKUP = re.compile(
    r"""(?P<comment><!--)
      | <(?:
          (?P<slash>/?)(?P<tag>[a-z][^\s/>]*)(?P<attributes>(?:=\s*+(?:"[^"]*"|'[^']*')|[^>])*+)
        | [!?/][^>]*+
        )(?P<end>>?)""",
    re.IGNORECASE | re.VERBOSE,
)
"""A comment's start, a tag, or a declaration; the two latter up to their end or, without one, that of the text."""
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?""")
_BARE = dict.fromkeys(forms.STRUCK, LeftOut.HIDDEN) | {"blockquote": LeftOut.QUOTATION}
"""What elements without attributes are; a `blockquote` with nothing but margins indents what the author says."""
_MOST_BLANK = 8
"""Blank lines that may stand between such a line and the `blockquote` below it."""
_SPACES = re.compile(r"[^\S\n]+")
_SPACE = re.compile(r"\s+")


class _Tag(NamedTuple):
    """A tag. `attributes` are those that it has, in lower case; none for one that closes."""

    name: str
    closing: bool
    attributes: Mapping[str, str]


class _Open(NamedTuple):
    """An element that is open, and what its text is."""

    name: str
    left_out: LeftOut | None


def markup_lines(markup: str) -> list[Line]:
    """The lines that block elements and `pre` make, in their order."""
    reader = _Reader()
    for piece in _pieces(markup):
        if isinstance(piece, str):
            reader.text(piece)
        else:
            reader.tag(piece)
    reader.end_line()
    return reader.lines


def _pieces(markup: str) -> Iterator[_Tag | str]:
    """Tags and text. Time grows with the length, whatever is left open.

    The library's parser takes hours for a megabyte of comments that never end.
    """
    place = 0
    while (found := _MARKUP.search(markup, place)) is not None:
        if place < found.start():
            yield unescape(markup[place : found.start()])
        tag, closing = found["tag"].lower() if found["tag"] else "", found["slash"] == "/"
        if tag:
            attributes = found["attributes"]
            yield _Tag(tag, closing, _attributes(attributes) if attributes and not closing else {})
        if found["comment"]:
            place = markup.find("-->", found.start() + 2) + 3
            end = place > 2  # noqa: PLR2004  found at all
        elif tag in forms.RAW and not closing:
            raw_end = re.compile(rf"(?=</{tag})", re.IGNORECASE).search(markup, found.end())
            end, place = raw_end is not None, raw_end.start() if raw_end else 0
        else:
            end, place = found["end"] == ">", found.end()
        if not end:
            return  # what is opened and never closed hides the rest
    yield unescape(markup[place:])


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(text) if "=" in text or "hidden" in text.lower() else ()
    return {one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in found}


class _Reader:
    """Puts pieces together to lines. Text that is left out within a line becomes a line of its own behind it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._line: dict[LeftOut | None, list[str]] = {}
        self._open: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._kinds: list[LeftOut] = []
        self._silent: str | None = None
        self._pre = 0
        self._rest = False

    def tag(self, tag: _Tag) -> None:
        """Open or close an element."""
        if self._silent is not None:
            # A head may never have been closed.
            if (tag.closing and tag.name == self._silent) or (tag.name == "body" and not tag.closing):
                self._silent = None
            return
        if tag.name in forms.SILENT:
            self._silent = None if tag.closing else tag.name
            return
        if tag.name in forms.BLOCKS:
            self.end_line()
        if tag.closing:
            self._close(tag.name)
            return
        self._rest = self._rest or (tag.attributes.get("id", "").casefold().removeprefix("x_") in forms.REST)
        if tag.name in forms.VOID:
            return
        if tag.name in forms.CLOSED_BY_ITS_LIKE and self._open and self._open[-1].name == tag.name:
            self._close(tag.name)
        kind = _kind(tag)
        if kind is None and tag.name == "blockquote" and self._introduced():
            kind = LeftOut.QUOTATION
        self._open.append(_Open(tag.name, kind))
        self._names[tag.name] += 1
        if kind is not None:
            self._kinds.append(kind)

    def text(self, text: str) -> None:
        """Add what is seen to the line, or to the lines where line ends count."""
        if self._silent is not None or not text:
            return
        if not self._names["pre"]:
            self._add(_SPACE.sub(" ", text))
            return
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._add(first)
        for line in others:
            self.end_line()
            self._add(line)

    def end_line(self) -> None:
        """Begin another line."""
        line, self._line = self._line, {}
        self.lines.append(Line(_tidy(line.pop(None, []))))
        self.lines += [Line(_tidy([" ".join(texts)]), kind) for kind, texts in line.items() if kind is not None]

    def _add(self, text: str) -> None:
        if self._kinds:
            kind: LeftOut | None = self._kinds[0]
        else:
            kind = LeftOut.QUOTATION if self._rest else None
        self._line.setdefault(kind, []).append(text)

    def _introduced(self) -> bool:
        """Whether the last line says who wrote what follows."""
        seen = len(self.lines)
        last = next((place for place in range(seen - 1, max(seen - _MOST_BLANK, -1), -1) if self.lines[place].text), 0)
        starts = range(max(last - MOST_WRAPPED + 1, 0), last + 1)
        return any((head := attribution(self.lines, place)) and head.end == last + 1 for place in starts)

    def _close(self, name: str) -> None:
        """Close the innermost element of that name, and those in it; a tag that closes nothing does nothing."""
        while self._names[name]:
            closed = self._open.pop()
            self._names[closed.name] -= 1
            if closed.left_out is not None:
                self._kinds.pop()
            if closed.name == name:
                return


def _tidy(texts: list[str]) -> str:
    joined = "".join(texts)
    return "-- " if joined.strip("\t\n") in {"-- ", "--\u00a0"} else _SPACES.sub(" ", joined).strip()


def _kind(tag: _Tag) -> LeftOut | None:
    """What the text of an element is where the author does not say it, by its name and its attributes."""
    attributes = tag.attributes
    if not attributes:
        return _BARE.get(tag.name)
    style = attributes.get("style", "")
    if tag.name in forms.STRUCK or "hidden" in attributes or forms.UNSEEN.search(style):
        return LeftOut.HIDDEN
    names = " ".join(attributes.get(key, "") for key in ("class", "id", "name"))
    if tag.name == "blockquote" and _quotes(attributes, names, style):
        return LeftOut.QUOTATION
    kinds = (_named(name.removeprefix("x_"), tag.name) for name in names.casefold().split())
    return next((kind for kind in kinds if kind is not None), None)


def _named(name: str, tag: str) -> LeftOut | None:
    """What a class, id or name says of an element. Yahoo puts letters and digits before its own."""
    if name.startswith("ydp"):
        return next((kind for known, kind in forms.BY_NAME.items() if name.endswith(known)), None)
    return forms.BY_NAME.get(name) or forms.BY_NAME.get(f"{name}:{tag}")


def _quotes(attributes: Mapping[str, str], names: str, style: str) -> bool:
    """Whether a `blockquote` quotes; one with nothing but margins indents what the author says."""
    if "cite" in attributes or attributes.get("type", "").casefold() == "cite":
        return True
    return bool(forms.QUOTING.search(names) or forms.BORDER.search(style))
