"""The likely fix of what departs from a schema: what was meant, or how such a value is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from courtesy.instants import DATE, parse_timestamp
from courtesy.loading.errors import listed, quoted
from courtesy.model.almanac import Special
from courtesy.model.predicate import Period
from courtesy.rules import RULE_TYPES
from courtesy.spans import MappingNode, Scalar, SequenceNode, Tree
from courtesy.values import Duration, FactType, is_null
from courtesy.wording import meant
from courtesy.wording.meant_weekdays import weekdays_hint
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HINTS: dict[str, Callable[[str], str | None]] = {
    "Duration": meant.duration_hint,
    "Window of time": lambda text: meant.window_hint(text, tuple(period.value for period in Period)),
    "Time of day": meant.time_of_day_hint,
    "Day or stretch of days": weekdays_hint,
    "Date": meant.date_hint,
    "Date or stretch of dates": meant.dates_hint,
    "Date or day before a holiday": lambda text: _special_day(text) or meant.dates_hint(text),
    "Time": lambda text: meant.time_hint(text) or _CLOCK,
    "Time or date": lambda text: meant.time_hint(text, or_date=True) or _CLOCK,
}
"""What was probably meant, by what a schema calls it."""

_CLOCK = "hours go from 00 to 23, minutes and seconds to 59, offsets to 14:00"
_FORMS = {
    "Semantic version": "write three numbers, such as `1.0.0`",
    "Rule id": "write the section and a name in kebab case, such as `timing.my-rule`",
    "Field": "write `channel`, `purpose`, `tags` or `attributes.<name>`",
    "Fact name": "write `attributes.<name>`, or `recipient.attributes.<name>` for a fact of each contact",
    "Policy id": "write it in lower case, with hyphens, such as `hire-wire`",
    "Calendar code": "write a code of ISO 3166 for a country or its region, such as `US`, `DE` or `GB-ENG` (England)",
}
"""What it must look like."""
_EMPTY = {"Rules": "write a rule under it, or name files with rules under `include`"}
"""What to do about a list that holds nothing, or comments only."""
_VALUES = {
    ("Level", "off"): "to switch a rule off, take it out of the file",
    ("Level", "never"): "to switch a rule off, take it out of the file",
}
"""What to do about values that have no near match, but that people write."""


_TYPES = {"boolean": FactType.BOOLEAN, "integer": FactType.INTEGER, "number": FactType.NUMBER}
_OFF = frozenset({"none", "off", "false", "no", "disabled", "disable"})
"""What people write for a rule that is to be none."""
_NOTHING = Scalar("")
_KEYS = {
    **{word: name for name, kind in RULE_TYPES.items() for word in kind.synonyms},
    "when": "applies_to", "if": "applies_to", "except": "unless", "reason": "because", "severity": "level",
    "name": "title", "fallback": "or",
}  # fmt: skip
"""Keys that people write, and the key that means it."""
_INNER_KEYS = {"max": "at_most", "closed": "not_on"}
"""The same for keys that mean another thing, or nothing, further out."""
_ELSEWHERE = {"before": "only `wait` and `deadline` count back from a date, with `before`"}
_DATES = {
    "Case date": "a touch cannot take the place of a date: name another date of the case",
    "Before": "a touch has happened already: name a date of the case, such as `interview.decision_promised_for`",
}
"""What to write where only a date of the case can stand, by what a schema calls it."""
_DISTINCT = frozenset(
    {"at_least", "at_most", "more_than", "less_than", "is", "is_not", "one_of", "none_of", "has", "has_not"}
    | {"first", "last", "from", "to", "before", "after", "until"}
)
"""Words that mean something of their own: whoever writes one does not mean another that looks like it."""


def _special_day(text: str) -> str | None:
    near = nearest(text, [special.value for special in Special])
    return f"did you mean `{near}`?" if near else None


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


def key_hint(key: str, known: Sequence[str]) -> str | None:
    """The key that was probably meant by one that means nothing here."""
    if key in _ELSEWHERE:
        return _ELSEWHERE[key]
    if key in _DISTINCT:
        return None
    meant_by = (table.get(key.lower()) for table in (_KEYS, _INNER_KEYS))
    near = next((name for name in meant_by if name in known), None) or nearest(key, known)
    return f"did you mean `{near}`?" if near else None


def type_hint(  # noqa: C901, PLR0911  one answer for each likely mistake
    kinds: Sequence[str], node: Any, schema: Any
) -> str | None:
    """What to do about a value that is of none of these kinds."""
    example = next(iter(schema.get("examples", ())), None)
    if found_words(node) == "nothing":
        return _EMPTY.get(schema.get("title", "")) or (
            "write `{}` for nothing" if kinds == ["object"] else "leave the key out: what is absent is unknown"
        )
    if title(schema) == "Change of a rule" and isinstance(node, Scalar) and node.lower() in _OFF:
        return "to do without the rule, list it under `disable`, with the reason"
    if kinds == ["object"] and isinstance(example, dict):
        return f"write `{as_mapping(example, node)}`"
    if isinstance(node, Scalar):
        scalar_types = [_TYPES[kind] for kind in kinds if kind in _TYPES]
        if scalar_types and (hint := meant.value_hint(node, scalar_types[0])):
            return hint
        if kinds == ["array"]:
            return "start each item with `- `"
    if isinstance(node, SequenceNode) and title(schema) == "Manifest":
        return "a list of rules is read with the policy that names the file under `include`"
    if isinstance(node, MappingNode) and kinds == ["array"] and list(node) == ["rules"]:
        return "leave out `rules:` and start with the first `- id: ...`"
    if isinstance(node, MappingNode) and title(schema) in _DATES:
        return _DATES[title(schema)]
    if isinstance(node, MappingNode) and "string" in kinds:
        return "put text that contains `: ` or starts with `{` in quotes"
    return None


def as_mapping(example: dict[str, Any], node: Tree = _NOTHING) -> str:
    """An example as a file would have it, with the duration that was written instead of its own."""
    given = str(node) if isinstance(node, Scalar) and Duration.parse(node) else None
    parts = []
    for key, value in example.items():
        own = given is not None and Duration.parse(str(value)) is not None
        parts.append(f"{key}: {as_mapping(value, node) if isinstance(value, dict) else given if own else value}")
    return f"{{{', '.join(parts)}}}"


def word_hint(schema: Any, node: Scalar, words: Sequence[str]) -> str | None:
    """Which of the words that can stand there was probably meant, or what to do instead."""
    said = _VALUES.get((str(schema.get("title")), node.lower()))
    if said is not None:
        return said
    if str(node) in words:
        return "remove the quotes"
    if words == [meant.boolean_meant(node)]:
        return meant.boolean_hint(node)
    if near := nearest(node, words):
        return f"did you mean `{near}`?"
    return "leave the key out" if is_null(node) else None


def title(schema: Any) -> str:
    """What one value is called: where there can be a list of them, what an item of it is called."""
    kinds = schema.get("type", ())
    one = schema["items"] if "array" in kinds and "string" in kinds else schema
    return str(one.get("title", "Another value"))


def pattern_hint(schema: Any, node: Any) -> str | None:
    """What was probably meant by a text that has not the form that a schema asks for, or what that form is."""
    examples = [str(example) for example in schema.get("examples", ())]
    pattern = re.compile(schema.get("pattern", ""), re.ASCII)
    if node.strip() != node:
        return "remove the space around it"
    if re.fullmatch(DATE, node) and any("T" in example for example in examples):
        known = parse_timestamp(node) is not None
        if known:
            return f"add the time of day, `{node}T09:00`"
        return meant.time_hint(node) or "there is no such day"
    if hint := _HINTS.get(title(schema)):
        return hint(node)
    # An example is what was meant only where it says the same: other digits are another time or version.
    same = [
        example for example in (*examples, node.lower(), node.upper()) if _significant(example) == _significant(node)
    ]
    near = nearest(node, filter(pattern.search, same))
    return f"did you mean `{near}`?" if near else form_hint(schema)


def form_hint(schema: Any) -> str | None:
    """What a text of a form of its own looks like, by what a schema calls it."""
    return _FORMS.get(title(schema))


def _significant(text: str) -> str:
    return "".join(c for c in text if c.isdecimal()).strip("0")


def missing_hint(node: MappingNode, schema: Any, key: str) -> str | None:
    """What to write where a key is missing: another was meant to be it, or an example."""
    unknown = [other for other in node if other not in schema.get("properties", {}) and other not in _DISTINCT]
    near = nearest(key, unknown)
    if near:
        return f"is {quoted(near)} meant to be it?"
    about = schema.get("properties", {}).get(key, {})
    values = about.get("enum")
    if values:
        return f"one of {listed(values)}"
    example = next(iter(about.get("examples", ())), None)
    shown = as_mapping(example) if isinstance(example, dict) else example
    return f"for example `{key}: {shown}`" if shown is not None else None
