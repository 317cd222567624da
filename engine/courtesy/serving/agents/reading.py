"""The arguments of a tool as its schema wants them, with everything that is wrong with them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from courtesy.serving.agents.cases import kind_of
from courtesy.serving.agents.errors import BadArgumentsError, listed, problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def check_arguments(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Raises BadArgumentsError for arguments that a tool does not take. What is in cases and actions is read later."""
    if problems := list(_problems(arguments, schema)):
        raise BadArgumentsError(problems)


def _problems(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    fields = schema["properties"]
    for name in schema["required"]:
        if name not in arguments:
            yield problem("", f"the argument `{name}`", "none", f"add `{name}`")
    for name, value in arguments.items():
        if name not in fields:
            near = get_close_matches(name, fields, 1)
            fix = f"did you mean `{near[0]}`?" if near else None
            yield problem("", f"no arguments but {listed(fields)}", quoted(name), fix)
        else:
            yield from _of_value(f"/{name}", value, fields[name])


def _of_value(path: str, value: Any, field: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if words := field.get("enum"):
        if value not in words:
            near = get_close_matches(value, words, 1) if isinstance(value, str) else []
            found = quoted(value) if isinstance(value, str) else kind_of(value)
            yield problem(path, f"one of {listed(words)}", found, f"did you mean `{near[0]}`?" if near else None)
    elif field.get("type") == "integer":
        least, most = field["minimum"], field["maximum"]
        if type(value) is not int or not least <= value <= most:
            found = str(value) if type(value) is int else kind_of(value)
            yield problem(path, f"a whole number from {least} to {most}", found)
    elif (field.get("type") == "object" or "$ref" in field) and not isinstance(value, dict):
        yield problem(path, "an object", kind_of(value))
    elif field.get("type") == "string" and not isinstance(value, str):
        yield problem(path, "text", kind_of(value))
