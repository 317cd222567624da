"""Cases made up for each change. Both versions have judged whatever is shown, so that no example can be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.comparison import Effect, Example, How, Trial, Turn
from courtesy.review.comparison.days import telling_days
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
_TURNS = {turn: place for place, turn in enumerate(Turn)}
_CLOCKS = frozenset({"zone", "calendar", "weekend", "closed", "business_hours", "week_starts"})
_MOST = 600
"""How many situations are looked at for one change, before it is said that none was found."""
_CHANNELS = frozenset({"channel", "unlisted_channel"})


def made_up(
    old: Policy, new: Policy, rules: Iterable[RuleChange], settings: Iterable[SettingChange], affected: Iterable[str]
) -> tuple[Trial, ...]:
    """The trials of all changes that judge, those first that found something newly permitted."""
    found = _Trials(old, new).all(tuple(rules), tuple(settings), tuple(affected))
    return tuple(sorted(found, key=_weight))


def _weight(trial: Trial) -> int:
    return min((_turn(one) for one in trial.examples), default=len(_TURNS))


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
            yield self._of_rule(RulePair(was, now, *self.stages), _AIMS[Effect.OTHER if clocks else how.effect], days)
        for setting in settings:
            if setting.subject in _CHANNELS and setting.effect is not Effect.NONE:
                yield self._of_channel(setting)

    def _of_rule(self, pair: RulePair, aims: Iterable[Aim], days: tuple[date, ...]) -> Trial:
        if pair.old is not None and pair.new is not None and differ_by_waivers(pair.old, pair.new):
            return Trial(about=pair.rule_id, tried=0, examples=(), of_waivers=True)
        shown: dict[object, Example] = {}
        masked: dict[object, Example] = {}
        tried = 0
        for aim in aims:
            hidden: dict[object, Example] = {}
            count, last = len(shown), tried + _MOST
            for search, rule in self._searches(pair, days):
                found = _best(search, rule, pair, aim)
                tried += search.tried
                example = None if found is None else self.showing.of_rule(search.stage.policy, pair, found)
                if example is not None:
                    (hidden if example.masked_by else shown).setdefault(_place(example), example)
                if tried > last or (days and len(shown) > count):  # one such day is as good as another
                    break
            masked |= {} if len(shown) > count else hidden
        ordered = _telling(sorted(shown.values(), key=_turn))
        hidden_ones = tuple(masked.values())[:1]
        return Trial(about=pair.rule_id, tried=tried, examples=ordered, masked=hidden_ones)

    def _searches(self, pair: RulePair, days: tuple[date, ...]) -> Iterator[tuple[Search, CompiledRule]]:
        """Searches by the bounds of either version, after interviews on usual days and on those that tell."""
        copied = pair.old is not None and pair.new is not None and pair.old.rule.concerns is not pair.new.rule.concerns
        for day in (*days, None):
            for rule, stage in pair.sides:
                yield _Search(stage, day, copied=copied), rule

    def _of_channel(self, setting: SettingChange) -> Trial:
        examples, tried = self.showing.of_channel(self.stages, setting.name)
        about = setting.subject.replace("_", " ") if setting.name is None else f"{setting.subject} {setting.name}"
        return Trial(about=about, tried=tried, examples=examples)


class _Search(Search):
    """A search after interviews that end on one day, None being a usual one; `copied` is for those who get a copy."""

    def __init__(self, stage: Stage, day: date | None, *, copied: bool) -> None:
        super().__init__(stage)
        self.day, self.copied = day, copied

    @property
    def start(self) -> datetime:
        """When interviews end."""
        usual, day = super().start, self.day
        return usual if day is None else usual.replace(year=day.year, month=day.month, day=day.day)

    def bases(self, rule: CompiledRule) -> Iterator[Sketch]:
        """What sketches begin with: with acts that are copied to the contact, where the change is about these."""
        for base in super().bases(rule):
            if self.copied and not base.copied:
                copy = base.copy()
                copy.copied = True
                copy.add_contact("hr")
                yield copy
            yield base


def _best(search: Search, rule: CompiledRule, pair: RulePair, aim: Aim) -> Found | None:
    """The situation in which the two differ so, and least else is the matter."""
    found = None
    for found in search.of_ways(rule, pair.ways(aim), lambda scene, at: pair.fits(aim, scene, at)):  # noqa: B007  the last
        pass
    return found


def _telling(examples: list[Example]) -> tuple[Example, ...]:
    """Those that show most: of what is permitted or refused otherwise, whatever else there is to show."""
    clear = [one for one in examples if one.change is None or one.change.turn is not Turn.OTHER]
    return tuple(clear or examples)


def _place(example: Example) -> object:
    if example.change is None:
        return example.duty
    return example.change.turn, example.change.at
