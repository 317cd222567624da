"""What to do about a value of another shape than a schema asks for: a text for a mapping, one value for a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from courtesy.loading.hints import OFF, as_written, found_words, title
from courtesy.model.vocabulary import BUILT_IN
from courtesy.spans import MappingNode, Scalar, SequenceNode
from courtesy.values import Duration, FactType, number_of
from courtesy.wording import meant
from courtesy.wording.meant.clock import from_to
from courtesy.wording.meant.durations import lengths
from courtesy.wording.meant.weekdays import WEEKDAYS_FORM as WEEKDAYS
from courtesy.wording.synonyms import meant_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_EMPTY = {
    "Rules": "write a rule under it, or name files with rules under `include`",
    "Include": "name a file with rules under it, or write `rules:` in its place",
}
"""What to do about a list that holds nothing, or comments only."""
_CALLED = {"Channel": "whatsapp: WhatsApp message", "Purpose": "offer: job offer", "Role": "sponsor: sponsor"}
"""What a word of the policy's own is called, by what a schema calls the word."""
_TYPES = {"boolean": FactType.BOOLEAN, "integer": FactType.INTEGER, "number": FactType.NUMBER}
_CONDITIONS = frozenset({"Condition", "Require", "Applies to", "Unless"})
_HOURS = 'write a mapping, such as `{days: mon-fri, from: "09:00", to: "17:00"}`'
_OF_ACTS = {"channel": "channels", "purpose": "purposes"}
"""What a selector asks of an act by a word, and where its words stand in the vocabulary."""
_DATES = {
    "Case date": "a touch cannot take the place of a date: name another date of the case",
    "Before": "a touch has happened already: name a date of the case, such as `interview.decision_promised_for`",
}
"""What to write where only a date of the case can stand, by what a schema calls it."""


def type_hint(kinds: Sequence[str], node: Any, schema: Any) -> str | None:
    """What to do about a value that is of none of these kinds."""
    if found_words(node) == "nothing":
        return _of_nothing(kinds, schema)
    match node:
        case Scalar():
            return _of_scalar(kinds, node, schema)
        case SequenceNode():
            return _of_list(kinds, node, schema)
        case MappingNode():
            return _of_mapping(kinds, node, schema)
        case _:
            return None


def _of_nothing(kinds: Sequence[str], schema: Any) -> str:
    if called := _CALLED.get(title(schema)):
        return f"say what it is called, such as `{called}`"
    usual = "write `{}` for nothing" if kinds == ["object"] else "leave the key out: what is absent is unknown"
    return _EMPTY.get(schema.get("title", ""), usual)


_ONE_NAME = {"Extends": "name one policy, such as `hire-wire@^1.0`"}
_MAPPINGS = {
    "Interview": "ended_at: 2026-11-20T15:30",
    "Contact": "roles: [interviewer]",
    "Contacts": "interviewer: {roles: [interviewer]}",
    "Message": "body: Thank you for your time.",
    "LinkedIn": "profile_polished: true",
    "Sources": "article: {title: Its title}",
    "Source": "title: Its title",
    "Agency fact": "type: boolean, title: whether they agreed to it",
    "Gaps": "any: 1 day",
    "Test": "outcome: allow",
}
"""What a mapping looks like, by what a schema calls it, where the schema has no example."""


def _of_scalar(kinds: Sequence[str], node: Scalar, schema: Any) -> str | None:
    if title(schema) == "Change of a rule" and node.lower() in OFF:
        return "to do without the rule, list it under `disable`, with the reason"
    if kinds == ["object"]:
        return _mapping_meant(schema, node)
    scalar_types = [_TYPES[kind] for kind in kinds if kind in _TYPES]
    if scalar_types and (hint := meant.value_hint(node, scalar_types[0])):
        return hint if all(_within(schema, form) for form in re.findall("`([^`]+)`", hint)) else None
    if kinds == ["array"]:
        return f"did you mean `[{node}]`?" if _fits(schema.get("items", {}), node) else "start each item with `- `"
    return None


def _within(schema: Any, form: str) -> bool:
    """Whether a number lies in the bounds of a schema."""
    number = number_of(Scalar(form, plain=True))
    return number is None or schema.get("minimum", number) <= number <= schema.get("maximum", number)


def _fits(schema: Any, text: str) -> bool:
    """Whether a text is one that a schema of texts permits, as far as its pattern tells."""
    return schema.get("type") == "string" and re.search(schema.get("pattern", ""), text, re.ASCII) is not None


def _of_list(kinds: Sequence[str], node: SequenceNode, schema: Any) -> str | None:
    if title(schema) == "Manifest":
        return "a list of rules is read with the policy that names the file under `include`"
    words = [str(word) for word in node if isinstance(word, Scalar)]
    if kinds == ["object"] and words and len(words) == len(node) and _names_things(schema):
        return f"write `{as_written({word: word.replace('_', ' ') for word in words})}`, each with what it is called"
    if kinds == ["object"] and title(schema) in _CONDITIONS:
        return list_hint(node)
    if "string" in kinds and len(node) == 1 and isinstance(node[0], Scalar):
        return f"write `{node[0]}` without the brackets"
    example = next(iter(schema.get("examples", ())), None)
    if isinstance(example, dict):
        return f"write a mapping, such as `{as_written(example)}`"
    return _example_of(schema)


def _example_of(schema: Any) -> str | None:
    example = _MAPPINGS.get(title(schema))
    return f"write a mapping, such as `{{{example}}}`" if example else None


def list_hint(node: SequenceNode) -> str:
    """The condition that a list can only stand for, or how conditions are joined."""
    words = [str(word) for word in node if isinstance(word, Scalar)]
    selectors = [_selector_meant(word) for word in words]
    if selectors and len(selectors) == len(node) and None not in selectors:
        keys = {selector.partition(": ")[0] for selector in selectors if selector}
        if len(keys) == 1:
            values = ", ".join(selector.partition(": ")[2] for selector in selectors if selector)
            return f"write `{{{keys.pop()}: [{values}]}}`"
    if not node:
        return "write what must hold, such as `{channel: email}`"
    return "say how its items are joined: `{all: [...]}` where each must hold, `{any: [...]}` where one is enough"


def _names_things(schema: Any) -> bool:
    """Whether a mapping gives words of the policy's own what they are called."""
    return title(schema) in {"Channels", "Purposes", "Roles"}


def _of_mapping(kinds: Sequence[str], node: MappingNode, schema: Any) -> str | None:
    if kinds == ["array"]:
        if list(node) in (["rules"], ["waivers"]):
            entry = "id" if "rules" in node else "rule"
            return f"leave out `{next(iter(node))}:` and start with the first `- {entry}: ...`"
        return f"start each {'rule with `- id: ...`' if 'rule' in title(schema).lower() else 'item with `- `'}"
    if known := {**_DATES, **_ONE_NAME}.get(title(schema)):
        return known
    if "string" in kinds and set(node) == {"from", "to"} and "date" in title(schema).lower():
        return f"did you mean `{node['from']}/{node['to']}`?"
    if title(schema) == "Duration" and (length := _length_meant(node)):
        return f"did you mean `{length}`?"
    return "put text that contains `: ` or starts with `{` in quotes" if "string" in kinds else None


def _length_meant(node: MappingNode) -> Duration | None:
    """The length that a mapping such as `{days: 7}` stands for."""
    written = [f"{count} {unit}" for unit, count in node.items()]
    return Duration.parse(written[0]) if len(written) == 1 else None


def shape_hint(schema: Any, node: Any) -> str | None:
    """What to do about a value that has none of the shapes that there are."""
    if isinstance(node, SequenceNode) and title(schema) in _CONDITIONS | {"Forbid"}:
        return list_hint(node)
    if not isinstance(node, Scalar):
        return None
    return _hours_hint(node) if "hours" in title(schema) else _act_hint(node) if title(schema) == "Act" else None


def _hours_hint(node: Scalar) -> str:
    """The mapping of hours that a text can only stand for, or what one looks like."""
    if times := from_to(node):
        return f'write `{{from: "{times[0]}", to: "{times[1]}"}}`'
    days = str(node) if WEEKDAYS.fullmatch(node) else None
    if days is None and (found := re.search("did you mean `(.+)`", meant.weekdays_hint(node))):
        days = found[1]
    return f"write `{{days: {days}}}`" if days else _HOURS


def _act_hint(node: Scalar) -> str:
    """The selector that a word can only stand for, or what one looks like."""
    return (
        f"write `{{{selector}}}`"
        if (selector := _selector_meant(node))
        else "write a mapping, such as `{channel: email}`"
    )


def condition_hint(node: Scalar) -> str:
    """The condition that a word or a fact by itself can only stand for, or what one looks like."""
    declared = BUILT_IN.facts.get(node)
    if declared is not None and declared.type is FactType.BOOLEAN:
        return f"write `{{{node}: true}}`"
    return _act_hint(node)


def _mapping_meant(schema: Any, node: Scalar) -> str | None:
    """The mapping that a text can only stand for, made from the example, or the example itself."""
    if title(schema) in _CONDITIONS:
        return condition_hint(node)
    example = next(iter(schema.get("examples", ())), None)
    if not isinstance(example, dict):
        return _example_of(schema)
    given = [str(node)] if Duration.parse(node) else lengths(node)
    selector = _selector_meant(node)
    if len(given) == 1 and any(Duration.parse(str(value)) for value in example.values()):
        own = {key: given[0] if Duration.parse(str(value)) else value for key, value in example.items()}
        return f"write `{as_written(own)}`"
    if selector and list(example) == ["channel"]:
        return f"write `{{{selector}}}`"
    if selector and list(example) == ["touch"]:
        return f"write `{{touch: {{{selector}}}}}`"
    return f"write a mapping, such as `{as_written(example)}`"


def _selector_meant(word: str) -> str | None:
    """What asks for the acts that a word names: `channel: email`."""
    for key, words in _OF_ACTS.items():
        found = meant_words(word, getattr(BUILT_IN, words))
        if len(found) == 1:
            return f"{key}: {found[0]}"
    return None
