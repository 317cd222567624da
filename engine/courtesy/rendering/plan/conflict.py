"""What every format says where there is no plan: what is in the way, and what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import naming
from courtesy.wording import times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.model.plan import Conflict
    from courtesy.model.policy import PolicySource


HEADING = "What stands in the way"
"""What stands above the rules."""


def help_lines(conflict: Conflict, policy: PolicySource, until: datetime | None = None) -> Iterator[str]:
    """What would help, one line each. `until` is where the plan was to end."""
    yield from (f"Tell us: {naming.fact(name, policy)}." for name in conflict.missing)
    if conflict.earliest is not None:
        further = "With more time, a" if until is not None and conflict.earliest > until else "A"
        yield f"{further} plan is possible from {times.day_and_clock(conflict.earliest)}."
    if conflict.rules and not conflict.missing:
        # Not every conflict is proven to be the smallest: no more is promised than that it may help.
        several = len(conflict.rules) > 1
        waiting = "No later time was found that helps. " if conflict.earliest is None else ""
        yield (
            f"{waiting}A plan may be possible without {'one of these rules' if several else 'this rule'}. Whoever "
            f"maintains the policy decides {'which one' if several else 'whether it'} may give way."
        )
