"""Cases made up for each change. Both versions have judged whatever is shown, so that no example can be wrong."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from courtesy.model.comparison import Effect, Example, How, Trial, Unseen
from courtesy.model.outcome import Outcome
from courtesy.model.policy import Level
from courtesy.model.turn import Turn
from courtesy.review.comparison.days import A_SATURDAY, days_before_holidays, days_of_own_calendar, telling_days
from courtesy.review.comparison.pairs import Aim, RulePair
from courtesy.review.comparison.rule_changes import differ_by_waivers
from courtesy.review.comparison.showing import Showing
from courtesy.review.examples.search import Search
from courtesy.review.examples.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from courtesy.api import Policy
    from courtesy.model.comparison import RuleChange, SettingChange
    from courtesy.model.compiled import CompiledRule
    from courtesy.review.examples.search import Found
    from courtesy.review.examples.sketch import Sketch

_AIMS = {
    Effect.LOOSER: (Aim.PERMIT,),
    Effect.STRICTER: (Aim.REFUSE,),
    Effect.OTHER: (Aim.PERMIT, Aim.REFUSE),
}
_WANTED = {Aim.PERMIT: Turn.NEWLY_PERMITTED, Aim.REFUSE: Turn.NEWLY_REFUSED}
_TURNS = {turn: place for place, turn in enumerate(Turn)}
_CLOCKS = frozenset({"zone", "calendar", "weekend", "closed", "business_hours", "week_starts"})
_MOST = 600
"""How many situations are looked at for one change, before it is said that none was found."""
_MOST_ASKED = 3000
"""How many times of the act a search asks about: what takes long is asked often."""
_CALENDARS = ("US", "GB-ENG")
"""The calendars of contacts who have their own: one that is not the policy's."""
_CHANNELS = frozenset({"channel", "unlisted_channel"})


def made_up(
    old: Policy, new: Policy, rules: Iterable[RuleChange], settings: Iterable[SettingChange], affected: Iterable[str]
) -> tuple[Trial, ...]:
    """The trials of all changes that judge, those first that found something newly permitted."""
    found = _Trials(old, new).all(tuple(rules), tuple(settings), tuple(affected))
    return tuple(sorted(found, key=_weight))


def _weight(trial: Trial) -> int:
    return min((_turn(one) for one in trial.examples), default=len(_TURNS))


def _rank(example: Example) -> tuple[int, bool]:
    """What is newly permitted first, and what was refused before what nobody could tell."""
    change = example.change
    return _turn(example), change is not None and Outcome.UNDETERMINED in {change.old.outcome, change.new.outcome}


def _turn(example: Example) -> int:
    return len(_TURNS) if example.change is None else _TURNS[example.change.turn]


class _Trials:
    """Both versions, ready to be asked."""

    def __init__(self, old: Policy, new: Policy) -> None:
        self.old, self.new = old, new
        self.stages = Stage(old), Stage(new)
        self.showing = Showing(old, new)

    def all(
        self, rules: tuple[RuleChange, ...], settings: tuple[SettingChange, ...], affected: tuple[str, ...]
    ) -> Iterator[Trial]:
        """One trial for each rule and channel that judges otherwise."""
        before, after = (stage.rules for stage in self.stages)
        clocks = any(one.subject in _CLOCKS and one.effect is not Effect.NONE for one in settings)
        days = tuple(telling_days(self.old, self.new)) if clocks else ()
        hows = {one.rule_id: one.how for one in rules if one.how.effect is not Effect.NONE}
        for rule_id, how in {**hows, **dict.fromkeys(affected, How.OTHER)}.items():
            was = None if how is How.ADDED else before[rule_id]
            now = None if how in {How.REMOVED, How.DISABLED} else after[rule_id]
            pair = RulePair(was, now, *self.stages)
            by_clock = clocks and pair.reads_clock
            yield self._of_rule(pair, _AIMS[Effect.OTHER if by_clock else how.effect], days if by_clock else ())
        for setting in settings:
            if setting.subject in _CHANNELS and setting.effect is not Effect.NONE:
                yield self._of_channel(setting)

    def _of_rule(self, pair: RulePair, aims: tuple[Aim, ...], days: tuple[date, ...]) -> Trial:
        if (unseen := _unseen(pair)) is not None:
            return Trial(about=pair.rule_id, tried=0, examples=(), unseen=unseen)
        shown: list[Example] = []
        masked: list[Example] = []
        missing = []
        tried, unread = 0, self.showing.unread
        for aim in aims[:1] if pair.of_plan else aims:
            looked = self._looked(pair, aim, days)
            tried += looked.tried
            shown += looked.shown
            masked += [] if looked.shown else looked.masked
            missing += [] if looked.shown else [_WANTED[aim]]
        ordered = _telling(sorted(shown, key=_rank))
        return Trial(
            about=pair.rule_id,
            tried=tried,
            examples=ordered,
            masked=tuple(masked[:1]),
            missing=tuple(missing) if ordered else (),
            one_sided=self.showing.unread - unread,
        )

    def _looked(self, pair: RulePair, aim: Aim, days: tuple[date, ...]) -> _Looked:
        """What is found by the bounds of either version, after interviews on days that tell and on a usual one.

        Where nothing is, a rule that reads a calendar is also looked at before a holiday, and one that counts by weeks
        at the end of one.
        """
        shown: dict[object, Example] = {}
        masked: dict[object, Example] = {}
        tried = 0
        for day, own in self._settings(pair, days):
            for rule, stage in pair.sides:
                search = _Search(stage, day, own, copied=pair.other_contacts)
                found = _best(search, rule, pair, aim)
                tried += search.tried
                example = None if found is None else self.showing.of_rule(stage.policy, pair, found)
                if example is not None:
                    (masked if example.masked_by else shown).setdefault(_place(example), example)
            if shown or masked or tried > _MOST:
                break
        return _Looked(list(shown.values()), list(masked.values()), tried)

    def _settings(self, pair: RulePair, days: tuple[date, ...]) -> Iterator[tuple[date | None, str | None]]:
        """When interviews end (None: on a usual day), and the contact's own calendar."""
        if pair.other_calendar:
            own = next(code for code in _CALENDARS if code != self.new.calendar.code)
            yield from ((day, own) for day in days_of_own_calendar(self.new, own))
        yield from ((day, None) for day in (*days, None))
        if pair.reads_calendar:
            yield from ((day, None) for day in days_before_holidays(self.new))
        if pair.reads_week:
            yield A_SATURDAY, None

    def _of_channel(self, setting: SettingChange) -> Trial:
        examples, tried = self.showing.of_channel(self.stages, setting.name)
        about = setting.subject.replace("_", " ") if setting.name is None else f"{setting.subject} {setting.name}"
        return Trial(about=about, tried=tried, examples=examples)


class _Looked(NamedTuple):
    """What was found for one change: what shows it, and what other rules hide."""

    shown: list[Example]
    masked: list[Example]
    tried: int


class _Search(Search):
    """A search after interviews that end on one day (None: a usual one), with contacts of a calendar of their `own`.

    With `copied` the contact may be one who gets a copy.
    """

    def __init__(self, stage: Stage, day: date | None, own: str | None, *, copied: bool) -> None:
        super().__init__(stage)
        self.day, self.own, self.copied = day, own, copied

    @property
    def start(self) -> datetime:
        """When interviews end."""
        usual, day = super().start, self.day
        return usual if day is None else usual.replace(year=day.year, month=day.month, day=day.day)

    def bases(self, rule: CompiledRule) -> Iterator[Sketch]:
        """What sketches begin with: with acts that are copied to the contact, where the change is about these."""
        for base in super().bases(rule):
            if self.own is not None:
                base.contact["calendar"] = self.own
            if self.copied and not base.copied:
                copy = base.copy()
                copy.copied = True
                copy.add_contact("hr")
                yield copy
            yield base


def _best(search: Search, rule: CompiledRule, pair: RulePair, aim: Aim) -> Found | None:
    """The situation in which the two differ so, and least else is the matter."""
    asked = count()
    fits = lambda scene, at: next(asked) < _MOST_ASKED and pair.fits(aim, scene, at)  # noqa: E731  of this search
    found = None
    for found in search.of_ways(rule, pair.ways(aim), fits):  # noqa: B007  the last one is wanted
        pass
    return found


def _unseen(pair: RulePair) -> Unseen | None:
    """Why no act shows the change by itself."""
    both = [rule for rule, _ in pair.sides]
    if not pair.of_plan and all(rule.rule.level is Level.MAY for rule in both):
        return Unseen.HINTS
    alike = len(both) > 1 and differ_by_waivers(*both)
    return Unseen.WAIVERS if alike else None


def _telling(examples: list[Example]) -> tuple[Example, ...]:
    """Those that show most: of what is permitted or refused otherwise, whatever else there is to show."""
    clear = [one for one in examples if one.change is None or one.change.turn is not Turn.OTHER]
    return tuple(clear or examples)


def _place(example: Example) -> object:
    if example.change is None:
        return example.duty
    return example.change.turn, example.change.at
