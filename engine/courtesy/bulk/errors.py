"""What cannot be audited, and why."""

from __future__ import annotations

from courtesy.errors import CourtesyError


class NotExpressibleError(CourtesyError):
    """A rule asks for something that tables cannot tell. `rule` is its id, `what` the construct."""

    code = "not-expressible"
    way_out = "leave the rule out with a copy of the policy, or judge these touches one by one with `courtesy check`"

    def __init__(self, rule: str, what: str) -> None:
        super().__init__()
        self.rule, self.what = rule, what

    def __str__(self) -> str:
        return f"rule `{self.rule}` cannot be audited: {self.what}"
