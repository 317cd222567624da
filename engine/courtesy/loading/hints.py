"""The likely fix of what departs from a schema: what was meant, or how such a value is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from courtesy.instants import DATE, parse_timestamp
from courtesy.loading.errors import listed, quoted
from courtesy.loading.misplaced import KEYS_OF_RULES, KEYS_OF_TESTS, SWITCH_OFF, belongs_elsewhere
from courtesy.model.almanac import Special
from courtesy.model.predicate import Period
from courtesy.model.vocabulary import BUILT_IN
from courtesy.spans import MappingNode, Scalar, SequenceNode, Tree
from courtesy.values import is_null
from courtesy.wording import meant
from courtesy.wording.calendar_names import CALENDARS, plain_name
from courtesy.wording.meant import ids, one_of
from courtesy.wording.meant.days import stretch_of
from courtesy.wording.meant.pasted import pasted, plain
from courtesy.wording.synonyms import KEYS, meant_words, word_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Place = str | int | None

_CLOCK = "write date and time such as `2026-11-20T15:30`; hours go from 00 to 23, minutes to 59, offsets to 14:00"
_FIELDS = "write `channel`, `purpose`, `tags` or `attributes.<name>`"
_CODES = "write a code of ISO 3166 for a country or its region, such as `US`, `DE` or `GB-ENG` (England)"
_FORMS = {
    "Semantic version": ids.VERSION,
    "Version": ids.VERSION,
    "Rule id": ids.RULE_ID,
    "Policy id": ids.POLICY_ID,
    "Field": _FIELDS,
    "Fact name": ids.FACT_NAME,
    "Calendar code": _CODES,
}
"""What it must look like."""
_HINTS: dict[str, Callable[[Scalar, Place], str | None]] = {
    "Duration": lambda text, _: meant.duration_hint(text),
    "Window of time": lambda text, _: meant.window_hint(text, tuple(period.value for period in Period)),
    "Time of day": lambda text, place: meant.time_of_day_hint(text, starts=place == "from"),
    "Day or stretch of days": lambda text, place: meant.weekdays_hint(text, alone=isinstance(place, str)),
    "Date": lambda text, _: meant.date_hint(text),
    "Until": lambda text, _: meant.date_hint(text),
    "Date or stretch of dates": lambda text, _: meant.dates_hint(text),
    "Date or day before a holiday": lambda text, _: word_hint(text, list(Special), {}) or meant.dates_hint(text),
    "Time": lambda text, _: meant.time_hint(text) or _CLOCK,
    "Time or date": lambda text, _: meant.time_hint(text, or_date=True) or _CLOCK,
    "Semantic version": lambda text, _: ids.version_hint(text),
    "Version": lambda text, _: ids.version_hint(text),
    "Rule id": lambda text, _: ids.rule_id_hint(text),
    "Policy id": lambda text, _: ids.policy_id_hint(text),
    "Field": lambda text, _: word_hint(text, ("channel", "purpose", "tags"), KEYS) or _FIELDS,
    "Fact name": lambda text, _: ids.fact_name_hint(text),
    "Calendar code": lambda text, _: one_of(found) if (found := CALENDARS.get(plain_name(text))) else _CODES,
}
"""What was probably meant, or what it must look like, by what a schema calls it."""

_WORDS = frozenset({"Word", "Channel"})
"""Words that a policy may add to."""
OFF = frozenset({"none", "off", "false", "no", "disabled", "disable", "never", "ignore", "skip"})
"""What people write for a rule that is to be none."""
_VALUES = {
    **{("Level", word): SWITCH_OFF for word in OFF},
    **{("Level", word): "the level says how binding a rule is; what it refuses stands under `forbid`"
       for word in ("must not", "should not", "may not", "must_not", "should_not", "forbidden", "deny", "block")},
}  # fmt: skip
"""What to do about values that no word can stand for, but that people write."""
_DISTINCT = frozenset(
    {"at_least", "at_most", "more_than", "less_than", "is", "is_not", "one_of", "none_of", "has", "has_not"}
    | {"first", "last", "from", "to", "before", "after", "until"}
)
"""Words that mean something of their own: whoever writes one does not mean another that looks like it."""


_ENDS = ("from", "to")


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


def key_hint(key: str, known: Sequence[str], beside: Iterable[str] = ()) -> str | None:
    """The keys that were probably meant by one that means nothing here, or where it belongs.

    `beside` are the other keys of the mapping: what stands there already is not meant once more.
    """
    if (belongs := belongs_elsewhere(key, known)) is not None:
        return belongs
    table = KEYS_OF_RULES if "applies_to" in known else KEYS_OF_TESTS if "more_than" in known else KEYS
    found = meant_words(key, known, table)
    if key in _DISTINCT:  # by its meaning alone: what looks like it means something else
        found = tuple(word for word in found if word in table.get(key, ()))
    left = [word for word in found if word not in set(beside)]
    if found and not left:
        return f"{listed(found)} says it, and stands here already"
    return one_of(left) if left else None


def as_written(example: Any) -> str:
    """An example as a file would have it."""
    match example:
        case dict():
            return f"{{{', '.join(f'{key}: {as_written(value)}' for key, value in example.items())}}}"
        case list():
            return f"[{', '.join(map(as_written, example))}]"
        case bool():
            return str(example).lower()
        case _:
            return str(example)


def choice_hint(schema: Any, node: Scalar, words: Sequence[str]) -> str | None:
    """Which of the words that can stand there was probably meant, or what to do instead."""
    said = _VALUES.get((str(schema.get("title")), node.lower()))
    if said is not None:
        return said
    if str(node) in words:
        return "remove the quotes"
    if words == [meant.boolean_meant(node)]:
        return meant.boolean_hint(node)
    if is_null(node):
        return "leave the key out"
    hint = word_hint(node, words)
    return f"{pasted(node)}{hint}" if hint else None


def title(schema: Any) -> str:
    """What one value is called: where there can be a list of them, what an item of it is called."""
    kinds = schema.get("type", ())
    one = schema["items"] if "array" in kinds and "string" in kinds else schema
    return str(one.get("title", "Another value"))


def pattern_hint(  # noqa: PLR0911  one answer for each likely mistake
    schema: Any, node: Scalar, place: Place
) -> str | None:
    """What was probably meant by a text that has not the form that a schema asks for, or what that form is.

    `place` is the last step that leads to it: its key, or its number in a list.
    """
    pattern = re.compile(schema.get("pattern", ""), re.ASCII)
    if node.strip() != node:
        return "remove the space around it"
    if pattern.search(bare := plain(node)):
        return f"{pasted(node)}{one_of([bare])}"
    examples = [str(example) for example in schema.get("examples", ())]
    if re.fullmatch(DATE, node) and any("T" in example for example in examples):
        known = parse_timestamp(node) is not None
        if known:
            return f"add the time of day, `{node}T09:00`"
        return meant.time_hint(node) or "there is no such day"
    if title(schema) in _WORDS:
        return word_hint(node, (*examples, *BUILT_IN.channels)) or (ids.own_word_hint(node) if node else None)
    if hint := _HINTS.get(title(schema)):
        return hint(node, place)
    # An example is what was meant only where it says the same: other digits are another value.
    same = filter(pattern.search, (*examples, node.lower(), node.upper()))
    return word_hint(node, [one for one in same if _digits(one) == _digits(node)], {}) or form_hint(schema)


def form_hint(schema: Any) -> str | None:
    """What a text of a form of its own looks like, by what a schema calls it."""
    return _FORMS.get(title(schema))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal()).strip("0")


def meant_for(node: MappingNode, schema: Any, keys: Sequence[str]) -> str | None:
    """Which unknown key was probably meant to be one of those that are needed."""
    table = KEYS_OF_RULES if "applies_to" in schema.get("properties", {}) else KEYS
    for other in node:
        meant = () if other in schema.get("properties", {}) else meant_words(other, keys, table)
        if meant and other not in _DISTINCT:
            return f"is {quoted(other)} meant to be {listed(meant)}?"
    return None


def missing_hint(node: MappingNode, schema: Any, key: str) -> str | None:
    """What to write where a key is missing: another was meant to be it, or an example."""
    ends = [end for name in _ENDS if isinstance(end := node.get(name), Scalar)]
    if key == "on" and len(ends) == len(_ENDS) and (stretch := stretch_of(*ends)):
        return f"write `{stretch}` in place of the mapping; in it `from` and `to` are times of day"
    unknown = [other for other in node if other not in schema.get("properties", {}) and other not in _DISTINCT]
    likely = next((other for other in unknown if meant_words(other, [key], KEYS)), None)
    if likely:
        return f"is {quoted(likely)} meant to be it?"
    about = schema.get("properties", {}).get(key, {})
    values = about.get("enum")
    if values:
        return f"one of {listed(values)}"
    example = next(iter(about.get("examples", ())), None)
    return f"for example `{key}: {as_written(example)}`" if example is not None else None
