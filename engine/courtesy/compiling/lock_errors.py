"""What a policy may not do to the rules that the one it builds on has locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.errors import Problem

if TYPE_CHECKING:
    from courtesy.model.policy import Author
    from courtesy.spans import Span


class LockedError(Problem):
    """A policy loosens what the one it builds on has locked, or changes it otherwise.

    `field` is what it says otherwise, in the manifest or (`of_a_rule`) in a rule. `rule_id` is the locked rule that it
    is about, None where it is about all of them. `parent_span` is the place in the other policy.
    `by` is the policy that loosens, and `example` an action that it would permit and the other refuses, in words.
    """

    code: ClassVar[str] = "locked"
    way_out: ClassVar[str] = (
        "make it stricter or leave it as it is: of a locked rule only numbers, hours and levels may become stricter"
    )

    def __init__(
        self,
        span: Span,
        expected: str,
        found: str,
        *,
        field: str,
        of_a_rule: bool = False,
        by: Author,
        locked_by: Author,
        rule_id: str | None = None,
        parent_span: Span | None = None,
    ) -> None:
        super().__init__(span)
        self.expected, self.found = expected, found
        self.field, self.of_a_rule = field, of_a_rule
        self.by, self.locked_by = by, locked_by
        self.rule_id, self.parent_span = rule_id, parent_span
        self.example: str | None = None

    def __str__(self) -> str:
        return f"expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """Who has locked it, where the other says it, and the example."""
        what = f"`{self.rule_id}`" if self.rule_id else "rules of it"
        place = f", see {self.parent_span}" if self.parent_span else ""
        return f"{self.locked_by} locks {what}{place}{f'; {self.example}' if self.example else ''}"
