"""YAML text to trees with places. YAML's own guesses at types, its tags and its merge keys are never used."""

from __future__ import annotations

from typing import Any

import yaml

from courtesy.bounds import MAX_ALIASED_VALUES, MAX_DEPTH, MAX_REPORTED, MAX_VALUES
from courtesy.deadline import look_at_the_clock
from courtesy.errors import InvalidInputError, Problem
from courtesy.loading.characters import has_control_characters
from courtesy.loading.errors import (
    DuplicateKeyError,
    LimitExceededError,
    NotTextError,
    SyntaxFaultError,
    UnsupportedSyntaxError,
    quoted,
)
from courtesy.loading.slips import explained, likely_slip
from courtesy.spans import MappingNode, Scalar, SequenceNode, Span, Tree

# The parser written in C is about ten times as fast; where PyYAML was built without it the pure one does the same.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MAX_DIRECTIVES = 1000  # the parser compares each with all before it
# Characters that end a line for the parser but in no editor. They go through it as others, which no text may hold.
_BREAKS = {0x85: "\ufdd0", 0x2028: "\ufdd1", 0x2029: "\ufdd2"}
_RESTORED = {ord(stand_in): chr(character) for character, stand_in in _BREAKS.items()}


class _Stop(Exception):  # noqa: N818  a signal inside this file, never an error that anyone sees
    """The rest of the file cannot be read."""


class _Frame:
    """A mapping or list that is being read."""

    __slots__ = ("anchor", "discard", "height", "items", "key", "key_spans", "keyed", "mapping", "size", "start")

    def __init__(self, *, mapping: bool, anchor: str | None, start: Any) -> None:
        self.mapping = mapping
        self.anchor = anchor
        self.start = start
        self.items: list[Tree] = []
        self.keyed: dict[str, Tree] = {}
        self.key_spans: dict[str, Span] = {}
        self.key: str | None = None
        self.discard = False  # the value to come belongs to a key that was refused
        self.size = 1
        self.height = 1


class _Sized:
    """A finished value with how many values it holds and how deep it goes, for the limits on aliases."""

    __slots__ = ("height", "node", "size")

    def __init__(self, node: Tree, size: int, height: int) -> None:
        self.node = node
        self.size = size
        self.height = height


class _Reader:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, text: str, file: str) -> None:
        self.file, self.text = file, text
        passable = text if text.isascii() else text.translate(_BREAKS)
        self.restores = passable != text
        self.loader = _Loader(passable)
        self.problems: list[Problem] = []
        self.frames: list[_Frame] = []
        self.anchors: dict[str, _Sized | None] = {}  # None: still being read, so an alias to it is a cycle
        self.root: Tree | None = None
        self.documents = 0
        self.values = 0
        self.aliased = 0
        self.end = (0, 0)

    def read(self) -> Tree | None:
        try:
            self._events()
        except yaml.MarkedYAMLError as error:
            self._syntax(error.problem_mark or error.context_mark, error.problem or error.context or "")
        except (yaml.YAMLError, ValueError, OverflowError):
            self._syntax(None, "a character that YAML does not know")
        except _Stop:
            pass
        finally:
            self.loader.dispose()
        return self.root

    def _events(self) -> None:
        get = self.loader.get_event
        while True:
            event = get()
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._open(event, mapping=isinstance(event, yaml.MappingStartEvent))
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._close(event)
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.DocumentStartEvent():
                    self._document(event)
                case yaml.StreamEndEvent():
                    return
                case _:
                    pass

    # -------------------------------------------------------------------------------------------- events

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._unsupported(
                self._span(event),
                "one document",
                "`---`, which starts another",
                "put the second document into a file of its own",
            )
            raise _Stop

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark, event.end_mark
        span = Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if event.tag is not None:
            self._tag(span, event.tag)
        value = event.value.translate(_RESTORED) if self.restores else event.value
        if event.style == '"' and has_control_characters(value):
            self._report(NotTextError(span, "text", "an escaped control character", "remove it"))
        self.end = (end.line + 1, end.column + 1)
        self._count()
        scalar = Scalar(value, span, plain=not event.style)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Sized(scalar, 1, 1)
        self._place(scalar, 1, 1)

    def _open(self, event: Any, *, mapping: bool) -> None:
        if len(self.frames) >= MAX_DEPTH:
            self._report(LimitExceededError(self._span(event), f"at most {MAX_DEPTH} levels of nesting", "more"))
            raise _Stop
        if event.tag is not None:
            self._tag(self._span(event), event.tag)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self._count()
        self.frames.append(_Frame(mapping=mapping, anchor=event.anchor, start=event))

    def _close(self, event: Any) -> None:
        frame = self.frames.pop()
        mark = event.end_mark
        if frame.start.flow_style:
            self.end = (mark.line + 1, mark.column + 1)
        start = frame.start.start_mark
        span = Span(self.file, start.line + 1, start.column + 1, *max(self.end, (start.line + 1, start.column + 1)))
        node: Tree = (
            MappingNode(frame.keyed, span, frame.key_spans) if frame.mapping else SequenceNode(frame.items, span)
        )
        if frame.anchor is not None:
            self.anchors[frame.anchor] = _Sized(node, frame.size, frame.height)
        self._place(node, frame.size, frame.height)

    def _alias(self, event: Any) -> None:
        span = self._span(event)
        name = event.anchor
        if name not in self.anchors:
            self._report(SyntaxFaultError(span, "an alias for an anchor further up", quoted(f"*{name}")))
            self._place(Scalar("", span), 1, 1)
            return
        known = self.anchors[name]
        if known is None:
            self._report(
                UnsupportedSyntaxError(
                    span, "an alias for a finished value", f"{quoted(f'*{name}')} inside the value it stands for"
                )
            )
            raise _Stop
        self.aliased += known.size
        if self.aliased > MAX_ALIASED_VALUES:
            self._report(
                LimitExceededError(span, f"aliases that stand for at most {MAX_ALIASED_VALUES:,} values", "more")
            )
            raise _Stop
        if len(self.frames) + known.height > MAX_DEPTH + 1:
            self._report(LimitExceededError(span, f"at most {MAX_DEPTH} levels of nesting", "more, through an alias"))
            raise _Stop
        self.end = (span.end_line, span.end_column)
        self._place(known.node, known.size, known.height)

    # -------------------------------------------------------------------------------------------- building

    def _place(self, node: Tree, size: int, height: int) -> None:
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        frame.size += size
        frame.height = max(frame.height, height + 1)
        if not frame.mapping:
            frame.items.append(node)
        elif frame.key is not None:
            frame.keyed[frame.key] = node
            frame.key = None
        elif frame.discard:
            frame.discard = False
        else:
            self._key(frame, node)

    def _key(self, frame: _Frame, node: Tree) -> None:
        frame.discard = True
        if not isinstance(node, Scalar):
            self._unsupported(
                node.span, "text as a key", "a list or mapping", "if it was meant as text, put it in quotes"
            )
            return
        key = str(node)
        if key == "<<" and node.plain:
            self._unsupported(node.span, "a key", "the merge key `<<`", "write the keys out")
        elif key in frame.key_spans:
            self._report(DuplicateKeyError(node.span, key, frame.key_spans[key]))
        else:
            frame.key_spans[key] = node.span
            frame.key = key
            frame.discard = False

    # -------------------------------------------------------------------------------------------- problems

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _count(self) -> None:
        look_at_the_clock()
        self.values += 1
        if self.values > MAX_VALUES:
            place = Span(self.file, *self.end, *self.end)
            self._report(LimitExceededError(place, f"at most {MAX_VALUES:,} values", "more"))
            raise _Stop

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_REPORTED:
            raise _Stop

    def _unsupported(self, span: Span, expected: str, found: str, help_: str) -> None:
        self._report(UnsupportedSyntaxError(span, expected, found, help_))

    def _tag(self, span: Span, tag: str) -> None:
        self._unsupported(span, "a value without a tag", quoted(tag), "remove the tag; types follow from the key")

    def _syntax(self, mark: Any, problem: str) -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark else self.end if self.end[0] else (1, 1)
        expected, found, hint = explained(problem)
        hint = likely_slip(self.text.splitlines(), line, column) or hint
        self.problems.append(SyntaxFaultError(Span(self.file, line, column, line, column), expected, found, hint))


def read_yaml(text: str, file: str) -> Tree:
    """The tree of a YAML text; raises InvalidInputError with everything that could be found wrong."""
    if text.count("\n%") > _MAX_DIRECTIVES:
        limit = f"at most {_MAX_DIRECTIVES} lines that start with `%`"
        raise InvalidInputError([LimitExceededError(Span(file, 1, 1, 1, 1), limit, "more")])
    reader = _Reader(text, file)
    root = reader.read()
    if not reader.problems and (root is None or (isinstance(root, Scalar) and root.plain and not root)):
        reader.problems.append(SyntaxFaultError(Span(file, 1, 1, 1, 1), "a mapping or a list", "an empty file"))
    if reader.problems or root is None:
        raise InvalidInputError(reader.problems)
    return root
