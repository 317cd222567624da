"""What planning stands on: the rules that bind, the wishes that do not, and how one act stands to them over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.instants import Instant
from courtesy.judging.line import Line
from courtesy.judging.occasions import occasions_of
from courtesy.judging.part import Part
from courtesy.judging.profile import Profiles
from courtesy.judging.segments import Segment, segment_at, segments
from courtesy.judging.unlisted import unlisted_level
from courtesy.judging.windows import meaning, missing_in
from courtesy.model.bearing import lasting
from courtesy.model.declaration import Subject
from courtesy.model.outcome import Outcome
from courtesy.model.policy import Level
from courtesy.model.predicate import Fact
from courtesy.model.preferences import NO_PREFERENCES
from courtesy.model.truth import terms
from courtesy.planning.own_time import OwnTime
from courtesy.planning.wishes import is_hours, is_wish, wishes
from courtesy.values import MINUTE, SECOND
from courtesy.wording.rule_titles import rule_title

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import tzinfo

    from courtesy.judging.reach import Reach
    from courtesy.judging.version import Version
    from courtesy.judging.waiving import Waiving
    from courtesy.model.case import Action, Case, History
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource
    from courtesy.model.preferences import Preferences

_MOST_KINDS = 1000
"""Kinds of acts for which is kept what the versions say of them."""
_ROUND = (15 * MINUTE, MINUTE, SECOND, 1)
"""Times that people set: the roundest that fits is taken."""


class Rank(NamedTuple):
    """How well an act stands, best first: what it breaks or leaves open, gravest first."""

    open_musts: int  # undetermined for want of a text only; all other open `must`s are no rank at all
    nights: int  # of those whom the act reaches; as days off they are no rule's, so that no rulebook sees them
    broken_shoulds: int
    open_shoulds: int
    broken_mays: int
    broken_hours: int  # of the policy's preferences, as are the gaps
    broken_gaps: int
    days_off: int = 0  # on which, as in nights, only acts with a deadline are placed

    @property
    def perfect(self) -> bool:
        """Whether nothing speaks against it but that its text is not written yet."""
        return not any(self[1:])

    @property
    def of_time(self) -> Rank:
        """The same but for what other acts do to it."""
        return self._replace(broken_gaps=0)

    @property
    def in_haste(self) -> Rank:
        """The same where an act is late already: then no gap to other acts, nor a day off, is worth waiting for."""
        return self.of_time._replace(days_off=0)

    @property
    def of_rules(self) -> Rank:
        """The same as far as the rules and preferences of the policy tell, whomever the time suits."""
        return self._replace(nights=0, days_off=0)


class Opening(NamedTuple):
    """A stretch in which an act may be done, `end` exclusive, and how well it stands then."""

    rank: Rank
    start: Instant
    end: Instant

    @property
    def at(self) -> Instant:
        """The first round time in it."""
        return next(at for step in _ROUND if (at := Instant(-(-self.start // step) * step)) < self.end)


class Chapter:
    """What one version of a policy adds: rules and wishes in one profile per kind of act, matched natively."""

    def __init__(
        self,
        policy: PolicySource,
        rules: tuple[CompiledRule, ...],
        preferences: Preferences,
        reach: Reach,
        waiving: Waiving | None = None,
    ) -> None:
        self.policy, self.rules, self.preferences, self.reach, self._waiving = (
            policy, rules, preferences, reach, waiving,
        )  # fmt: skip
        self._profiles = Profiles(
            (*rules, *wishes(preferences, policy.vocabulary)), "native", policy.vocabulary, waiving
        )
        self._binding = Profiles(rules, "native", policy.vocabulary, waiving)
        self.names_actions = waiving is not None and waiving.by_action
        self.of_text = {rule.rule.id for rule in rules if _reads(rule, Subject.TEXT)}
        self.forbidding = {rule.rule.id for rule in rules if lasting(rule.truth)}
        self.of_copies = {rule.rule.id for rule in rules if _reads(rule, Subject.OTHERS)}

    def part(self, action: Action) -> Part:
        """The rules and wishes that can apply to an action."""
        return Part(self._profiles.of(action), self.reach, unlisted_level(self.policy, action))

    def binding(self, action: Action) -> Part:
        """The rules alone that can apply to an action."""
        return Part(self._binding.of(action), self.reach, unlisted_level(self.policy, action))

    def keeping(self, only: Collection[str]) -> Chapter:
        """The same with these rules alone, and no wishes."""
        kept = tuple(rule for rule in self.rules if rule.rule.id in only)
        return Chapter(self.policy, kept, NO_PREFERENCES, self.reach, self._waiving)


class Rulebook:
    """A policy made ready to plan by. Each act is planned by the version that holds at its time.

    What to do, and in what order, is said by the version that holds when planning begins, the leading one.
    """

    def __init__(
        self, chapters: Line[Chapter], leading: Chapter | None = None, *, assuming_unknowns_hold: bool = False
    ) -> None:
        """With `assuming_unknowns_hold` what is undetermined is taken for permitted."""
        self.line, self._leading = chapters, leading or chapters.members[0]
        self._assuming_unknowns_hold = assuming_unknowns_hold
        self.policy, self.preferences = self._leading.policy, self._leading.preferences
        known: dict[str, CompiledRule] = {}
        for rule in (rule for chapter in (self._leading, *chapters.members) for rule in chapter.rules):
            known.setdefault(rule.rule.id, rule)
        self.rules = tuple(known.values())
        self._titles = {name: rule.rule.title for name, rule in known.items()}
        self._of_copies = {name for chapter in chapters.members for name in chapter.of_copies}
        self._parts: dict[tuple[str, str | None], Line[Part]] = {}
        self._binding: dict[tuple[str, str | None], Line[Part]] = {}

    def begun_at(self, at: Instant) -> Rulebook:
        """The same for who plans from an instant on."""
        leading = self.line.nearest(at)
        if leading is self._leading:
            return self
        return Rulebook(self.line, leading, assuming_unknowns_hold=self._assuming_unknowns_hold)

    def assuming_unknowns_hold(self, only: Collection[str] | None = None) -> Rulebook:
        """The same, taking what is undetermined for permitted; with `only`, these rules alone, and no wishes."""
        if only is None:
            return Rulebook(self.line, self._leading, assuming_unknowns_hold=True)
        kept = Line([chapter.keeping(only) for chapter in self.line.members])
        leading = kept.members[self.line.members.index(self._leading)]
        return Rulebook(kept, leading, assuming_unknowns_hold=True)

    def own_time(self, zone: tzinfo) -> OwnTime:
        """The time that a candidate in that zone has for acts, by the version that is asked."""
        return OwnTime(self.preferences, self.policy.vocabulary, zone)

    def parts(self, action: Action) -> Line[Part]:
        """The rules and wishes that can apply to an action, by version."""
        return self._kept(action, self._parts, Chapter.part)

    def binding(self, action: Action) -> Line[Part]:
        """The rules alone that can apply to an action, by version."""
        return self._kept(action, self._binding, Chapter.binding)

    def _kept(
        self, action: Action, kept: dict[tuple[str, str | None], Line[Part]], of: Callable[[Chapter, Action], Part]
    ) -> Line[Part]:
        """What chapters say of an action, which its channel and purpose decide."""
        kind = (action.channel, action.purpose)
        found = kept.get(kind)
        if found is None:
            found = Line([of(chapter, action) for chapter in self.line.members])
            if len(kept) < _MOST_KINDS:  # a race finds it twice, to the same effect
                kept[kind] = found
        return found

    @property
    def names_actions(self) -> bool:
        """Whether some waiver names an action, so that acts are told apart by their ids."""
        return any(chapter.names_actions for chapter in self.line.members)

    def forbids(self, rule_id: str, at: Instant) -> bool:
        """Whether what a rule refuses stays refused: neither time nor anything that is done first can lift it."""
        return rule_id in self.line.nearest(at).forbidding

    def title_of(self, rule_id: str) -> str | None:
        """The title of a rule; None where it has none."""
        return self._titles[rule_id]

    def called(self, rule_id: str) -> str:
        """What people know a rule by, an obligation too: its title, or its id where it has none."""
        policies = (self.policy, *(chapter.policy for chapter in self.line.members))
        titles = (rule_title(rule_id, policy) for policy in policies)
        return self._titles.get(rule_id) or next((title for title in titles if title != rule_id), rule_id)

    def is_of_copies(self, rule_id: str) -> bool:
        """Whether it can matter to a rule to whom an act is copied."""
        return rule_id in self._of_copies

    def asks_for_copies(self, action: Action) -> bool:
        """Whether it can matter to whom the action is copied."""
        return any(not part.profile.ids.isdisjoint(self._of_copies) for part in self.binding(action).members)

    def stretches(
        self, case: Case, action: Action, history: History | None, start: Instant, until: Instant
    ) -> Iterator[Segment]:
        """The stretches of the action from `start` to `until`."""
        return segments(self.parts(action), occasions_of(case, action, history, start), start, until)

    def openings(
        self, case: Case, action: Action, history: History | None, start: Instant, until: Instant
    ) -> Iterator[Opening]:
        """The stretches in which the policy permits the action, as far as is known without its text."""
        if start >= until:
            return
        for segment in self.stretches(case, action, history, start, until):
            rank = self._rank(segment, case, action, history)
            if rank is not None:
                yield Opening(rank, segment.start, segment.end)

    def rank_at(self, case: Case, action: Action, history: History | None, at: Instant) -> Rank | None:
        """How the action stands at one moment; None where it may not be done."""
        return self._rank(self._segment_at(case, action, history, at), case, action, history)

    def refusals_at(self, case: Case, action: Action, history: History | None, at: Instant) -> tuple[str, ...]:
        """The `must`s that refuse the action at one moment."""
        return self.blocks(case, action, history, self._segment_at(case, action, history, at))[0]

    def unknowns_at(self, case: Case, action: Action, history: History | None, at: Instant) -> tuple[str, ...]:
        """The facts that leave the action undetermined at one moment, but for its text."""
        return self.blocks(case, action, history, self._segment_at(case, action, history, at))[1]

    def blocks(
        self, case: Case, action: Action, history: History | None, segment: Segment
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The `must`s that refuse the action in a stretch; or, where none does, the facts that leave it open.

        Both are empty where it may be done.
        """
        outcome, rules = meaning(segment)
        if outcome is Outcome.DENY:
            return rules, ()
        if outcome is not Outcome.UNDETERMINED:
            return (), ()
        missing = missing_in(segment, occasions_of(case, action, history, segment.start))
        return (), tuple(name for name in missing if not self.policy.vocabulary.known_later(name))

    def _segment_at(self, case: Case, action: Action, history: History | None, at: Instant) -> Segment:
        return segment_at(self.line.nearest(at).part(action), occasions_of(case, action, history, at), at)

    def _rank(self, segment: Segment, case: Case, action: Action, history: History | None) -> Rank | None:
        outcome, rules = meaning(segment)
        if outcome is Outcome.DENY:
            return None
        undecided = outcome is Outcome.UNDETERMINED and not self._assuming_unknowns_hold
        if undecided and any(self.blocks(case, action, history, segment)):
            return None
        mays = segment.violated(Level.MAY)
        # Where nobody knows whether enough time has passed, it has not: else there would be no end of optional acts.
        unsure = [rule for rule in segment.undetermined(Level.MAY) if is_wish(rule)]
        open_shoulds = segment.undetermined(Level.SHOULD)
        of_text = self.line.nearest(segment.start).of_text if open_shoulds else ()
        return Rank(
            open_musts=len(rules) if outcome is Outcome.UNDETERMINED else 0,
            nights=0,
            broken_shoulds=len(segment.violated(Level.SHOULD)),
            open_shoulds=sum(rule not in of_text for rule in open_shoulds),
            broken_mays=sum(not is_wish(rule) for rule in mays),
            broken_hours=sum(is_hours(rule) for rule in mays),
            broken_gaps=sum(is_wish(rule) and not is_hours(rule) for rule in (*mays, *unsure)),
        )


def _reads(rule: CompiledRule, of: Subject) -> bool:
    """Whether a rule reads a fact of that kind."""
    return any(isinstance(term, Fact) and term.of is of for term in terms(rule.truth))


def rulebook_of(line: Line[Version]) -> Rulebook:
    """All versions of a policy made ready to plan by."""
    return Rulebook(
        Line([Chapter(one.policy, one.rules, one.preferences, one.reach, one.waiving) for one in line.members])
    )
