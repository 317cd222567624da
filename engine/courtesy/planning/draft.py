"""A plan in the making: the case, what is placed so far, and what another act would do to it."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.instants import moment
from courtesy.judging.turns import with_done
from courtesy.planning.candidates import DRAFTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.instants import Instant
    from courtesy.model.case import Action, Case, History
    from courtesy.model.plan import Reason
    from courtesy.planning.rulebook import Rank, Rulebook


class Placed(Struct, frozen=True):
    """An act at its time, why it is there, and how it stands; `rank` is None of one of the case that is undecided."""

    action: Action
    at: Instant
    reason: Reason
    rank: Rank | None


class Draft(Struct, frozen=True):
    """What is placed so far, in time order, and the history with all of it."""

    case: Case
    history: History | None
    placed: tuple[Placed, ...] = ()

    def with_act(self, action: Action, at: Instant, reason: Reason, rank: Rank | None) -> Draft:
        """The draft with one act more. One that has no id yet gets one for the time being."""
        name = f"{DRAFTED}-{len(self.placed)}" if action.id == DRAFTED else action.id
        timed = replace(action, id=name, at=moment(at, UTC))
        place = bisect_right([one.at for one in self.placed], at)
        placed = (*self.placed[:place], Placed(timed, at, reason, rank), *self.placed[place:])
        return Draft(self.case, self._with(timed), placed)

    def busy_at(self, action: Action, at: Instant) -> bool:
        """Whether something is placed at that very time for one of the action's recipients."""
        return any(one.at == at and not set(one.action.to).isdisjoint(action.to) for one in self.placed)

    def without(self, one: Placed) -> Draft:
        """The draft without one of its acts."""
        history = None if self.history is None else self.history.without(one.action.id)
        return Draft(self.case, history, tuple(other for other in self.placed if other is not one))

    def harmed_by(self, rulebook: Rulebook, action: Action, at: Instant, *, in_haste: bool = False) -> bool:
        """Whether an act that is placed at `at` or later would stand worse with this one done at `at`.

        That it has less room before it is no harm where this one is `in_haste`.
        """
        for one, history in self._later(action, at):
            rank = rulebook.rank_at(self.case, one.action, history, one.at)
            if one.rank is None:  # undecided as it is, so that all it can lose is to be refused
                if rulebook.refusals_at(self.case, one.action, history, one.at):
                    return True
            elif rank is None or ((rank.in_haste > one.rank.in_haste) if in_haste else (rank > one.rank)):
                return True
        return False

    def harms_of(self, rulebook: Rulebook, action: Action, at: Instant) -> tuple[str, ...]:
        """The rules that would refuse an act placed at `at` or later with this one done at `at`."""
        refusing = (
            rulebook.refusals_at(self.case, one.action, history, one.at) for one, history in self._later(action, at)
        )
        return tuple(dict.fromkeys(rule for rules in refusing for rule in rules))

    def _later(self, action: Action, at: Instant) -> Iterator[tuple[Placed, History | None]]:
        """The acts placed at `at` or later, with the history that they would have."""
        later = [one for one in self.placed if one.at >= at]
        history = self._with(replace(action, at=moment(at, UTC))) if later else None
        yield from ((one, history) for one in later)

    def _with(self, action: Action) -> History | None:
        return self.history if action.at is None else with_done(self.history, action, action.at)
