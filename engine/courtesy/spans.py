"""Where a piece of a file stands, so that every error can point at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Path = tuple[str | int, ...]
"""The keys and places in lists that lead to a value of a document: `("actions", 0, "purpose")`."""


class SourceName(str):
    """The name of a file or another source, with its text as it was read: mistakes are shown in what was read."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, name: str, text: str = "") -> Self:
        """The name of a source with that text."""
        source = super().__new__(cls, name)
        source.text = text
        return source


class Span(Struct, frozen=True):
    """A stretch of a file: lines and columns count from 1, the end is exclusive; all are 0 where there is no file.

    `file` is a `SourceName` where there is a text to point into. `path` leads to the value, None where it is not known.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    path: Path | None = None

    def __str__(self) -> str:
        if self.line:
            return f"{self.file}:{self.line}:{self.column}"
        return self.file if self.path is None else dotted(self.path)


NOWHERE = Span("<given>", path=())
"""The span of values that were given from Python and stand in no file."""


def dotted(path: Path) -> str:
    """A path as Python writes it: `actions[0].purpose`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def pointer(path: Path) -> str:
    """A path as a JSON pointer (RFC 6901): `/actions/0/purpose`."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


class Scalar(str):
    """A scalar as it was written, with its place.

    `plain` is true where it was written without quotes, so that it may be read as a number or a truth value.
    A scalar from a file is text until its reader knows which type is expected: `no` and `09:00` are never guessed at.
    """

    __slots__ = ("plain", "span")
    plain: bool
    span: Span

    def __new__(cls, text: str, span: Span = NOWHERE, *, plain: bool = False) -> Self:
        """The text at its place."""
        scalar = super().__new__(cls, text)
        scalar.span = span
        scalar.plain = plain
        return scalar


class MappingNode(dict[str, Any]):
    """A mapping of a file, in the file's order, with its place and the place of each key.

    Values are `Tree`s; they are typed `Any` because a schema, not the type checker, has told their shape.
    """

    __slots__ = ("key_spans", "span")
    span: Span
    key_spans: Mapping[str, Span]

    def __init__(
        self, items: Mapping[str, Tree], span: Span = NOWHERE, key_spans: Mapping[str, Span] | None = None
    ) -> None:
        super().__init__(items)
        self.span = span
        self.key_spans = key_spans if key_spans is not None else {}

    def span_of(self, key: str) -> Span:
        """The place of `key`, or of the whole mapping where the key has none."""
        return self.key_spans.get(key, self.span)


class SequenceNode(list[Any]):
    """A list of a file, with its place; its items are `Tree`s."""

    __slots__ = ("span",)
    span: Span

    def __init__(self, items: Sequence[Tree], span: Span = NOWHERE) -> None:
        super().__init__(items)
        self.span = span


Tree = Scalar | MappingNode | SequenceNode
"""What a YAML or JSON file says, before anything is read into it. `null` is a plain scalar."""
