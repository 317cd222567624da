"""New entries of a case as text, laid out as those around them are: on one line, or with a line for each key."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from courtesy.loading.yaml_writer import scalar_text
from courtesy.spans import Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value = str | bool | int | float | list[str] | dict[str, "Value"]
"""What an entry says under one key."""
Entry = dict[str, Value]
"""A touch, in the words of a case file."""

_LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false")


def one_line(value: Value | Mapping[str, Value] | Sequence[str], *, is_json: bool) -> str:
    """A value on one line: `{channel: email, to: [hr, recruiter]}`, or the same as JSON."""
    if isinstance(value, dict):
        items = (f"{scalar(key, is_json=is_json)}: {one_line(inner, is_json=is_json)}" for key, inner in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list):
        return f"[{', '.join(scalar(item, is_json=is_json) for item in value)}]"
    return scalar(value, is_json=is_json)  # type: ignore[arg-type]  # neither a mapping nor a list


def several_lines(entry: Mapping[str, Value], indent: str, newline: str, *, is_json: bool, step: str = "  ") -> str:
    """An entry with a line for each key; `indent` is that of its first line, which is not written."""
    pairs = [f"{scalar(key, is_json=is_json)}: {one_line(value, is_json=is_json)}" for key, value in entry.items()]
    if not is_json:
        return f"{newline}{indent}".join(pairs)
    inner = f"{newline}{indent}{step}"
    return f"{{{inner}{f',{inner}'.join(pairs)}{newline}{indent}}}"


def scalar(value: str | float, *, is_json: bool) -> str:
    """One value. What a file says as a number or truth value stays one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str) or (isinstance(value, Scalar) and value.plain and _LITERAL.fullmatch(value)):
        return str(value)
    return json.dumps(value, ensure_ascii=False) if is_json else scalar_text(str(value))
