"""The numbers by which a rule judges, in the form in which those of its texts are compared with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.instants import parse_time_of_day
from courtesy.model.rule_parts import PartKind
from courtesy.review.lint.prose import lengths
from courtesy.review.lint.prose.mentions import Measure
from courtesy.review.parts import parts_of
from courtesy.values import MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.model.policy import PolicySource, Rule
    from courtesy.model.rule_parts import RulePart

Value = tuple[str, int]
_SIZES = {"message.words": Measure.WORDS, "message.sentences": Measure.SENTENCES}
_OWED_ONCE = ("", 1)


class Numbers:
    """The numbers of one rule by what they measure.

    `rule` is that one; `asked` are those of what it requires, `all` those of its conditions as well: a text may tell
    any of them, and is measured against a rule only where what it requires has such a number.
    """

    def __init__(self, policy: PolicySource, rule: Rule) -> None:
        self.rule = rule
        found = [(part, measure, value) for part in parts_of(policy, rule) for measure, value in _read(part)]
        owed_once = rule.type == "expect" and "at_least" not in rule.body
        self.all: Mapping[Measure, frozenset[Value]] = {
            measure: frozenset(value for _, of, value in found if of is measure)
            | ({_OWED_ONCE} if owed_once and measure is Measure.COUNT else set())
            for measure in Measure
        }
        self._written = tuple(dict.fromkeys((measure, part.value) for part, measure, _ in found))
        asked = {measure for part, measure, _ in found if part.path.startswith(rule.type)}
        self.asked = frozenset(asked | ({Measure.COUNT} if owed_once else set()))

    def written(self, measure: Measure) -> tuple[str, ...]:
        """The numbers of a measure as the rule writes them."""
        return tuple(value for of, value in self._written if of is measure) or ("1",)


def _read(part: RulePart) -> Iterator[tuple[Measure, Value]]:
    if part.kind not in {PartKind.BOUND, PartKind.WINDOW}:
        return
    size = next((_SIZES[str(key)] for key in part.keys if key in _SIZES), None)
    if part.value.isdigit():
        yield from ((size or Measure.COUNT, ("", value)) for value in _told_as(part, int(part.value)))
    elif part.keys[-1] in {"from", "to"}:
        clock = parse_time_of_day(part.value)
        if clock is not None:
            yield Measure.CLOCK, ("", clock // MINUTE)
    else:
        yield from ((Measure.TIME, value) for value in lengths.of_rule(part.value))


def _told_as(part: RulePart, value: int) -> tuple[int, ...]:
    """More than three are four or more, and fewer than three two at most."""
    beside = {"more_than": value + 1, "less_than": value - 1}.get(str(part.keys[-1]))
    return (value,) if beside is None else (value, beside)
