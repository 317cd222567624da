"""The writer's own words in a mail: without markup, without the quoted reply, without the signature."""

from __future__ import annotations

import re

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


def text_of_html(markup: str) -> str:  # noqa: C901  the parser's callbacks live inside, for the late import
    """What a reader of an HTML text sees: block elements stand on lines of their own, quoted replies begin with `>`."""
    from html.parser import HTMLParser  # noqa: PLC0415  cold start

    class Extractor(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=True)
            self.pieces: list[str] = []
            self.silent: str | None = None
            self.quotes = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            del attrs
            if self.silent is None and tag in _SILENT:
                self.silent = tag
            if tag == "body":
                self.silent = None  # a head that was never closed
            if tag == "blockquote":
                self.quotes += 1
            if tag in _BLOCKS:
                self.pieces.append("\n")

        def handle_endtag(self, tag: str) -> None:
            if tag == self.silent:
                self.silent = None
            if tag in _BLOCKS:
                self.pieces.append("\n")
            if tag == "blockquote" and self.quotes:
                self.quotes -= 1

        def handle_data(self, data: str) -> None:
            if self.silent is None:
                spaced = re.sub(r"\s+", " ", data)
                self.pieces.append(f"\n> {spaced}\n" if self.quotes and spaced.strip() else spaced)

    extractor = Extractor()
    extractor.feed(markup)
    extractor.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(extractor.pieces).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


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
        if _ATTRIBUTION.fullmatch(" ".join(line.strip() for line in kept[-count:])):
            del kept[-count:]
            return
