"""The words that can stand in a place of a file, each with the sentence that explains it.

They come from where the language and the policy declare them: what completes is what is explained and what is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.editor.kinds import FileKind
from courtesy.editor.naming import contacts_of, files_to_include, policy_names, rule_titles
from courtesy.editor.schema.sentences import BY_TITLE, CASE_WINDOW, PERIODS, SHORT_WEEKDAYS
from courtesy.editor.schema.words import Words
from courtesy.editor.schema_nodes import DEFINITION, schema_of
from courtesy.facts.business_days import all_calendars
from courtesy.instants import all_zones
from courtesy.model.policy_tests import RULE_LISTS
from courtesy.values import FactType
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.editor.schema_nodes import Node
    from courtesy.editor.sheet import Sheet
    from courtesy.model.declaration import FactDeclaration
    from courtesy.spans import Path

    Meanings = Mapping[str, str]

_OPERATORS = frozenset(
    {"at_least", "at_most", "more_than", "less_than", "is", "is_not", "one_of", "none_of", "includes"}
)
_SHORT_FOR = {"channel": "action.channel", "purpose": "action.purpose", "tags": "action.tags"}
_COMBINING = frozenset({"all", "any", "not", "history"})
_TRUTH = {"true": "", "false": ""}
_POLICY, _RECIPIENT = {"policy": "The policy's own."}, {"recipient": "That of the recipient."}


def words_of(sheet: Sheet) -> Words:
    """The words of the policy that a file belongs to."""
    source = sheet.source
    if source is None:
        return Words()
    parent = source.parent
    return Words(
        vocabulary=source.vocabulary,
        sources={name: one.title for name, one in source.sources.items()},
        inherited_rules={} if parent is None else {rule.id: rule.title or rule.id for rule in parent.rules},
    )


def meanings_at(sheet: Sheet, path: Path) -> Meanings:
    """The words that the value of a path can be; none where it can be any text, or is none."""
    schema = schema_of(sheet.kind)
    words = words_of(sheet)
    if (fact := fact_at(sheet, path)) is not None:
        return _of_fact(fact, words)
    found: dict[str, str] = {}
    for node in schema.nodes(path) if schema is not None else ():
        found |= _of_node(node)
        found |= _of_definition(str(node.get(DEFINITION)), words)
    return found or _of_key(sheet, path, words)


def is_duration(sheet: Sheet, path: Path) -> bool:
    """Whether a length of time stands there, or may."""
    schema = schema_of(sheet.kind)
    nodes = schema.nodes(path) if schema is not None else ()
    fact = fact_at(sheet, path)
    of_fact = fact is not None and fact.type is FactType.DURATION
    return of_fact or any(node.get(DEFINITION) in {"duration", "window"} for node in nodes)


def fact_at(sheet: Sheet, path: Path) -> FactDeclaration | None:
    """The fact that a value of a condition is compared with; None where the path leads to something else."""
    schema = schema_of(sheet.kind)
    steps = [step for step in path if isinstance(step, str)]
    while steps and steps[-1] in _OPERATORS:
        steps.pop()
    if schema is None or not steps or steps[-1] in _COMBINING:
        return None
    above = path[: len(path) - path[::-1].index(steps[-1]) - 1]
    if not any(node.get(DEFINITION) == "condition" or node.get("title") == "Condition" for node in schema.nodes(above)):
        return None
    return words_of(sheet).vocabulary.facts.get(_SHORT_FOR.get(steps[-1], steps[-1]))


def _of_fact(fact: FactDeclaration, words: Words) -> Meanings:
    if fact.type is FactType.BOOLEAN:
        said = {"true": fact.says, "false": fact.denies}
        return {word: sentence(meaning) if meaning else "" for word, meaning in said.items()}
    return words.of_fact(fact) or {}


def _of_node(node: Node) -> dict[str, str]:
    """The words that a schema lists."""
    listed: list[Any] = [*node.get("enum", ()), *([node["const"]] if "const" in node else [])]
    said = BY_TITLE.get(str(node.get("title")), {})
    words = {_written(word): said.get(str(word), "") for word in listed}
    return words | (_TRUTH if node.get("type") == "boolean" else {})


def _written(word: object) -> str:
    return str(word).lower() if isinstance(word, bool) else str(word)


def _of_definition(name: str, words: Words) -> Meanings:
    """The words of what the schema defines once for many places."""
    match name:
        case "anchor":
            return words.case_dates
        case "window":
            periods = {f"calendar {period}": said for period, said in PERIODS.items()}
            return {**periods, "case": CASE_WINDOW}
        case "roles":
            return words.roles
        case "zone":
            return dict.fromkeys(all_zones(), "")
        case _:
            return {}


def _of_key(sheet: Sheet, path: Path, words: Words) -> Meanings:
    """The words that stand under a key, wherever in a file it is."""
    key = next((step for step in reversed(path) if isinstance(step, str)), None)
    find = _BY_KEY.get(key or "")
    return {} if find is None else find(sheet, path, words) or {}


def _contacts(sheet: Sheet, _: Path, words: Words) -> Meanings:
    return contacts_of(sheet) if sheet.kind in {FileKind.CASE, FileKind.TESTS} else words.roles


def _zones(sheet: Sheet, path: Path, _: Words) -> Meanings:
    in_rule = sheet.kind in {FileKind.MANIFEST, FileKind.RULES} and len(path) > 1
    return {**(_POLICY if in_rule else {}), **dict.fromkeys(all_zones(), "")}


_BY_KEY: Mapping[str, Callable[[Sheet, Path, Words], Meanings | None]] = {
    "channel": lambda _, __, words: words.channels,
    "channels": lambda _, path, words: words.channels if "preferences" in path else None,
    "purpose": lambda _, __, words: words.purposes,
    "roles": lambda _, __, words: words.roles,
    "for_each": lambda _, __, words: words.roles,
    "outcome": lambda _, __, words: words.of_field("outcome"),
    "event": lambda _, __, words: words.of_field("event"),
    "ref": lambda _, __, words: words.sources,
    "zone": _zones,
    "zones": _zones,
    "calendar": lambda _, __, ___: {**_POLICY, **_RECIPIENT, **all_calendars()},
    "days": lambda _, __, ___: SHORT_WEEKDAYS,
    "to": _contacts,
    "cc": _contacts,
    "from": _contacts,
    "rule": lambda sheet, path, _: rule_titles(sheet, path),
    "locked": lambda sheet, path, _: rule_titles(sheet, path),
    "include": lambda sheet, _, __: files_to_include(sheet),
    "extends": lambda sheet, _, __: policy_names(sheet),
    "policy": lambda sheet, _, __: policy_names(sheet),
    **dict.fromkeys(("before", "or", "since"), lambda _, __, words: words.case_dates),
    **dict.fromkeys(RULE_LISTS, lambda sheet, path, _: rule_titles(sheet, path)),
}
"""What stands under keys of which the schemas say no more than that it is a word."""
