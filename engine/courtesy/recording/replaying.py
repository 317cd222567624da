"""The decisions of a log made again by another policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

import courtesy
from courtesy.recording import records
from courtesy.recording.again import Again, NotReplayedError
from courtesy.recording.errors import BrokenLogError, UnreadableLogError
from courtesy.recording.keys import Keys
from courtesy.recording.segments import logs_in
from courtesy.recording.verifying import read_log, record_in, verify

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from courtesy.recording.keys import Record


def replay(
    path: str | os.PathLike[str],
    policy: courtesy.Policy,
    *,
    key: bytes | None = None,
    checkpoint_path: str | os.PathLike[str] | None = None,
) -> courtesy.Replay:
    """What a policy would have said to the decisions of a log, or of the logs of a folder, whatever its dates.

    With the key of the log it is verified first, and words of cases that the log has only as hashes are known again
    where the policy says them. Raises UnreadableLogError, UnusableKeyError, and BrokenLogError for a log that is not
    whole.
    """
    log, keys = Path(path), None if key is None else Keys(key)
    if key is not None:
        report = verify(log, key=key, checkpoint_path=checkpoint_path)
        if not report.whole:
            raise BrokenLogError(log, report.flaws[0].message)
    again = Again(policy, keys)
    changed: list[courtesy.ReplayedAction] = []
    unreplayed: list[courtesy.UnreplayedDecision] = []
    decisions = actions = 0
    for segment, record in _all_decisions(log):
        decisions += 1
        try:
            changed += [replace(one, segment=segment) for one in again.compare(record)]
        except (AttributeError, KeyError, TypeError, ValueError):
            if key is not None:  # it was written as it is
                raise
            raise UnreadableLogError(log, f"record {record['seq']} is not as the format has it") from None
        except NotReplayedError as error:
            unreplayed.append(
                courtesy.UnreplayedDecision(
                    seq=record["seq"],
                    id=record["id"],
                    why=error.why,
                    facts=tuple(sorted(error.facts)),
                    segment=segment,
                )
            )
        else:
            actions += 1 if record["kind"] == records.WINDOWS else len(record["actions"])
    return courtesy.Replay(
        policy=courtesy.PolicyReference(policy.id, policy.version, policy.digest, policy.text_digest),
        verified=key is not None,
        decisions=decisions,
        actions=actions,
        newly_permitted=tuple(one for one in changed if one.would_be.permitted and not one.was.permitted),
        newly_refused=tuple(one for one in changed if one.was.permitted and not one.would_be.permitted),
        otherwise=tuple(one for one in changed if one.was.permitted is one.would_be.permitted),
        unreplayed=tuple(unreplayed),
    )


def _all_decisions(path: Path) -> Iterator[tuple[str | None, Record]]:
    """The records of decisions, those of a folder in the order of time, each with the name of its log."""
    if not path.is_dir():
        yield from ((None, record) for record in _decisions(path))
        return
    found = [(log.name, record) for log in logs_in(path) for record in _decisions(log)]
    yield from sorted(found, key=lambda one: str(one[1]["time"]))


def _decisions(path: Path) -> Iterator[Record]:
    """The records of decisions. Raises UnreadableLogError where a line is none."""
    for number, line in enumerate(read_log(path).splitlines(), 1):
        record = record_in(line)
        if record is None or record.get("v") != records.FORMAT:
            raise UnreadableLogError(path, f"line {number} is no record of format {records.FORMAT}")
        kind = record.get("kind")
        if kind in records.DECISIONS:
            if not record.keys() >= (_KEYS_OF_WINDOWS if kind == records.WINDOWS else _KEYS_OF_VERDICTS):
                raise UnreadableLogError(path, f"line {number} is not whole")
            yield record


_KEYS_OF_ALL = frozenset({"seq", "id", "time", "now", "as_of", "reads", "case", "texts", "policy"})
_KEYS_OF_VERDICTS = _KEYS_OF_ALL | {"outcome", "actions", "obligations"}
_KEYS_OF_WINDOWS = _KEYS_OF_ALL | {"until", "windows", "then"}
