"""Which version of a policy holds from when until when, and which of them a handbook is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from courtesy.api import Policies, PolicyNotFoundError
from courtesy.model.handbook import Term
from courtesy.wording import times
from courtesy.wording.clocks import city
from courtesy.wording.text import short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from courtesy.api import Policy
    from courtesy.model.policy import PolicySource

_DAY = timedelta(days=1)


class Choice(NamedTuple):
    """The version that a handbook is about, among all that are at hand, oldest first."""

    policy: Policy
    versions: tuple[Policy, ...]
    on: date

    @property
    def holds(self) -> bool:
        """Whether it holds on the day."""
        return _holds(self.policy.source, self.on)

    @property
    def before(self) -> Policy | None:
        """The version before it; None where there is none at hand."""
        place = self.versions.index(self.policy)
        return self.versions[place - 1] if place else None

    @property
    def after(self) -> Policy | None:
        """The version after it; None where there is none at hand."""
        place = self.versions.index(self.policy)
        return self.versions[place + 1] if place + 1 < len(self.versions) else None

    @property
    def day_matters(self) -> bool:
        """Whether another day could make another handbook."""
        source = self.policy.source
        ends = source.valid_until is not None or (source.valid_from is not None and self.on < source.valid_from)
        return len(self.versions) > 1 or ends or bool(self.policy.waivers)


def choose(policy: Policy | Policies, on: date, version: str | None = None) -> Choice:
    """The version of that name, else the one that holds on a day, or the next one that will, or the last one that did.

    Raises PolicyNotFoundError.
    """
    versions = policy.versions if isinstance(policy, Policies) else (policy,)
    if version is not None:
        named = next((one for one in versions if one.version == version), None)
        if named is None:
            raise PolicyNotFoundError(f"{policy.id}@{version}", [f"{policy.id}@{one.version}" for one in versions])
        return Choice(named, versions, on)
    holding = [one for one in versions if _holds(one.source, on)]
    coming = [one for one in versions if one.source.valid_from is not None and on < one.source.valid_from]
    return Choice((holding[-1:] or coming[:1] or versions[-1:])[0], versions, on)


def state(choice: Choice) -> Iterator[str]:
    """Which version this is, whether and how long it holds, and which comes next."""
    source, on = choice.policy.source, choice.on
    called = f"version {source.version}"
    until = "" if source.valid_until is None else f", until the end of {times.day(source.valid_until - _DAY)}"
    if not choice.day_matters:
        since = "" if source.valid_from is None else f" from {times.date_and_month(source.valid_from)} on"
        yield f"{called.capitalize()} holds{since or ' at any time'}."
    elif choice.holds:
        yield f"On {times.day(on)} {called} holds{until}."
    elif source.valid_from is not None and on < source.valid_from:
        yield f"On {times.day(on)} {called} does not hold yet: it holds from {times.day(source.valid_from)} on{until}."
    elif source.valid_until is not None:
        yield f"On {times.day(on)} {called} no longer holds: its last day was {times.day(source.valid_until - _DAY)}."
    following = choice.after
    if following is not None and following.source.valid_from is not None:
        since = times.day(following.source.valid_from)
        end = following.source.valid_until
        verb = "held" if end is not None and end <= on else "holds"
        yield f"From {since} on version {following.source.version} {verb}."
    if source.zone is not None and choice.day_matters:
        yield f"Its days are those of the clocks in {city(source.zone)}."


def terms(choice: Choice) -> Iterator[Term]:
    """All versions at hand, the newest first."""
    for policy in reversed(choice.versions):
        yield Term(
            version=policy.version,
            valid=_valid(policy.source),
            digest=f"{short_digest(policy.digest)} / {short_digest(policy.text_digest)}",
            shown=policy is choice.policy,
            holds=_holds(policy.source, choice.on),
        )


def _valid(source: PolicySource) -> str:
    since = None if source.valid_from is None else times.date_and_month(source.valid_from)
    until = None if source.valid_until is None else times.date_and_month(source.valid_until - _DAY)
    if since is None:
        return "always" if until is None else f"to {until}"
    return f"from {since} on" if until is None else f"{since} to {until}"


def _holds(source: PolicySource, on: date) -> bool:
    since, until = source.valid_from, source.valid_until
    return (since is None or since <= on) and (until is None or on < until)
