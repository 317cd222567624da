"""How one obligation stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from msgspec import Struct

from courtesy.instants import instant, moment
from courtesy.model.verdict import Obligation, Standing
from courtesy.wording import times, touches
from courtesy.wording.people import name_of
from courtesy.wording.text import agree, are_not_known, verb_for, with_article

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, tzinfo

    from courtesy.instants import Instant
    from courtesy.model.case import Contact, Touch
    from courtesy.model.nouns import Noun
    from courtesy.model.policy import Rule
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.rules.expect import Expect


class Account(Struct, frozen=True, kw_only=True):
    """What was found out about one obligation.

    Acts count from `since` on, None where that is unknown; `acts` are all that certainly count, oldest first, also
    those too late. `planned` are the ids of the acts that are not yet done. `zone` is the one to tell times in.
    """

    standing: Standing
    now: Instant
    due: Instant | None
    since: datetime | None
    acts: tuple[Touch, ...]
    planned: Collection[str]
    missing: tuple[str, ...]
    zone: tzinfo

    @property
    def done(self) -> int:
        """How many acts count: as long as there is time, those in time."""
        if self.standing is not Standing.DUE or self.due is None:
            return len(self.acts)
        return sum(instant(act.at) <= self.due for act in self.acts)


def obligation(
    rule: Rule, expected: Expect, contact: Contact | None, account: Account, words: Vocabulary
) -> Obligation:
    """The obligation with its standing, to one contact or (None) to anyone whom the rule means."""
    last = account.acts[expected.at_least - 1] if len(account.acts) >= expected.at_least else None
    met = account.standing is Standing.MET and last is not None
    return Obligation(
        rule_id=rule.id,
        level=rule.level,
        standing=account.standing,
        message=_message(expected, account, last, words),
        needed=expected.at_least,
        done=account.done,
        title=rule.title,
        contact=None if contact is None else contact.id,
        contact_name=None if contact is None else name_of(contact),
        since=None if account.since is None else account.since.astimezone(account.zone),
        due_by=None if account.due is None else moment(account.due, account.zone),
        met_at=last.at.astimezone(account.zone) if met and last is not None else None,
        because=rule.because,
        remedy=rule.remedy,
        missing=account.missing,
        source=rule.source,
        interpretation=rule.interpretation,
        policy_span=rule.span,
    )


def _message(expected: Expect, account: Account, last: Touch | None, words: Vocabulary) -> str:
    noun = touches.noun(expected.act, words)
    match account.standing:
        case Standing.MET:
            return _met(noun, expected, account, last)
        case Standing.DUE:
            return f"{_lacking(noun, expected, account)}; {_until(account)}{_too_late(expected, account)}"
        case Standing.OVERDUE:
            return f"{_lacking(noun, expected, account)}; {_since(account)}"
        case Standing.OPEN:
            return f"{_lacking(noun, expected, account)}; there is no deadline"
        case Standing.UNDETERMINED:
            return f"this cannot be decided: {are_not_known(account.missing)}"
        case _:
            assert_never(account.standing)


def _met(noun: Noun, expected: Expect, account: Account, last: Touch | None) -> str:
    if last is None:
        return "this is done"
    what = f"the {noun.name}" if expected.at_least == 1 else f"the last of {agree(expected.at_least, noun)}"
    how = "is planned for" if last.id is not None and last.id in account.planned else "was done on"
    told = f"{what} {how} {times.day_and_clock(last.at.astimezone(account.zone))}"
    if account.due is None or (late := instant(last.at) - account.due) <= 0:
        return told
    return f"{told}, {times.length(late)} late"


def _lacking(noun: Noun, expected: Expect, account: Account) -> str:
    done = account.done
    if expected.at_least == 1 or done == 0:
        wanted = with_article(noun) if expected.at_least == 1 else agree(expected.at_least, noun)
        return f"{wanted} {verb_for(expected.at_least, 'is')} expected"
    return f"{done} of {agree(expected.at_least, noun)} {verb_for(done, 'has')} been done"


def _until(account: Account) -> str:
    if account.due is None:
        return "there is no deadline"
    left = account.due - account.now
    return f"until {_shown(account.due, account)}, which {f'leaves {times.length(left)}' if left else 'is now'}"


def _since(account: Account) -> str:
    if account.due is None:
        return "the time for it is past"
    return f"the time for it was over on {_shown(account.due, account)}, {times.length(account.now - account.due)} ago"


def _too_late(expected: Expect, account: Account) -> str:
    """That acts which are planned come too late, where they do."""
    if account.due is None or len(account.acts) < expected.at_least:
        return ""
    late = instant(account.acts[expected.at_least - 1].at) - account.due
    return f"; the one that is planned comes {times.length(late)} too late" if late > 0 else ""


def _shown(at: Instant, account: Account) -> str:
    return times.day_and_clock(moment(at, account.zone))
