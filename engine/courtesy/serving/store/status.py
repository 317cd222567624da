"""How policies are doing that come from a source, as one value."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  callers resolve the type hints of `StoreStatus` at run time
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from courtesy.serving.served import Figure
from courtesy.serving.store.manifest import BundledPolicy  # noqa: TC001  likewise
from courtesy.serving.store.report import Failure, Stage

if TYPE_CHECKING:
    from courtesy.serving.store.pointer import Active


class StoreStatus(Struct, frozen=True, kw_only=True):
    """What is active, and what the looks at the source came to.

    `revision`, `content` (the digest of the files), `activated`, `signed_by` and `expires_at` are of what is active,
    and None where nothing is; `tests` is how many of its tests ran and passed. `checked` is when the source last held
    it. `failure` is why the last look failed, `failures` counts all that did by their stage, `waiting` says what is
    at hand and is not active yet. `hindrances` are why these policies should not be relied on; where there are none,
    the store is ready.
    """

    source: str
    revision: int | None = None
    content: str | None = None
    policies: tuple[BundledPolicy, ...] = ()
    tests: int = 0
    activated: datetime | None = None
    signed_by: str | None = None
    expires_at: datetime | None = None
    tried: datetime | None = None
    checked: datetime | None = None
    failure: Failure | None = None
    failures: dict[str, int] = field(default_factory=dict)
    waiting: str | None = None
    hindrances: tuple[str, ...] = ()

    def of(self, active: Active) -> StoreStatus:
        """The status with what is active."""
        return replace(
            self,
            revision=active.revision,
            content=active.content,
            policies=active.policies,
            tests=active.tests,
            activated=active.activated,
            signed_by=active.signed_by,
            expires_at=active.expires_at,
        )

    @property
    def ready(self) -> bool:
        """Whether these policies can be relied on."""
        return not self.hindrances

    def to_dict(self) -> dict[str, Any]:
        """The status ready for JSON."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        return told


def figures_of(status: StoreStatus) -> tuple[Figure, ...]:
    """What is counted of policies from a source. A time of 0 is never."""
    times = {
        "courtesy_policy_activated_timestamp_seconds": ("When the policies became active.", status.activated),
        "courtesy_policy_checked_timestamp_seconds": ("When the source last held them.", status.checked),
    }
    failures: dict[tuple[tuple[str, str], ...], float] = {
        (("stage", stage.value),): float(status.failures.get(stage.value, 0)) for stage in Stage
    }
    return (
        Figure("courtesy_bundle_failures", "Policies that did not come in, by stage.", failures, counts=True),
        Figure(
            "courtesy_policy_revision", "The revision that is active; 0 is none.", {(): float(status.revision or 0)}
        ),
        *(Figure(name, told, {(): 0.0 if at is None else at.timestamp()}) for name, (told, at) in times.items()),
    )
