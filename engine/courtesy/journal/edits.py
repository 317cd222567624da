"""Where in the text of a case something new goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courtesy.journal.errors import UneditableFileError
from courtesy.journal.layout import one_line, scalar, several_lines
from courtesy.journal.source import Edit
from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.journal.layout import Entry, Value
    from courtesy.journal.source import Source
    from courtesy.spans import Tree

_GAP = re.compile(r"\s*+(?:#[^\r\n]*+\s*+)*+")
_EMPTY_LINE = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
_BEHIND = ("actions", "attributes")
"""What a case has below its history."""


def appended(source: Source, key: str, entry: Entry | str) -> Iterator[Edit]:
    """The edits that add an entry at the end of a list of the case, which is made where there is none."""
    entries: Tree | None = source.tree.get(key)
    if entries is None:
        yield from _with_list(source, key, entry)
    elif not isinstance(entries, SequenceNode):
        hint = f"list under `{key}` what is known; `[]` says that nothing has happened"
        raise UneditableFileError(source.file, f"a list under `{key}`", hint)
    elif not entries:
        yield from _into_empty(source, entries, entry)
    elif _in_brackets(source, entries):
        yield from _in_flow(source, entries, entry)
    else:
        yield _in_block(source, entries, entry)


def with_key(source: Source, mapping: MappingNode, key: str, value: Value, *, first: bool = False) -> Iterator[Edit]:
    """The edits that give a mapping a key with that value, in place of the value that it has. `first` is at its front.

    A mapping has other keys already.
    """
    said = one_line(value, is_json=source.is_json)
    if key in mapping:
        span = mapping[key].span
        yield Edit(source.start(span), source.end(span), said)
        return
    pair = f"{scalar(key, is_json=source.is_json)}: {said}"
    front = source.start(next(iter(mapping.key_spans.values())))
    broken = f"{source.newline}{source.indent(front)}"
    last = list(mapping.values())[-1]
    if not _in_brackets(source, mapping):
        yield (
            Edit(front, front, f"{pair}{broken}")
            if first
            else line_below(source, last, f"{broken[len(source.newline) :]}{pair}")
        )
        return
    between = f",{broken}" if _is_broken(source, mapping, front) else ", "
    if first:
        yield Edit(front, front, f"{pair}{between}")
    else:
        end = source.end(last.span)
        yield Edit(end, end, f"{between}{pair}")


def _is_broken(source: Source, mapping: MappingNode, front: int) -> bool:
    """Whether each key of a mapping in braces has a line of its own."""
    return source.line_start(source.start(mapping.span)) != source.line_start(front)


def _in_brackets(source: Source, node: Tree) -> bool:
    return source.text[source.start(node.span)] in "[{"


def line_below(source: Source, last: Tree, line: str) -> Edit:
    """A line of its own below a value, and below the comment behind it."""
    end = source.end(last.span)
    if end and source.line_start(end) == end:  # a text of several lines ends where the next line begins
        return Edit(end, end, f"{line}{source.newline}")
    end = source.line_end(end)
    return Edit(end, end, f"{source.newline}{line}")


def _into_empty(source: Source, entries: SequenceNode, entry: Entry | str) -> Iterator[Edit]:
    """The first entry of a list that has none: below its key, where the case has a line for each key."""
    start, end = source.start(entries.span), source.end(entries.span)
    if _in_brackets(source, source.tree):
        yield Edit(start, end, f"[{one_line(entry, is_json=source.is_json)}]")
        return
    before = source.text[:start].rstrip(" \t")
    yield Edit(len(before), end, "")
    yield line_below(source, entries, f"{' ' * (source.tree.span.column + 1)}- {one_line(entry, is_json=False)}")


def _in_block(source: Source, entries: SequenceNode, entry: Entry | str) -> Edit:
    """Below the last item of a list with dashes, in the layout of that item."""
    last = entries[-1]
    start = source.start(last.span)
    lead = source.text[source.line_start(start) : start]
    if lead.strip() != "-":  # the dash has a line of its own
        lead = f"{' ' * (entries.span.column - 1)}- "
    if isinstance(last, MappingNode) and isinstance(entry, dict) and not _in_brackets(source, last):
        said = several_lines(entry, " " * len(lead), source.newline, is_json=False)
    else:
        said = one_line(entry, is_json=False)
    between = source.newline if _apart(source, entries) else ""
    return line_below(source, last, f"{between}{lead}{said}")


def _apart(source: Source, entries: SequenceNode) -> bool:
    """Whether empty lines part the items of a list, or would part them: those of a file that is one."""
    ends = [source.end(one.span) for one in entries[:-1]]
    starts = [source.start(one.span) for one in entries[1:]]
    gaps = [source.text[end:start] for end, start in zip(ends, starts, strict=True)]
    return all(_EMPTY_LINE.search(gap) for gap in gaps) if gaps else "" in source.tree


def _in_flow(source: Source, entries: SequenceNode, entry: Entry | str) -> Iterator[Edit]:
    """Behind the last item of a list in brackets, and behind the comma that may follow it."""
    last = entries[-1]
    start, end = source.start(last.span), source.end(last.span)
    behind = _next(source, end)
    comma = source.text[behind : behind + 1] == ","
    place = behind + 1 if comma else end
    if source.line_start(source.start(entries.span)) == source.line_start(source.start(entries[0].span)):
        said = f" {one_line(entry, is_json=source.is_json)}"
    else:
        if source.newline in source.text[place : _next(source, place)]:
            place = source.line_end(place)  # behind a comment
        indent = source.indent(start)
        if (
            source.is_json
            and isinstance(last, MappingNode)
            and isinstance(entry, dict)
            and last.span.line != last.span.end_line
        ):
            step = source.indent(source.start(next(iter(last.key_spans.values()))))[len(indent) :] or " "
            said = several_lines(entry, indent, source.newline, is_json=True, step=step)
        else:
            said = one_line(entry, is_json=source.is_json)
        said = f"{source.newline}{indent}{said}"
    if comma:
        yield Edit(place, place, f"{said},")
    elif place == end:
        yield Edit(end, end, f",{said}")
    else:
        yield from (Edit(end, end, ","), Edit(place, place, said))


def _next(source: Source, offset: int) -> int:
    """The offset of the next character that is neither space nor comment."""
    gap = _GAP.match(source.text, offset)
    return gap.end() if gap else offset


def _with_list(source: Source, key: str, entry: Entry | str) -> Iterator[Edit]:
    """A list of one entry under a new key of the case: above what is proposed, else at its end."""
    keys = list(source.tree)
    below = next((name for name in keys if name in _BEHIND), None)
    place = len(keys) if below is None else keys.index(below)
    if not _in_brackets(source, source.tree):
        said = f"{key}:{source.newline}  - {one_line(entry, is_json=False)}"
        indent = " " * (source.tree.span.column - 1)
        said = said.replace(source.newline, f"{source.newline}{indent}")
        if place:
            yield line_below(source, source.tree[keys[place - 1]], f"{indent}{said}")
        else:
            front = source.start(source.tree.key_spans[keys[0]])
            yield Edit(front, front, f"{said}{source.newline}{indent}")
        return
    front = source.start(source.tree.key_spans[keys[0]])
    broken = _is_broken(source, source.tree, front)
    indent = source.indent(front)
    said = one_line(entry, is_json=source.is_json)
    if broken:
        said = f"{source.newline}{indent * 2}{said}{source.newline}{indent}"
    said = f"{scalar(key, is_json=source.is_json)}: [{said}]"
    between = f",{source.newline}{indent}" if broken else ", "
    if place:
        end = source.end(source.tree[keys[place - 1]].span)
        yield Edit(end, end, f"{between}{said}")
    else:
        yield Edit(front, front, f"{said}{between}")
