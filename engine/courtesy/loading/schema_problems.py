"""Errors of the JSON Schema validator in words: what was expected, what was found, where, and the likely fix."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from courtesy.instants import parse_timestamp
from courtesy.loading.errors import (
    ExactlyOneError,
    MissingKeyError,
    UnknownKeyError,
    WrongTypeError,
    WrongValueError,
    listed,
    quoted,
)
from courtesy.spans import MappingNode, Scalar, SequenceNode, Span, Tree
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jsonschema import ValidationError

    from courtesy.errors import Problem

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_KINDS = {
    "string": "text",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}
_YES = frozenset({"yes", "y", "on", "True", "TRUE", "Yes", "YES", "Y", "On", "ON", "1"})
_NO = frozenset({"no", "n", "off", "False", "FALSE", "No", "NO", "N", "Off", "OFF", "0"})


def problems_of(errors: Iterable[ValidationError]) -> list[Problem]:
    """The problems that these errors stand for, each once."""
    found: dict[tuple[Span, str], Problem] = {}
    for error in errors:
        for problem in _translated(error):
            found.setdefault((problem.span, str(problem)), problem)
    # What is of the wrong type need not be told its bounds as well.
    mistyped = {span for (span, _), problem in found.items() if isinstance(problem, WrongTypeError)}
    return [p for p in found.values() if isinstance(p, WrongTypeError) or p.span not in mistyped]


def found_words(tree: Tree) -> str:
    """What stands in the file, in words."""
    match tree:
        case MappingNode():
            return "a mapping"
        case SequenceNode():
            return "a list" if tree else "an empty list"
        case Scalar() if tree.plain and tree in {"", "~", "null", "Null", "NULL"}:
            return "nothing"
        case "":
            return "an empty text"
        case _:
            return quoted(tree) if tree.plain else f"the text {quoted(tree)}"


def _translated(  # noqa: C901, PLR0912  one arm for each keyword
    error: ValidationError,
) -> Iterator[Problem]:
    node: Any = error.instance
    schema: Any = error.schema
    wanted: Any = error.validator_value
    span: Span = node.span
    match error.validator:
        case "additionalProperties":
            known = [*schema.get("properties", ()), *(_readable(p) for p in schema.get("patternProperties", ()))]
            yield UnknownKeyError(node.span_of(error.message), error.message, known)
        case "required":
            for key in wanted:
                if key not in node:
                    yield MissingKeyError(_head(span), key, _missing_hint(node, schema, key))
        case "type":
            yield _wrong_type([wanted] if isinstance(wanted, str) else wanted, node)
        case "enum":
            yield _not_among(wanted, node)
        case "const":
            yield _not_among([wanted], node, "a list or " if wanted == "unknown" else "")
        case "pattern":
            yield WrongValueError(span, _description(schema), found_words(node), _pattern_hint(schema, node))
        case "oneOf":
            keys = [branch["required"][0] for branch in wanted]
            what = "rule type" if "forbid" in keys else f"of {listed(keys, 'and')}"
            yield ExactlyOneError(_head(span), what, keys, [key for key in node if key in keys])
        case "minimum" | "maximum":
            bound = "at least" if error.validator == "minimum" else "at most"
            yield WrongValueError(span, f"{bound} {wanted:,}", quoted(node))
        case "minLength":
            yield WrongValueError(span, "some text", "an empty one", "write the text, or leave the key out")
        case "maxLength":
            yield WrongValueError(span, f"at most {wanted:,} characters", f"{len(node):,}", "shorten the text")
        case "minItems" | "minProperties":
            kind = "list" if isinstance(node, list) else "mapping"
            hint = "write an entry, or leave the key out"
            yield WrongValueError(span, f"a {kind} with at least {_entries(wanted)}", _entries(len(node)), hint)
        case "maxItems" | "maxProperties":
            yield WrongValueError(span, f"at most {_entries(wanted)}", _entries(len(node)))
        case _:
            yield WrongValueError(span, _description(schema), found_words(node))


def _wrong_type(kinds: Sequence[str], node: Any) -> Problem:
    expected = [_KINDS[kind] for kind in kinds]
    if "string" in kinds and {"number", "boolean"} & set(kinds):
        expected = ["a value", *(_KINDS[kind] for kind in kinds if kind in {"array", "object"})]
    words = f"{', '.join(expected[:-1])} or {expected[-1]}" if len(expected) > 1 else expected[0]
    return WrongTypeError(node.span, words, found_words(node), _type_hint(kinds, node))


def _type_hint(  # noqa: PLR0911  one answer for each likely mistake
    kinds: Sequence[str], node: Any
) -> str | None:
    if found_words(node) == "nothing":
        empty = "write `{}` if nothing is to be said"
        return empty if kinds == ["object"] else "leave the key out: what is absent is unknown"
    if isinstance(node, Scalar):
        if "boolean" in kinds and node in _YES | {"true"}:
            return "write `true`, without quotes"
        if "boolean" in kinds and node in _NO | {"false"}:
            return "write `false`, without quotes"
        if {"integer", "number"} & set(kinds) and not node.plain and node.strip("-").replace(".", "", 1).isdecimal():
            return "remove the quotes"
        if kinds == ["array"]:
            return "start each item with `- `"
    if isinstance(node, MappingNode) and kinds == ["array"] and list(node) == ["rules"]:
        return "leave out `rules:` and start with the first `- id: ...`"
    if isinstance(node, MappingNode) and "string" in kinds:
        return "put text that contains `: ` or starts with `{` in quotes"
    return None


def _not_among(wanted: Sequence[object], node: Any, also: str = "") -> Problem:
    words = [str(value).lower() if isinstance(value, bool) else str(value) for value in wanted]
    expected = listed(words) if len(words) == 1 else f"one of {listed(words)}"
    hint = None
    if isinstance(node, Scalar):
        near = nearest(node, words)
        if str(node) in words:
            hint = "remove the quotes"
        elif words == ["true"] and node in _YES:
            hint = "write `true`, without quotes"
        elif near:
            hint = f"did you mean `{near}`?"
        elif found_words(node) == "nothing":
            hint = "leave the key out"
    return WrongValueError(node.span, f"{also}{expected}", found_words(node), hint)


def _entries(count: int) -> str:
    return f"{count or 'no'} {'entry' if count == 1 else 'entries'}"


def _description(schema: Any) -> str:
    """What a schema asks for, by its own title and example: a duration such as `7 days`."""
    title = str(schema.get("title", "another value"))
    words = title[:1].lower() + title[1:]
    example = next(iter(schema.get("examples", ())), None)
    article = "an" if words[0] in "aeiou" else "a"
    return f"{article} {words}{f' such as `{example}`' if example is not None else ''}"


def _pattern_hint(schema: Any, node: Any) -> str | None:
    examples = [str(example) for example in schema.get("examples", ())]
    pattern = re.compile(schema.get("pattern", ""), re.ASCII)
    if node.strip() != node:
        return "remove the space around it"
    if _DATE.fullmatch(node) and any("T" in example for example in examples):
        known = parse_timestamp(node) is not None
        return f"add the time of day, `{node}T09:00`" if known else "there is no such day"
    if "7 days" in examples:
        near = nearest(node.lstrip("0123456789 "), ("minutes", "hours", "days", "weeks", "dates", "business days"))
        count = node[: len(node) - len(node.lstrip("0123456789"))]
        meant = f"{count} {near}" if near and count else ""
        return f"did you mean `{meant}`?" if pattern.search(meant) else "write a whole number, a space and a unit"
    # An example is what was meant only where it says the same: other digits are another time or version.
    same = [example for example in (*examples, node.lower()) if _significant(example) == _significant(node)]
    near = nearest(node, filter(pattern.search, same))
    return f"did you mean `{near}`?" if near else None


def _significant(text: str) -> str:
    return "".join(c for c in text if c.isdecimal()).strip("0")


def _missing_hint(node: MappingNode, schema: Any, key: str) -> str | None:
    unknown = [other for other in node if other not in schema.get("properties", {})]
    near = nearest(key, unknown)
    if near:
        return f"is {quoted(near)} meant to be it?"
    about = schema.get("properties", {}).get(key, {})
    values = about.get("enum")
    if values:
        return f"one of {listed(values)}"
    return f"for example `{key}: {about['examples'][0]}`" if about.get("examples") else None


def _readable(pattern: str) -> str:
    return "attributes.<name>" if "attributes" in pattern else pattern


def _head(span: Span) -> Span:
    """The first place of a mapping: what is missing from it has no place of its own."""
    return replace(span, end_line=span.line, end_column=span.column)
