"""Whether the versions of a policy follow each other without gaps and overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from courtesy.model.policy import PolicySource


class VersionGapError(CourtesyError):
    """Between two versions of a policy there are days on which none of them holds."""

    code = "version-gap"
    way_out = "end the older version on the day on which the newer one begins: `until` is the first day without it"

    def __init__(self, before: PolicySource, after: PolicySource, since: date, until: date) -> None:
        super().__init__()
        self.before, self.after, self.since, self.until = before, after, since, until

    def __str__(self) -> str:
        days = f"on {self.since}" if (self.until - self.since).days == 1 else f"from {self.since} until {self.until}"
        return f"no version of `{self.before.id}` holds {days}"

    def help(self) -> str:
        """How to close it."""
        return (
            f"write `until: {self.until}` in {self.before.location}: `until` is the first day on which "
            f"{self.before.version} no longer holds; or let {self.after.version} begin earlier"
        )


class VersionOverlapError(CourtesyError):
    """Two versions of a policy hold on the same days."""

    code = "version-overlap"
    way_out = "end the older version on the day on which the newer one begins"

    def __init__(self, before: PolicySource, after: PolicySource) -> None:
        super().__init__()
        self.before, self.after = before, after

    def __str__(self) -> str:
        day = "at all times" if self.after.valid_from is None else f"on {self.after.valid_from}"
        return f"`{self.before.id}` {self.before.version} and {self.after.version} both hold {day}"

    def help(self) -> str:
        """How to part them."""
        start = self.after.valid_from
        if start is None or start == self.before.valid_from:
            return (
                f"give {self.after.version} a `valid: {{from: ...}}` in {self.after.location}, "
                f"and {self.before.version} the same day as `until`"
            )
        return f"write `valid: {{until: {start}}}` in {self.before.location}"


def faults_between(policies: Iterable[PolicySource]) -> Iterator[CourtesyError]:
    """The gaps and overlaps between the versions of one policy, in the order of their dates.

    `policies` are listed oldest version first.
    """
    ordered = sorted(policies, key=lambda policy: (policy.valid_from is not None, policy.valid_from))
    last: PolicySource | None = None
    for policy in ordered:
        start = policy.valid_from
        if last is not None:
            end = last.valid_until
            if end is None or start is None or start < end:
                yield VersionOverlapError(last, policy)
            elif end < start:
                yield VersionGapError(last, policy, end, start)
        if last is None or _ends_later(policy, last):
            last = policy


def _ends_later(policy: PolicySource, than: PolicySource) -> bool:
    if than.valid_until is None:
        return False
    return policy.valid_until is None or policy.valid_until > than.valid_until
