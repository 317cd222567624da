"""What the looks at a source came to, left in the store for whoever asks."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  msgspec reads the types of fields at run time
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from pathlib import Path

    import courtesy

STATUS = "status.json"


class Stage(StrEnum):
    """How far policies came on their way in."""

    FETCH = "fetch"
    """Got from the source."""
    VERIFY = "verify"
    """Whole, signed, in their time, and newer than what is active."""
    STORE = "store"
    """Put into the store."""
    LOAD = "load"
    """Loaded, and those that the manifest names."""
    TEST = "test"
    """Their tests pass."""
    ACTIVATE = "activate"
    """The pointer names them."""


class Failure(Struct, frozen=True, kw_only=True):
    """Why policies did not come in, and at which stage. `help` is the likely fix."""

    stage: Stage
    code: str
    message: str
    help: str | None
    at: datetime


class Report(Struct, frozen=True, kw_only=True):
    """What the looks at a source came to.

    `checked` is when the source last held what is active, `tried` when it was last looked at; None is never. `failure`
    is why the last look failed, None where it did not. `failures` counts them by stage. `waiting` says what is at hand
    and not active, where that is as it should be.
    """

    source: str
    tried: datetime | None = None
    checked: datetime | None = None
    failure: Failure | None = None
    failures: dict[str, int] = field(default_factory=dict)
    waiting: str | None = None

    def after_success(self, now: datetime, waiting: str | None) -> Report:
        """The report after a look that did not fail."""
        checked = now if waiting is None else self.checked
        return replace(self, tried=now, checked=checked, failure=None, waiting=waiting)

    def after_failure(self, stage: Stage, error: courtesy.CourtesyError, now: datetime) -> Report:
        """The report after a look that failed at a stage."""
        counted = {**self.failures, stage.value: self.failures.get(stage.value, 0) + 1}
        failure = Failure(stage=stage, code=error.code, message=str(error), help=error.help(), at=now)
        return replace(self, tried=now, failure=failure, failures=counted, waiting=None)


def read_report(store: Path, source: str) -> Report:
    """What a store tells of its source; nothing where it tells nothing that can be read, or of another source."""
    try:
        found = msgspec.json.decode((store / STATUS).read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Report(source=source)
    return found if found.source == source else Report(source=source, failures=found.failures)
