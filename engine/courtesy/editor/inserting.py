"""Edits that add an entry to a section of a manifest, in the style in which the section is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courtesy.editor.marks import Edit
from courtesy.editor.sketch import Role, sketch

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.editor.sketch import Word

_BEFORE = ("include", "rules", "preferences")
"""The sections before which a new one is put."""


def declared(manifest: Path, text: str, section: str, entry: str) -> Edit:
    """The edit that adds an entry, `whatsapp: WhatsApp message`, to a section of mappings."""
    return _added(manifest, text, section, entry, brackets="{}")


def listed_item(manifest: Path, text: str, section: str, item: str) -> Edit:
    """The edit that adds an item to a section that is a list."""
    return _added(manifest, text, section, item, brackets="[]")


def _added(manifest: Path, text: str, section: str, entry: str, *, brackets: str) -> Edit:
    words = sketch(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    key = next((word for word in words if word.role is Role.KEY and word.path == (section,)), None)
    if key is None:
        return _new_section(
            manifest, text, words, f"{section}:{newline}{_line(entry, '  ', brackets)}{newline}", newline
        )
    inner = [word for word in words if word.path[:1] == (section,) and len(word.path) > 1]
    if not inner:
        found = re.compile(r"[ \t]*:[ \t]*(?:\{\s*\}|\[\s*\])?").match(text, key.end)
        end = found.end() if found else key.end
        return Edit(manifest, key.end, end, f": {brackets[0]}{entry}{brackets[1]}")
    if inner[0].flow and text[key.end : inner[0].start].lstrip(": \t")[:1] == brackets[0]:
        end = max(word.end for word in inner)
        behind = _closing(text, end, brackets)
        return Edit(manifest, behind, behind, f", {entry}")
    first = min(word.start for word in inner)
    begin = text.rfind("\n", 0, first) + 1
    indent = text[begin : begin + len(text[begin:]) - len(text[begin:].lstrip(" \t"))]
    last = max(word.end for word in inner)
    end = _end_of_line(text, last)
    return Edit(manifest, end, end, f"{newline}{_line(entry, indent, brackets)}")


def _line(entry: str, indent: str, brackets: str) -> str:
    return f"{indent}- {entry}" if brackets == "[]" else f"{indent}{entry}"


def _new_section(manifest: Path, text: str, words: list[Word], said: str, newline: str) -> Edit:
    """The edit that adds a section, before those that usually stand last."""
    tops = [word for word in words if word.role is Role.KEY and len(word.path) == 1 and word.text in _BEFORE]
    if tops:
        at = tops[0].start
        return Edit(manifest, at, at, said)
    before = "" if not text or text.endswith(("\n", "\r")) else newline
    return Edit(manifest, len(text), len(text), before + said)


def _closing(text: str, at: int, brackets: str) -> int:
    """Where the last entry between brackets ends: what is nested in it is closed before."""
    depth = 0
    for place in range(at, len(text)):
        mark = text[place]
        if mark in "]}":
            if mark == brackets[1] and _only_closing(text, place + 1):
                return place
            depth += 1
        elif mark not in " \t\r\n,":
            break
    return at


def _only_closing(text: str, at: int) -> bool:
    """Whether nothing more is closed in that line."""
    return not re.match(r"[ \t]*[\]}]", text[at:])


def _end_of_line(text: str, at: int) -> int:
    ends = [place for mark in "\r\n" if (place := text.find(mark, at)) >= 0]
    return min(ends, default=len(text))
