"""`expect: {act: SELECTOR, at_least: N, within: D, after: X, for_each: ROLES}`: what a case and its plan owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.selfcheck.reference.anchors import Lacking, anchor, beginning
from courtesy.selfcheck.reference.clocks import LATEST
from courtesy.selfcheck.reference.conditions import holds as condition_holds
from courtesy.selfcheck.reference.counting import counted, enough, reached
from courtesy.selfcheck.reference.durations import due, length
from courtesy.selfcheck.reference.scalars import listed
from courtesy.selfcheck.reference.truth import Kleene, both, no
from courtesy.spans import Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Happening, Situation

_INTERVIEW = Scalar("interview")


class Owed(Struct, frozen=True):
    """How something owed stands, and until when it can be met.

    `done` and `planned` are how many acts count for certain, from `begins` on, None where that is not known; `comes` is
    when the last that is needed will have come.
    """

    standing: str
    due: datetime | None
    done: int
    planned: int
    comes: datetime | None
    begins: datetime | None = None

    @property
    def missed(self) -> bool:
        """Whether its time is over, or will be by what is planned."""
        return self.standing == "overdue" or (self.standing == "due" and self.comes is not None)


_WORST_FIRST = ("overdue", "undetermined", "due", "open", "planned", "met")


def by_gravity(owed: Owed) -> tuple[int, float]:
    """What comes first of several standings in several plausible zones: the worst, and what is due the soonest."""
    return _WORST_FIRST.index(owed.standing), 0.0 if owed.due is None else owed.due.timestamp()


def standing(situation: Situation, planned: Sequence[Happening] | None) -> Owed | None:
    """How an obligation stands as of the situation's time, to its contact; None where nothing is owed.

    The situation's touches are what has happened, `planned` these and what is planned.
    """
    body: Part = situation.rule.body
    owed = both((_of_whom(situation), _begun(situation), _applies(situation)))
    if owed is False:
        return None
    begun = anchor(body.get("after", _INTERVIEW), body.get("or"), situation)
    if isinstance(begun, Lacking) or "within" not in body:
        end = None
    else:
        end = due(begun, length(str(body["within"])), situation.zone, situation.calendar)
    open_question = owed is None or beginning(begun, situation) is Lacking.UNKNOWN or (end is None and "within" in body)
    needed = int(body.get("at_least", 1))
    begins = beginning(begun, situation)

    def is_done(touches: Sequence[Happening] | None, until: datetime) -> Kleene:
        return reached(needed, body["act"], replace(situation, touches=touches, at=until), begins=begins)

    done, in_time = is_done(situation.touches, situation.at), is_done(planned, end or LATEST)
    found = _standing(done, in_time, situation.at, end, has_deadline="within" in body)
    if found not in {"met", "planned"} and open_question:
        found = "undetermined"
    so_far, _ = counted(body["act"], situation, begins=begins)
    every, _ = counted(body["act"], replace(situation, touches=planned, at=LATEST), begins=begins)
    ahead = [seen for seen in every[len(so_far) :] if found != "due" or end is None or seen.at <= end]
    comes = every[needed - 1].at if len(every) >= needed and found not in {"met", "undetermined"} else None
    return Owed(found, end, len(so_far), len(ahead), comes, None if isinstance(begins, Lacking) else begins)


def _standing(done: Kleene, in_time: Kleene, now: datetime, due: datetime | None, *, has_deadline: bool) -> str:
    if done:
        return "met"
    if has_deadline and due is None:
        return "undetermined"
    if due is not None and now > due:
        return "undetermined" if done is None else "overdue"
    if in_time is not False:
        return "planned" if in_time else "undetermined"
    return "open" if due is None else "due"


def _of_whom(situation: Situation) -> Kleene:
    """Whether the contact has a role that it is owed to."""
    body: Part = situation.rule.body
    roles = {str(role) for role in listed(body.get("for_each"))}
    if not roles or situation.recipient is None:
        return True
    return None if situation.recipient.roles is None else bool(roles & situation.recipient.roles)


def _begun(situation: Situation) -> Kleene:
    """Whether there is a touch to count from, where it is counted from one."""
    body: Part = situation.rule.body
    tree = body.get("after")
    return enough(1, next(iter(tree.values())), situation) if isinstance(tree, dict) else True


def _applies(situation: Situation) -> Kleene:
    rule = situation.rule
    applies = True if rule.applies_to is None else condition_holds(rule.applies_to, situation)
    return both((applies, True if rule.unless is None else no(condition_holds(rule.unless, situation))))
