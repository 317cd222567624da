"""What a caller of the API can do wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError
from courtesy.loading.errors import WrongValueError, quoted
from courtesy.wording.validity import validity

if TYPE_CHECKING:
    from datetime import date, datetime

    from courtesy.model.policy import PolicySource
    from courtesy.spans import Span


class OutsideValidityError(CourtesyError):
    """The action lies outside the dates for which the policy is valid, in the version or versions that were asked."""

    code = "outside-validity"
    way_out = "name a version that is valid on the date of the action, or correct the date"

    def __init__(self, policies: tuple[PolicySource, ...], day: date) -> None:
        """`policies` are the versions that were asked."""
        super().__init__()
        self.policy_id, self.day = policies[0].id, day
        self.versions = tuple((policy.version, policy.valid_from, policy.valid_until) for policy in policies)

    def __str__(self) -> str:
        if len(self.versions) > 1:
            return f"no version of policy `{self.policy_id}` is valid on {self.day.isoformat()}"
        return f"policy `{self.policy_id}@{self.versions[0][0]}` is not valid on {self.day.isoformat()}"

    def help(self) -> str:
        """For which dates it is."""
        terms = [(version, validity(since, until) or "always") for version, since, until in self.versions]
        if len(terms) > 1:
            told = (f"{version} is valid {when}" for version, when in terms)
            return f"{'; '.join(told)}; add a version for that date, or check the date"
        return f"it is valid {terms[0][1]}; name another version or check the date"


class VersionsDifferError(CourtesyError):
    """Two versions of a policy declare a fact so differently that no case can be read for both."""

    code = "versions-differ"
    way_out = "give the fact another name in the newer version"

    def __init__(self, policy_id: str, fact: str, older: str, newer: str) -> None:
        super().__init__()
        self.policy_id, self.fact, self.older, self.newer = policy_id, fact, older, newer

    def __str__(self) -> str:
        return (
            f"expected one type and unit of {quoted(self.fact)} in all versions of {quoted(self.policy_id)}, "
            f"found others in {self.older} than in {self.newer}"
        )

    def help(self) -> str:
        """How to tell the two facts apart."""
        return "a case states it once for all versions: give it another name in the newer one"


class UnusableArgumentError(CourtesyError, ValueError):
    """A caller gave something that cannot be used."""

    code = "unusable-argument"
    way_out = "give what the help of the error says"

    def __init__(self, what: str, fix: str) -> None:
        super().__init__()
        self.what, self.fix = what, fix

    def __str__(self) -> str:
        return self.what

    def help(self) -> str:
        """What to give instead."""
        return self.fix


class FutureTouchError(WrongValueError):
    """A touch of the history that lies after the time of the question: a history is what has happened."""

    code = "future-touch"
    way_out = "correct the time, propose the action under `actions`, or look back with `--as-of`"

    def __init__(self, span: Span, at: datetime, now: datetime) -> None:
        super().__init__(
            span,
            f"a time up to now, which is {now.isoformat(timespec='minutes')}",
            quoted(at.isoformat()),
            "a history is what has happened: correct the time, or propose the action under `actions`; "
            "to look back, ask as of an earlier time (`--as-of`, in Python `as_of=True`)",
        )
        self.at, self.now = at, now
