"""Selectors, anchors and windows in words: "the last phone call", "follow-up e-mails in the last 7 days"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.nouns import Noun
from courtesy.model.predicate import (
    AllHistory,
    Anchor,
    CalendarPeriod,
    CaseDate,
    Direction,
    Rolling,
    Selector,
    SinceInterview,
    TouchTime,
    Window,
)
from courtesy.values import DurationUnit
from courtesy.wording import times
from courtesy.wording.acts import stands_before, with_purpose
from courtesy.wording.asked_of_touches import Tests, described, listed, people, same
from courtesy.wording.statements import title_of
from courtesy.wording.text import agree, article, joined, plural_noun, with_article

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from courtesy.model.vocabulary import Vocabulary
    from courtesy.values import Duration

# ---------------------------------------------------------------- anchors and windows


def fact_moment(fact: str, vocabulary: Vocabulary) -> str:
    """A case date in words."""
    declared = vocabulary.facts.get(fact)
    return fact if declared is None else declared.moment or title_of(declared)


def moments(of: Anchor, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What an anchor names, and what takes its place, each where those before it are not known."""
    match of:
        case CaseDate():
            return tuple(fact_moment(fact, vocabulary) for fact in of.facts)
        case TouchTime(which, chosen):
            return (f"the {which.value} {noun(chosen, vocabulary).name}",)
        case _:
            assert_never(of)


_NOT_KNOWN = ("that is not known", "neither is known", "none of these is known")


def anchored(link: str, of: Anchor, vocabulary: Vocabulary, *, behind: str = "") -> str:
    """What is counted from: `after the promised decision date, or after the interview where that is not known`."""
    return _in_turn(f"{link} {moment}{behind}" for moment in moments(of, vocabulary))


def ahead(link: str, of: Anchor, vocabulary: Vocabulary, *, behind: str = "") -> str:
    """What time is counted back from: `before the end of the interview`."""
    return _in_turn(f"{link} {moment}{behind}".strip() for moment in _ends(of, vocabulary))


def _in_turn(said: Iterable[str]) -> str:
    first, *instead = said
    for number, other in enumerate(instead):
        first += f", or {other} where {_NOT_KNOWN[min(number, 2)]}"
    return first


def end_of(of: Anchor, vocabulary: Vocabulary) -> str:
    """The moment at which what an anchor names is over: `the end of the interview`."""
    return _ends(of, vocabulary)[0]


def _ends(of: Anchor, vocabulary: Vocabulary) -> tuple[str, ...]:
    lasts = [fact == INTERVIEW_END for fact in of.facts] if isinstance(of, CaseDate) else [False]
    said = zip(lasts, moments(of, vocabulary), strict=True)
    return tuple(f"{'the end of ' if lasting else ''}{moment}" for lasting, moment in said)


def span(duration: Duration, of: Anchor, vocabulary: Vocabulary) -> str:
    """So much time from an anchor on: `7 days after the interview`."""
    return f"{agree(duration.count, times.unit(duration))}{since(duration, of, vocabulary)}"


def since(duration: Duration, of: Anchor, vocabulary: Vocabulary) -> str:
    """From when on a duration counts: ` after the interview`, `, including that of the interview` for dates."""
    if duration.unit is DurationUnit.DATE:
        return f", {anchored('including that of', of, vocabulary)}"
    return f" {anchored('after', of, vocabulary)}"


def window(of: Window) -> str:
    """The stretch of time that is looked at."""
    match of:
        case Rolling(length):
            return _rolling(length)
        case CalendarPeriod(period):
            return "today" if period.value == "day" else f"this {period.value}"
        case SinceInterview():
            return "since the interview"
        case AllHistory():
            return "so far"
        case _:
            assert_never(of)


def _rolling(length: Duration) -> str:
    said = str(length) if length.count != 1 else length.unit.value
    match length.unit:
        case DurationUnit.DATE:
            before = length.count - 1
            days = "the day" if before == 1 else f"the {before} days"
            return f"today and {days} before" if before else "today"
        case DurationUnit.BUSINESS_DAY:
            return f"in the {said} up to today" if length.count != 1 else "since the latest business day began"
        case _:
            return f"in the last {said}"


def stretch(of: Window, since: Anchor | None, vocabulary: Vocabulary, *, or_ever: bool = False) -> str:
    """The stretch of time that is looked at, where it also has a beginning: `since the last e-mail`.

    With `or_ever` the stretch has none as long as there is no touch to begin it.
    """
    if since is None:
        return window(of)
    begin = anchored("since", since, vocabulary)
    said = begin if isinstance(of, AllHistory) else f"{window(of)} and {begin}"
    return f"{said}, or {window(of)} where there is none" if or_ever and isinstance(since, TouchTime) else said


# ---------------------------------------------------------------- touches


def noun(selector: Selector, vocabulary: Vocabulary) -> Noun:
    """One touch of this kind, or of any of several: `follow-up e-mail`, `reply from them`, `touch`."""
    first, *others = (_noun(kind, vocabulary) for kind in selector.kinds)
    if not others:
        return first
    named = joined((first.name, *map(with_article, others)), "or")
    return Noun(named, first.article, joined(map(plural_noun, (first, *others)), "or"))


def wanted(count: int, selector: Selector, vocabulary: Vocabulary) -> str:
    """So many touches that are asked for: `an e-mail`, `2 e-mails`, `either an e-mail or a phone call`."""
    nouns = [_noun(kind, vocabulary) for kind in selector.kinds]
    if len(nouns) == 1:
        return with_article(nouns[0]) if count == 1 else agree(count, nouns[0])
    either = f"either {joined(map(with_article, nouns), 'or')}"
    return either if count == 1 else f"{agree(count, 'action')}, each {either}"


@lru_cache(maxsize=1024)
def _noun(selector: Selector, vocabulary: Vocabulary) -> Noun:
    tests = Tests(selector)
    channels, events, purposes = (tests.allowed(field) for field in ("channel", "event", "purpose"))
    behind: list[str] = []
    if channels is not None:
        head = _either("channel", channels, vocabulary)
        behind += [f"that is {with_article(_either('event', events, vocabulary))}"] if events is not None else []
    elif events is not None:
        head = _either("event", events, vocabulary)
    elif selector.direction is Direction.INBOUND:
        head = Noun("message or call", plural="messages or calls")
    else:
        head = Noun("touch")
    if purposes is not None:
        said = listed("purpose", purposes, vocabulary)
        before = bool(purposes) and all(map(stands_before, purposes))
        if before and channels is None:
            head = Noun(f"{said} {head.name}", None, f"{said} {plural_noun(head)}")
        elif before and channels is not None and len(channels) == 1:
            head = with_purpose(next(iter(channels)), said, vocabulary)
        else:
            behind.append(f"whose purpose is {said or 'none'}")
    behind += people(selector, vocabulary)
    behind += described(tests, vocabulary)
    behind += (same(name, vocabulary) for name in selector.same)
    if selector.copies:
        behind.append("(copies included)")
    tail = "".join(f" {part}" for part in behind)
    return Noun(f"{head.name}{tail}", article(head), f"{plural_noun(head)}{tail}")


def counted(count: int, selector: Selector, vocabulary: Vocabulary, verb: str = "") -> str:
    """`1 e-mail other than a thank-you was`, `3 e-mails other than a thank-you were`."""
    return agree(count, noun(selector, vocabulary), verb)


def any_in(roles: Iterable[object], vocabulary: Vocabulary) -> str:
    """Anyone with one of these roles, as the vocabulary orders them: `interviewer, recruiter or HR contact`."""
    chosen = set(roles)
    return joined((called.name for role, called in vocabulary.roles.items() if role in chosen), "or")


def _either(field: str, values: Collection[str], vocabulary: Vocabulary) -> Noun:
    """What has one of the values: `e-mail or phone call`, in the plural `e-mails or phone calls`."""
    nouns = [vocabulary.noun_for(field, value) for value in sorted(values)]
    if not nouns:
        return Noun("touch of no kind", plural="touches of no kind")
    return Noun(
        joined((one.name for one in nouns), "or"), article(nouns[0]), joined((plural_noun(one) for one in nouns), "or")
    )
