"""How one obligation stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from msgspec import Struct

from courtesy.instants import instant, moment
from courtesy.model.outcome import Standing
from courtesy.model.verdict import Obligation
from courtesy.wording import times, touches
from courtesy.wording.acts import act_noun
from courtesy.wording.people import name_of
from courtesy.wording.text import undecided_until, verb_for

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from courtesy.instants import Instant
    from courtesy.model.case import Contact, Touch
    from courtesy.model.policy import Rule
    from courtesy.model.requirement import PlanRequirement
    from courtesy.model.vocabulary import Vocabulary


class Account(Struct, frozen=True, kw_only=True):
    """What was found out about one obligation.

    Acts count from `since` on, None where that is unknown; `acts` are all that certainly count, oldest first, also
    those too late: the first `done` of them have been done, the others are planned. `zone` is the one to tell times in,
    after the candidate's `own`, which is None where nobody knows it.
    """

    standing: Standing
    now: Instant
    due: Instant | None
    since: datetime | None
    acts: tuple[Touch, ...]
    done: int
    missing: tuple[str, ...]
    zone: tzinfo
    own: tzinfo | None = None

    @property
    def planned(self) -> int:
        """How many acts are planned: as long as there is time, in time."""
        ahead = self.acts[self.done :]
        if self.standing is not Standing.DUE or self.due is None:
            return len(ahead)
        return sum(instant(act.at) <= self.due for act in ahead)

    def last(self, needed: int) -> datetime | None:
        """When the last act that is needed was or will be done; None where there are fewer."""
        return self.acts[needed - 1].at.astimezone(self.zone) if len(self.acts) >= needed else None


def obligation(
    rule: Rule, expected: PlanRequirement, contact: Contact | None, account: Account, vocabulary: Vocabulary
) -> Obligation:
    """The obligation with its standing, to one contact or (None) to anyone whom the rule means."""
    last, met = account.last(expected.at_least), account.standing is Standing.MET
    return Obligation(
        rule_id=rule.id,
        level=rule.level,
        standing=account.standing,
        message=_message(expected, account, last, vocabulary),
        needed=expected.at_least,
        done=account.done,
        planned=account.planned,
        title=rule.title,
        contact=None if contact is None else contact.id,
        contact_name=None if contact is None else name_of(contact),
        since=None if account.since is None else account.since.astimezone(account.zone),
        due_by=None if account.due is None else moment(account.due, account.zone),
        met_at=last if met else None,
        planned_for=None if met or account.standing is Standing.UNDETERMINED else last,
        because=rule.because,
        remedy=rule.remedy,
        missing=account.missing,
        source=rule.source,
        interpretation=rule.interpretation,
    )


def _message(expected: PlanRequirement, account: Account, last: datetime | None, vocabulary: Vocabulary) -> str:
    wanted = touches.wanted(expected.at_least, expected.act, vocabulary)
    match account.standing:
        case Standing.MET:
            return _met(_the_last(expected, account, vocabulary), account, last)
        case Standing.PLANNED:
            return _planned(_the_last(expected, account, vocabulary), expected, account, last)
        case Standing.DUE:
            return f"{_lacking(wanted, expected, account)}; {_until(account)}{_too_late(account, last)}"
        case Standing.OVERDUE:
            planned = "" if last is None else f"; it is planned for {_told(last, account)}"
            return f"{_lacking(wanted, expected, account)}; {_since(account)}{planned}"
        case Standing.OPEN:
            return f"{_lacking(wanted, expected, account)}; there is no deadline"
        case Standing.UNDETERMINED | Standing.WAIVED:  # what is waived is told as it would stand
            return undecided_until(account.missing)
        case _:
            assert_never(account.standing)


def _met(act: str, account: Account, last: datetime | None) -> str:
    if last is None:
        return "this is done"
    told = f"{act} was done on {_told(last, account)}"
    if account.due is None or (late := instant(last) - account.due) <= 0:
        return told
    return f"{told}, {times.length(late)} late"


def _planned(act: str, expected: PlanRequirement, account: Account, last: datetime | None) -> str:
    if last is None:
        return "this is planned"
    done = "not done yet" if account.done == 0 else f"{account.done} of {expected.at_least} done so far"
    return f"{act} is planned for {_told(last, account)}; {done}"


def _the_last(expected: PlanRequirement, account: Account, vocabulary: Vocabulary) -> str:
    """The last act that is needed; of several kinds of which any will do, the one that it is."""
    if expected.at_least > 1:
        return f"the last of {touches.wanted(expected.at_least, expected.act, vocabulary)}"
    if expected.act.others and account.acts:
        return f"the {act_noun(account.acts[0].channel, account.acts[0].purpose, vocabulary).name}"
    return f"the {touches.noun(expected.act, vocabulary).name}"


def _lacking(wanted: str, expected: PlanRequirement, account: Account) -> str:
    done = account.done
    if expected.at_least == 1 or done == 0:
        return f"{wanted} {verb_for(expected.at_least, 'is')} expected"
    return f"{done} of {wanted} {verb_for(done, 'has')} been done"


def _until(account: Account) -> str:
    if account.due is None:
        return "there is no deadline"
    left = account.due - account.now
    return f"this is due by {_shown(account.due, account)}, {f'in {times.length(left)}' if left else 'which is now'}"


def _since(account: Account) -> str:
    if account.due is None:
        return "its time has passed"
    return f"this was due by {_shown(account.due, account)}, {times.length(account.now - account.due)} ago"


def _too_late(account: Account, last: datetime | None) -> str:
    """That what is planned comes too late, where it does."""
    if account.due is None or last is None:
        return ""
    return f"; the one that is planned comes {times.length(instant(last) - account.due)} too late"


def _shown(at: Instant, account: Account) -> str:
    return _told(moment(at, account.zone), account)


def _told(at: datetime, account: Account) -> str:
    return times.on_own_clock(at, account.own)
