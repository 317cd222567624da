"""A policy whose verdicts are written down before they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    import courtesy
    from courtesy.recording.language import AnyPolicy
    from courtesy.recording.log import Log


class RecordedPolicy:
    """Answers as the policy does; what decides, `check`, `check_plan` and `windows`, goes into a log first.

    `policy` is the one that answers. Questions that permit nothing by themselves, such as `plan`, are not written.
    """

    def __init__(self, policy: AnyPolicy, log: Log) -> None:
        self.policy, self._log = policy, log

    def check(
        self, case: courtesy.Case, action: courtesy.Action | str | None = None, *, now: datetime, **options: Any
    ) -> courtesy.Verdict:
        """The verdict on one action, once it is written. Raises as the policy does, and LogNotWrittenError."""
        return self._log.check(self.policy, case, action, now=now, **options)

    def check_plan(self, case: courtesy.Case, *, now: datetime, **options: Any) -> courtesy.PlanVerdict:
        """The verdict on all actions, once it is written. Raises as the policy does, and LogNotWrittenError."""
        return self._log.check_plan(self.policy, case, now=now, **options)

    def windows(
        self, case: courtesy.Case, action: courtesy.Action | str | None = None, *, now: datetime, **options: Any
    ) -> courtesy.Timetable:
        """When one action is permitted, once that is written. Raises as the policy does, and LogNotWrittenError."""
        return self._log.windows(self.policy, case, action, now=now, **options)

    def __getattr__(self, name: str) -> Any:
        if name == "policy":  # while it is being copied
            raise AttributeError(name)
        return getattr(self.policy, name)

    def __repr__(self) -> str:
        return f"<RecordedPolicy of {self.policy!r}>"
