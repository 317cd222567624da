"""Decisions written down so that nobody can change them unseen and nobody is named, and judged again by other policies.

with courtesy.recording.open("decisions.jsonl", key=key) as log:
    verdict = log.check(policy, case, action, now=now)
"""

from courtesy.recording.drafts import AskedBy, Draft, Scribe
from courtesy.recording.errors import (
    BrokenLogError,
    LogInUseError,
    LogNotWrittenError,
    UnreadableLogError,
    UnusableKeyError,
)
from courtesy.recording.keys import key_in
from courtesy.recording.log import Entry, Log
from courtesy.recording.recorded_policy import RecordedPolicy
from courtesy.recording.replaying import replay
from courtesy.recording.segments import LARGEST, open_segment
from courtesy.recording.verifying import verify

open = Log  # noqa: A001  read as `recording.open`
"""Opens a log for writing, or begins one: see `Log`."""

__all__ = [
    "LARGEST",
    "AskedBy",
    "BrokenLogError",
    "Draft",
    "Entry",
    "Log",
    "LogInUseError",
    "LogNotWrittenError",
    "RecordedPolicy",
    "Scribe",
    "UnreadableLogError",
    "UnusableKeyError",
    "key_in",
    "open",
    "open_segment",
    "replay",
    "verify",
]
