"""What cannot be audited, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError

if TYPE_CHECKING:
    from collections.abc import Sequence


class NotExpressibleError(CourtesyError):
    """A rule asks for something that tables cannot tell. `rule` is its id, `what` the construct."""

    code = "not-expressible"
    way_out = "leave the rule out with a copy of the policy, or judge these touches one by one with `courtesy check`"

    def __init__(self, rule: str, what: str) -> None:
        super().__init__()
        self.rule, self.what = rule, what

    def __str__(self) -> str:
        return f"rule `{self.rule}` cannot be audited: {self.what}"


class UnusableTablesError(CourtesyError):
    """Tables that cannot be audited as they are. `problems` says what is wrong with each, in one run."""

    code = "unusable-tables"
    way_out = "correct the rows or columns that the message names"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__()
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(self.problems)


class AuditUnavailableError(CourtesyError):
    """What an audit takes is not installed. `module` is what could not be imported."""

    code = "audit-unavailable"
    way_out = "install it with `pip install 'courtesy[audit]'`"

    def __init__(self, module: str) -> None:
        super().__init__()
        self.module = module

    def __str__(self) -> str:
        return f"expected what audits take, found that `{self.module}` is not installed"

    def help(self) -> str:
        """How to install it."""
        return "pip install 'courtesy[audit]'"
