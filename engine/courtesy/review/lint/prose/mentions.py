"""What a text says in numbers: lengths of time, how many of something, words and sentences, times of day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.review.lint.prose import lengths
from courtesy.review.lint.prose.words import NUMBER, number_of
from courtesy.values import Word
from courtesy.wording.text import singular_noun

if TYPE_CHECKING:
    from collections.abc import Iterator


class Measure(Word):
    """What a number is a number of."""

    TIME = "time"
    COUNT = "count"
    WORDS = "words"
    SENTENCES = "sentences"
    CLOCK = "clock"


class Mention(Struct, frozen=True):
    """A number in a text: each of `values` says the same, `text` is how it is written, in lower case.

    `as_bound` is whether words beside it say that it bounds something (`at most four`), and `noun` what it counts.
    """

    measure: Measure
    values: frozenset[tuple[str, int]]
    text: str
    as_bound: bool = False
    noun: str = ""


_UNITS = "minutes?|hours?|days?|dates?|weeks?|fortnights?|months?|quarters?|years?|weekdays?"
_UNIT = rf"(?:{_UNITS})(?![\w'])"
_ALONE = r"(?<![\w.:/-])"
_HOW = r"(?:(?:full|whole|calendar|working|business|office|clear|consecutive|clock)[ -])*"
_TIME = re.compile(rf"{_ALONE}(?P<number>{NUMBER}|an?|per|each|every(?: other)?)[ -](?P<how>{_HOW})(?P<unit>{_UNIT})")
_BOUND = (
    r"at most|at least|(?:no|not|never) more than|more than|fewer than|less than|up to"
    r"|(?:a )?(?:max|min)imum of|max\.?|only"
)
_WITHIN = re.compile(r"(?:within|after|at least|at most|than|for|in|waits?|only|every|another|until|up to) (?:the )?$")
_RANGE = re.compile(rf"\b({NUMBER}) (?:to|or|and) $")
_NOUN = r"[a-z][\w-]*(?: [a-z][\w-]*)?"
_COUNTED = re.compile(rf"{_ALONE}(?:(?P<bound>{_BOUND}) )?(?P<number>{NUMBER})[ -](?P<noun>{_NOUN})")
_EACH = rf"(?:an?|per|each|every|in any|in an?|in each) (?:calendar )?{_UNIT}"
_OFTEN = re.compile(rf"(?:(?P<not>never|not|no) )?\b(?P<often>once|twice|thrice|{NUMBER} times)\b(?P<each> {_EACH})?")
_OFTEN_NUMBERS = {"once": 1, "twice": 2, "thrice": 3}
_SIZES = {"word": Measure.WORDS, "sentence": Measure.SENTENCES}
_NO_NOUNS = frozenset({"to", "and", "or", "of", "by", "percent", "o", "time"})
_DAYTIME = re.compile(
    r"\b(?P<hour>\d{1,2}):(?P<minute>\d\d)\b(?: ?(?P<half>[ap])\.?m\b)?"
    rf"|\b(?P<named>{NUMBER}) ?(?P<part>[ap])\.?m\b|\b(?P<at>{NUMBER}) o'clock"
)
_SPAN = re.compile(
    rf"\b(?:between |from )?(?P<start>{NUMBER}) (?:and|to|until|till) (?P<end>{NUMBER})"
    rf"(?![\w:]|[ -](?:{_UNITS}|[a-z]+s\b|[ap]\.?m))"
)
_FROM_OR_TO = re.compile(r"\b(?:from|between|to|and|until|till|before|after|by) $")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_HALVES = re.compile(
    rf"\bhalf (?:an? )?{_UNIT}|\b(?:{NUMBER}|an?) (?:{_UNIT} and a (?:half|quarter)|and a half {_UNIT})"
    rf"|\b(?:half past|(?:a )?quarter (?:past|to)|\w+ minutes (?:past|to)) {NUMBER}"
)
"""Parts of hours, days and weeks, which are not read."""
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_HALF_A_DAY = 12 * 60
_ADVERBS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month",
    "yearly": "year",
}  # fmt: skip
_ADVERB = re.compile(rf"\b(?:{'|'.join(_ADVERBS)})\b")


def mentions(text: str) -> tuple[Mention, ...]:
    """All numbers that a text says, but for those that it takes from the rule (`{at_most}`)."""
    lower = " ".join(text.lower().replace(_APOSTROPHE, "'").split())
    plain = _HALVES.sub("\0", _PLACEHOLDER.sub("\0", lower))
    return (*_times(plain), *_counts(plain), *_often(plain), *_clocks(plain))


def _times(text: str) -> Iterator[Mention]:
    for found in _TIME.finditer(text):
        number, how, unit = found["number"], found["how"], singular_noun(found["unit"])
        before = text[: found.start()]
        if number == "one" and unit == "day" and not _WITHIN.search(before):
            continue  # some day or other
        if re.match(r" or (?:two|so)\b", text[found.end() :]):
            continue
        count = 2 if number == "every other" else 1 if number in {"per", "each", "every"} else number_of(number)
        working = any(word in how for word in ("working", "business", "office"))
        full = "full" in how or "whole" in how
        if unit == "date" and number in {"a", "an", "per", "each", "every"}:
            continue  # an appointment
        values = lengths.said(count, unit, working=working, full=full)
        if range_of := _RANGE.search(before):  # two to five days
            values |= lengths.said(number_of(range_of[1]), unit, working=working, full=full)
        as_bound = re.search(rf"(?:{_BOUND}|within) $", before) is not None
        yield Mention(Measure.TIME, values, found[0].strip(), as_bound)
    for adverb in _ADVERB.finditer(text):
        yield Mention(Measure.TIME, lengths.said(1, _ADVERBS[adverb[0]]), adverb[0])


def _counts(text: str) -> Iterator[Mention]:
    for found in _COUNTED.finditer(text):
        if _TIME.match(text, found.start("number")):
            continue
        bound, count, noun = found["bound"], number_of(found["number"]), singular_noun(found["noun"].split()[0])
        if noun in _NO_NOUNS:
            continue
        measure = _SIZES.get(noun) or _SIZES.get(singular_noun(found["noun"].split()[-1])) or Measure.COUNT
        often = re.match(rf"[ \w-]{{0,40}}? {_EACH}", text[found.end("number") :]) is not None
        if measure is Measure.COUNT and not (bound or often):
            continue
        text_of = f"{bound} {found['number']}" if bound else found["number"]
        said = f"{text_of} {found['noun'].split()[0]}"
        yield Mention(measure, _around(count, bound), said, bound is not None, noun)


def _around(count: int, bound: str | None) -> frozenset[tuple[str, int]]:
    """The numbers that a bound may be written for: fewer than five are at most four."""
    values = {count}
    if bound in {"fewer than", "less than"}:
        values.add(count - 1)
    if bound == "more than":
        values.add(count + 1)
    return frozenset(("", value) for value in values)


def _often(text: str) -> Iterator[Mention]:
    for found in _OFTEN.finditer(text):
        often = found["often"]
        count = _OFTEN_NUMBERS.get(often) or number_of(often.removesuffix(" times"))
        before = text[: found.start("often")]
        bound = re.search(rf"(?:{_BOUND}) $", before)
        if often == "once" and not (bound or found["each"]):
            continue  # as soon as
        values = {count, count - 1} if found["not"] else {count}
        yield Mention(Measure.COUNT, frozenset(("", value) for value in values), found[0], bound is not None, "time")


def _clocks(text: str) -> Iterator[Mention]:
    for found in _DAYTIME.finditer(text):
        half = found["half"] or found["part"]
        hour = int(found["hour"]) if found["hour"] else number_of(found["named"] or found["at"])
        minute = hour * 60 + int(found["minute"] or 0)
        if half:
            minute = minute % _HALF_A_DAY + (_HALF_A_DAY if half == "p" else 0)
        values = {minute} if half or found["hour"] else {minute, minute + _HALF_A_DAY}
        as_bound = _FROM_OR_TO.search(text[: found.start()]) is not None
        yield Mention(Measure.CLOCK, frozenset(("", value) for value in values), found[0], as_bound)
    for found in _SPAN.finditer(text):
        for end in ("start", "end"):
            hour = number_of(found[end])
            if hour <= 24:  # noqa: PLR2004  the hours of a day
                values = {hour * 60, (hour + 12) * 60} if hour <= 12 else {hour * 60}  # noqa: PLR2004  half of them
                yield Mention(Measure.CLOCK, frozenset(("", value) for value in values), found[0], as_bound=True)
