"""What the engine gives and takes, ready for JSON: of results, the same that `--format json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msgspec import Struct


def to_dict(value: Struct) -> dict[str, Any]:
    """A value in lists, dictionaries and scalars, ready for JSON; times are ISO 8601 text.

    `from_dict` makes the value of it again. What a policy is made of (its source, rules, sources, changes) and projects
    have no such form: their form is that of their files, with the comments and places that are in them. Raises
    TypeError.
    """
    from courtesy.rendering.json_writers import WRITERS  # noqa: PLC0415  cold start: all formats of JSON

    writer = WRITERS.get(type(value))
    if writer is None:
        what = f"a value of type `{type(value).__qualname__:.60}` has no form in JSON of its own"
        raise TypeError(what)
    written: dict[str, Any] = writer(value)
    return written


def to_json(value: Struct) -> str:
    """A value as JSON text, indented."""
    from courtesy.rendering.json_parts import text  # noqa: PLC0415  cold start

    return text(to_dict(value))
