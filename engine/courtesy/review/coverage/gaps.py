"""What is missing, in a sentence: what no test shows of a rule, a condition or a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.outcome import Status
from courtesy.model.predicate import Count, Fact, Not, Rolling, TimeAfter, TimeAgainst
from courtesy.model.rule_parts import Sight
from courtesy.review.probing.probes import OfBound, OfClock, OfCondition, OfField, OfTime, OfWindow
from courtesy.rules.expect import Expect
from courtesy.values import HOUR, MINUTE, Duration, FactType
from courtesy.wording import times, touches
from courtesy.wording.facts import condition

if TYPE_CHECKING:
    from courtesy.model.rule_parts import RulePart
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.review.probing.probes import Probe

_OF_STATUS = {
    Status.VIOLATED.value: "breaks it",
    Status.SATISFIED.value: "keeps it",
    Status.UNDETERMINED.value: "leaves it undetermined",
    Status.NOT_APPLICABLE.value: "is one to which it does not apply",
}


def gap_of_status(status: str) -> str:
    """What is missing of how a rule comes out."""
    return f"no case {_OF_STATUS[status]}"


def gap_of(part: RulePart, probe: Probe, sight: Sight, vocabulary: Vocabulary) -> str:
    """What is missing of a part of a rule."""
    return f"no case {shown(part, probe, sight, vocabulary)}"


def case_that(status: str) -> str:
    """A case for that, as the sentence of a test says it."""
    return f"a case that {_OF_STATUS[status]}"


def case_with(part: RulePart, probe: Probe, sight: Sight, vocabulary: Vocabulary) -> str:
    """A case for that, as the sentence of a test says it: `an act exactly 7 days after the interview`."""
    return (
        shown(part, probe, sight, vocabulary).removeprefix("has ").removeprefix("is one in which ").removeprefix("is ")
    )


def shown(  # noqa: PLR0911  one return for each kind of probe
    part: RulePart, probe: Probe, sight: Sight, vocabulary: Vocabulary
) -> str:
    """What a case does that shows it: `has an act between 6 and 7 days after the interview`."""
    match probe:
        case OfTime():
            what = "is judged" if part.keys[0] == Expect.name else "has an act"
            return f"{what} {_beside_length(probe.term, sight, vocabulary)}"
        case OfClock():
            return f"has an act {_beside_clock(probe.edge, sight)}"
        case OfWindow():
            return f"has an earlier touch {_beside_window(probe.term, sight, part.value)}"
        case OfBound():
            return _beside_bound(probe, sight, vocabulary)
        case OfField():
            return _of_touches(part, sight)
        case OfCondition():
            return _of_condition(part, probe, sight, vocabulary)
        case _:
            return f"shows `{part.path}` as {sight.value}"


def _beside_length(term: TimeAfter, sight: Sight, vocabulary: Vocabulary) -> str:
    length, link = term.duration, "before" if term.before else "after"
    of = touches.anchored(link, term.anchor, vocabulary)
    one = times.unit(Duration(1, length.unit))
    if sight is Sight.AT:
        return f"exactly {length} {of}" if length.count else touches.anchored("exactly at", term.anchor, vocabulary)
    earlier = (sight is Sight.BEFORE) is not term.before
    if length.count == 0:
        return (
            f"in the {one} {touches.anchored('before' if sight is Sight.BEFORE else 'after', term.anchor, vocabulary)}"
        )
    first, last = (length.count - 1, length.count) if earlier else (length.count, length.count + 1)
    return f"between {first} and {Duration(last, length.unit)} {of}"


def _beside_clock(edge: int, sight: Sight) -> str:
    at = f"{edge // HOUR:02}:{edge % HOUR // MINUTE:02}"
    near = {Sight.AT: "at {} sharp", Sight.BEFORE: "in the hour before {}", Sight.AFTER: "in the hour after {}"}
    return near[sight].format(at)


def _beside_window(term: Count, sight: Sight, written: str) -> str:
    if isinstance(term.window, Rolling):
        length = term.window.length
        return {
            Sight.AT: f"exactly {length} old",
            Sight.BEFORE: f"between {length.count - 1} and {length} old",
            Sight.AFTER: f"between {length.count} and {Duration(length.count + 1, length.unit)} old",
        }[sight]
    return {
        Sight.AT: f"as the next {written.removeprefix('calendar ')} begins",
        Sight.BEFORE: f"in the last day of the {written}",
        Sight.AFTER: f"in the day after the {written}",
    }[sight]


def _beside_bound(probe: OfBound, sight: Sight, vocabulary: Vocabulary) -> str:
    away = {Sight.BEFORE: -1, Sight.AT: 0, Sight.AFTER: 1}[sight]
    match probe.term:
        case Count():
            number = int(probe.bound) + away
            touches_that = "touch that counts" if number == 1 else "touches that count"
            return f"has exactly {number} earlier {touches_that}"
        case TimeAgainst(fact):
            side = {Sight.BEFORE: "before", Sight.AT: "at", Sight.AFTER: "after"}[sight]
            return f"has the {vocabulary.facts[fact.name].title} {side} that time"
        case Fact(name, fact_type):
            declared = vocabulary.facts[name]
            if fact_type is FactType.TIME_OF_DAY:
                return f"has an act {_beside_clock(int(probe.bound), sight)}"
            if fact_type is FactType.DURATION:
                less, more = "a little less than", "a little more than"
                near = {Sight.BEFORE: less, Sight.AT: "exactly", Sight.AFTER: more}[sight]
                return f"has {near} that as the {declared.title}"
            value = probe.bound + away * probe.unit
            return f"has {value:g} as the {declared.title}"


def _of_touches(part: RulePart, sight: Sight) -> str:
    field = f"`{part.path}`" + (f" ({part.value})" if part.value else "")
    if sight is Sight.TRUE:
        return f"has an earlier touch that fits {field}"
    return f"has an earlier touch that only {field} leaves out"


def _of_condition(part: RulePart, probe: OfCondition, sight: Sight, vocabulary: Vocabulary) -> str:
    if part.keys[0] == "hours":
        return f"has an act on a day of `{part.value}`"
    if "or" in part.keys[1:2]:
        return f"counts from `{part.value}` because nothing before it is known"
    asked = condition(probe.predicate, vocabulary)
    return {
        Sight.TRUE: f"is one in which {asked}",
        Sight.FALSE: f"is one in which {condition(Not(probe.predicate), vocabulary)}",
        Sight.UNKNOWN: f"is one in which nobody can tell whether {asked}",
    }[sight]
