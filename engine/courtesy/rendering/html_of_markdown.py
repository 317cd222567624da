"""The Markdown that the renderers write, as HTML: headings, paragraphs, lists, tables, and what stands in a line.

It is no Markdown in general; tests hold it to a library that is. All tags come from here, and all text is escaped.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from courtesy.rendering.layout import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"(#{1,6}) (.*)")
_ITEM = re.compile(r"( *)(- (\[ \] )?|\d+\. )(.*)")
_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[|: -]+")
_INLINE = re.compile(
    r"\\(?P<plain>[!-/:-@\[-`{-~])|(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)|(?P<line><br>)"
    r"|(?P<strong>\*\*)|(?P<soft>\*)"
)
_FRAME = "color: inherit; background: none; overflow-wrap: anywhere; line-height: 1.45; max-width: 60em"
_HEADINGS = ("font-size: 1.15em", "font-size: 1.15em", "font-size: 1em", "font-size: 1em", "font-size: 1em")
_CELL = "text-align: left; vertical-align: top; padding: 0.15em 1em 0.15em 0; font-variant-numeric: tabular-nums"
_TABLE = "border-collapse: collapse; margin: 0.3em 0; overflow-wrap: break-word"
_TICK = "\N{BALLOT BOX} "


def html_of_markdown(text: str) -> str:
    """The Markdown as HTML, in the colours around it."""
    return f'<div style="{_FRAME}">\n{"".join(_blocks(text.splitlines()))}</div>\n'


def _blocks(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if not line.strip():
            pass
        elif heading := _HEADING.fullmatch(line):
            yield _heading(len(heading[1]), heading[2])
        elif line.startswith("|"):
            end = _while(lines, at, "|")
            yield _table(lines[at:end])
        elif _ITEM.fullmatch(line):
            while end < len(lines) and lines[end].strip():
                end += 1
            yield "".join(_list(lines[at:end]))
        else:
            while end < len(lines) and lines[end].strip():
                end += 1
            yield f'<p dir="auto" style="margin: 0.5em 0">{_inline(" ".join(lines[at:end]))}</p>\n'
        at = end


def _while(lines: list[str], at: int, start: str) -> int:
    while at < len(lines) and lines[at].startswith(start):
        at += 1
    return at


def _heading(level: int, text: str) -> str:
    """A heading that the contents of a notebook do not list."""
    look = f"font-weight: bold; {_HEADINGS[min(level, len(_HEADINGS)) - 1]}; margin: 0.8em 0 0.3em"
    return f'<div role="heading" aria-level="{level + 1}" dir="auto" style="{look}">{_inline(text)}</div>\n'


def _table(lines: list[str]) -> str:
    rows = [[_inline(cell.strip()) for cell in _CELLS.split(line)[1:-1]] for line in lines]
    head = "".join(f'<th scope="col" style="{_CELL}">{cell}</th>' for cell in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td style={_quoted(_CELL)}>{cell}</td>' for cell in row)}</tr>\n"
        for row, line in zip(rows[1:], lines[1:], strict=True)
        if not _RULE.fullmatch(line)
    )
    table = f'<table style="{_TABLE}"><tr>{head}</tr>\n{body}</table>'
    return f'<div style="overflow-x: auto" tabindex="0">{table}</div>\n'


def _quoted(style: str) -> str:
    return f'"{style}"'


def _list(lines: list[str]) -> Iterator[str]:
    """Items, each with those that are further in."""
    first = _ITEM.fullmatch(lines[0])
    assert first is not None  # noqa: S101  a list begins with an item
    kind = "ul" if first[2].startswith("-") else "ol"
    yield f'<{kind} style="margin: 0.3em 0; padding-left: 1.6em">\n'
    starts = [n for n, line in enumerate(lines) if (item := _ITEM.fullmatch(line)) and len(item[1]) <= len(first[1])]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        item = _ITEM.fullmatch(lines[start])
        assert item is not None  # noqa: S101  as it was found
        tick = _TICK if item[3] else ""
        within = "".join(_list(lines[start + 1 : end])) if end > start + 1 else ""
        yield f'<li dir="auto">{tick}{_inline(item[4])}{within}</li>\n'
    yield f"</{kind}>\n"


def _inline(text: str) -> str:
    """A line with its emphasis; what is opened is closed."""
    shown: list[str] = []
    opened: list[str] = []
    at = 0
    for found in _INLINE.finditer(text):
        shown.append(_plain(text[at : found.start()]))
        at = found.end()
        if found["plain"]:
            shown.append(_plain(found["plain"]))
        elif found["code"]:
            shown.append(f"<code>{_plain(_unpadded(found['code']))}</code>")
        elif found["line"]:
            shown.append("<br>")
        else:
            tag = "strong" if found["strong"] else "em"
            if tag in opened:
                while (closed := opened.pop()) != tag:
                    shown.append(f"</{closed}>")
                shown.append(f"</{tag}>")
            else:
                opened.append(tag)
                shown.append(f"<{tag}>")
    shown.append(_plain(text[at:]))
    return "".join((*shown, *(f"</{tag}>" for tag in reversed(opened))))


def _plain(text: str) -> str:
    return escape(printable(text))


def _unpadded(text: str) -> str:
    """What stands in code, without the spaces that keep backticks apart."""
    return text[1:-1] if text.startswith(" ") and text.endswith(" ") and text.strip() else text
