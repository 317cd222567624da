"""The earliest permitted time: a search over the instants at which rules can change, never a guess between them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from courtesy.instants import Instant

Key = TypeVar("Key")
_WEEK = 7 * DAY


class Answer(NamedTuple):
    """The first time of some kind; where `at` is None, there is none up to `looked_until`, or ever where that is None.

    Beyond `looked_until` nobody has looked.
    """

    at: Instant | None
    looked_until: Instant | None = None


NEVER = Answer(None)


class Outlook(Protocol):
    """Where the truth of rules can change after an instant, all else unchanged while the act's time moves."""

    @property
    def until(self) -> Instant:
        """How far that is followed."""

    @property
    def open(self) -> bool:
        """Whether something may still change then."""

    def changes(self) -> Iterator[Instant]:
        """Every instant at which something can come that has not been before, ascending; more do no harm."""

    def breaks(self, after: Instant) -> Iterator[Instant]:
        """The instants after `after`, ascending, between which each week is as the one before."""

    def look(self, after: Instant) -> Hashable:
        """What the week after an instant is like: equal for two weeks in which everything goes the same way."""


class MovableRule(Protocol):
    """One rule for one recipient, all else unchanged while the act's time moves."""

    def violated(self, at: Instant) -> bool:
        """Whether the rule is violated if the act is done at `at`."""

    def outlook(self, after: Instant) -> Outlook:
        """Where that can change."""


def first_unviolated(rule: MovableRule, broken_at: Instant) -> Answer:
    """The first instant after `broken_at`, where the rule is violated, at which it is not."""
    outlook = rule.outlook(broken_at)
    # INVARIANT (changes): between two changes the rule is as it was before, so only the changes need looking at.
    found = next((at for at in outlook.changes() if not rule.violated(at)), None)
    return Answer(found) if found is not None else _none_in(outlook)


def earliest(
    broken_at: Callable[[Instant], Collection[Key]],
    healed_at: Callable[[Key, Instant], Answer],
    start: Instant,
    outlook: Callable[[], Outlook],
) -> Answer:
    """The first instant from `start` on at which no rule is broken.

    `broken_at` gives the rules violated at an instant, `healed_at` the first instant after it at which one of them is
    not, `outlook` where all of them can change after `start`. Each round leaps to where the last of the broken rules
    has healed: before that, one of them is broken. A week in which one of them always is comes again until a break, and
    after one that looks the same.
    """
    at, weeks = start, _Weeks(start, outlook)
    while broken := broken_at(at):
        answers = [healed_at(key, at) for key in broken]
        if any(answer.at is None for answer in answers):
            return _worst(answers)
        leap = max(answer.at for answer in answers if answer.at is not None)
        following = weeks.beyond(leap)
        if following is None:
            return weeks.none()
        at = following
    return Answer(at)


def _worst(answers: Collection[Answer]) -> Answer:
    """The answer that denies most: never, or the shortest look ahead that found nothing."""
    missed = [answer for answer in answers if answer.at is None]
    looked = [answer.looked_until for answer in missed if answer.looked_until is not None]
    return NEVER if len(looked) < len(missed) else Answer(None, min(looked))


def _none_in(outlook: Outlook) -> Answer:
    return Answer(None, outlook.until if outlook.open else None)


class _Weeks:
    """Leaps over weeks that are as one before; where the breaks between them lie is found out when first needed."""

    def __init__(self, start: Instant, outlook: Callable[[], Outlook]) -> None:
        self._start, self._make = start, outlook
        self._outlook: Outlook | None = None
        self._breaks: Iterator[Instant] = iter(())
        self._last: Instant = start
        self._following: Instant | None = None
        self._looks = set[Hashable]()
        self._new = True

    def beyond(self, at: Instant) -> Instant | None:
        """`at`, or the next break after which a week begins that is not as one before; None where there is none."""
        if self._outlook is None:
            if at - self._last <= _WEEK:
                return at
            self._outlook = self._make()
            self._breaks = self._outlook.breaks(self._start)
            self._following = next(self._breaks, None)
        while True:
            self._pass_breaks(self._outlook, at)
            if self._new and at - self._last <= _WEEK:
                return at
            if self._following is None:
                return None
            at = self._following

    def _pass_breaks(self, outlook: Outlook, at: Instant) -> None:
        last = self._last
        while self._following is not None and self._following <= at:
            self._last, self._following = self._following, next(self._breaks, None)
        if self._last != last:
            look = outlook.look(self._last)
            self._new = look not in self._looks
            self._looks.add(look)

    def none(self) -> Answer:
        """That no time was found."""
        return NEVER if self._outlook is None else _none_in(self._outlook)
