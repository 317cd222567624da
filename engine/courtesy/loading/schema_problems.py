"""Errors of the JSON Schema validator in words: what was expected, what was found, where, and the likely fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from courtesy.loading.errors import (
    ExactlyOneError,
    MissingKeyError,
    UnknownKeyError,
    WrongTypeError,
    WrongValueError,
    listed,
    quoted,
)
from courtesy.loading.hints import (
    as_written,
    choice_hint,
    found_words,
    key_hint,
    meant_for,
    missing_hint,
    pattern_hint,
    title,
)
from courtesy.loading.shape_hints import condition_hint, shape_hint, type_hint
from courtesy.model.vocabulary import BUILT_IN
from courtesy.rules import RULE_TYPES
from courtesy.spans import MappingNode, Scalar, Span
from courtesy.wording.text import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jsonschema import ValidationError

    from courtesy.errors import Problem

_KINDS = {
    "string": "text",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}

_JOINING = {
    "or": "any",
    "either": "any",
    "one_of": "any",
    "and": "all",
    "both": "all",
    "every": "all",
    "none": "not: {any: ...}",
    "nor": "not: {any: ...}",
    "neither": "not: {any: ...}",
    "except": "not",
}
"""What people write for the words that join conditions."""
_NOUNS = {
    "On": "date",
    "Until": "date",
    "Because": "reason",
    "By": "name",
    "Closed days": "list of closed days",
    "Closed day": "date, or mapping with `on`",
    "Locked": "list of rule ids",
    "Forbid": "condition",
    "Another value": "value",
}
"""What a value is, where the title that a schema gives it is no noun."""


def problems_of(errors: Iterable[ValidationError]) -> list[Problem]:
    """The problems that these errors stand for, each once."""
    found: dict[tuple[Span, str], Problem] = {}
    for error in errors:
        for problem in _translated(error):
            found.setdefault((problem.span, str(problem)), problem)
    # What is of the wrong type need not be told its bounds as well.
    mistyped = {span for (span, _), problem in found.items() if isinstance(problem, WrongTypeError)}
    return [p for p in found.values() if isinstance(p, WrongTypeError) or p.span not in mistyped]


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
            yield _unknown_key(error.message, node, known, _place(error))
        case "required":
            for key in wanted:
                if key not in node:
                    yield MissingKeyError(_head(span), key, missing_hint(node, schema, key))
        case "anyOf" if all("required" in branch for branch in wanted):
            yield _none_of_the_keys(node, schema, [branch["required"][0] for branch in wanted])
        case "dependentRequired":
            yield from _not_together(node, schema)
        case "oneOf" if any(key in node for key in schema.get("dependentRequired", ())) and not _several(node, wanted):
            pass  # what goes with what is there has been told
        case "type":
            yield _wrong_type([wanted] if isinstance(wanted, str) else wanted, node, schema, _joining(error))
        case "enum":
            yield _not_among(wanted, node, schema)
        case "const":
            also = "a condition or " if title(schema) == "Always" else "a list or " if wanted == "unknown" else ""
            yield _not_among([wanted], node, schema, also=also)
        case "pattern":
            yield WrongValueError(
                span, expectation(schema), found_words(node), pattern_hint(schema, node, _place(error))
            )
        case "oneOf":
            keys = [branch["required"][0] for branch in wanted]
            what = "rule type" if keys == list(RULE_TYPES) else f"of {listed(keys, 'and')}"
            present = [key for key in node if key in keys]
            yield ExactlyOneError(_head(span), what, keys, present, meant_for(node, schema, keys))
        case "not":  # the schemas use it only for "not all of these keys"
            keys = wanted["required"]
            yield ExactlyOneError(_head(span), f"of {listed(keys, 'and')}", keys, keys)
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
            yield WrongValueError(span, expectation(schema), found_words(node), shape_hint(schema, node))


def _unknown_key(key: str, node: Any, known: Sequence[str], owner: str | int | None) -> Problem:
    hint = _fact_of_parts(owner, key, known) or key_hint(key, known, [one for one in node if one in known])
    return UnknownKeyError(node.span_of(key), key, known, hint)


def _fact_of_parts(owner: str | int | None, key: str, known: Sequence[str]) -> str | None:
    """The fact that was written as a mapping in a mapping: `recipient: {met: true}`."""
    fact = f"{owner}.{key}"
    return f"write it as one word, `{fact}`" if "more_than" in known and fact in BUILT_IN.facts else None


def _several(node: Any, branches: Sequence[Any]) -> bool:
    return sum(branch["required"][0] in node for branch in branches) > 1


def _not_together(node: Any, schema: Any) -> Iterator[Problem]:
    """Keys that stand without the one that they go with; where each is one of a pair, they are told as such."""
    wanted: dict[str, list[str]] = schema["dependentRequired"]
    pairs = [(key, others[0]) for key, others in wanted.items() if wanted.get(others[0]) == [key]][::2]
    mixed = [key for pair in pairs for key in pair if key in node]
    if len(pairs) > 1 and len(mixed) > 1 and not any(set(mixed) >= set(pair) for pair in pairs):
        expected = " or ".join(f"{quoted(one)} with {quoted(other)}" for one, other in pairs)
        back = next((one for pair in pairs for one in pair if "before" in pair and one != "before"), None)
        hint = f"to count back from a date, write `{back}` with `before`" if back else None
        yield WrongValueError(_head(node.span), expected, " with ".join(map(quoted, mixed)), hint)
        return
    for key, others in wanted.items():
        for other in others:
            if key in node and other not in node:
                hint = missing_hint(node, schema, other)
                together = f"{quoted(key)} goes with {quoted(other)}"
                yield MissingKeyError(node.span_of(key), other, f"{together}, {hint}" if hint else together)


def _none_of_the_keys(node: Any, schema: Any, keys: Sequence[str]) -> Problem:
    """At least one of some keys is needed, and there is none."""
    first, *others = keys
    hint = missing_hint(node, schema, first)
    asked = hint is not None and hint.endswith("?")
    return MissingKeyError(_head(node.span), first, hint if asked else f"{hint or 'add it'}, or write {listed(others)}")


def _joining(error: ValidationError) -> str | None:
    """What to write where conditions stand under a word that does not join any."""
    key = next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "")
    of_value = isinstance(error.instance, MappingNode) and title(error.schema) == "Value"
    joins = _JOINING.get(key.lower()) if of_value else None
    return (
        f"conditions are joined by `all`, `any` and `not`: write {quoted(joins)} for {quoted(key)}" if joins else None
    )


def _wrong_type(kinds: Sequence[str], node: Any, schema: Any, hint: str | None = None) -> Problem:
    expected = [_KINDS[kind] for kind in kinds]
    if "minLength" in schema or "pattern" in schema:
        # A plain number or truth value is text too, as editors have to be told.
        expected = [words for kind, words in zip(kinds, expected, strict=True) if kind not in {"number", "boolean"}]
    elif "string" in kinds and {"number", "boolean"} & set(kinds):
        expected = ["a value", *(_KINDS[kind] for kind in kinds if kind in {"array", "object"})]
    words = f"{', '.join(expected[:-1])} or {expected[-1]}" if len(expected) > 1 else expected[0]
    return WrongTypeError(node.span, words, found_words(node), hint or type_hint(kinds, node, schema))


def _not_among(wanted: Sequence[object], node: Any, schema: Any, also: str = "") -> Problem:
    words = [str(value).lower() if isinstance(value, bool) else str(value) for value in wanted]
    expected = listed(words) if len(words) == 1 else f"one of {listed(words)}"
    hint = choice_hint(schema, node, words) if isinstance(node, Scalar) else None
    if hint is None and isinstance(node, Scalar) and title(schema) == "Always":
        hint = condition_hint(node)
    return WrongValueError(node.span, f"{also}{expected}", found_words(node), hint)


def _entries(count: int) -> str:
    return f"{count or 'no'} {'entry' if count == 1 else 'entries'}"


def expectation(schema: Any) -> str:
    """What a schema asks for, by its own title and example: a duration such as `7 days`."""
    named = title(schema)
    words = _NOUNS.get(named) or named[:1].lower() + named[1:]
    example = next(iter(schema.get("examples", ())), None)
    return f"{with_article(words)}{f' such as `{as_written(example)}`' if example is not None else ''}"


def _readable(pattern: str) -> str:
    return "attributes.<name>" if "attributes" in pattern else pattern


def _place(error: ValidationError) -> str | int | None:
    """The last step that leads to what is wrong."""
    return error.absolute_path[-1] if error.absolute_path else None


def _head(span: Span) -> Span:
    """The first place of a mapping: what is missing from it has no place of its own."""
    return replace(span, end_line=span.line, end_column=span.column)
