"""Times at which an act is permitted are recorded, and compared when another policy is asked for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import courtesy
from courtesy import recording
from tests.helpers.recordings import CASE, KEY, NOW, opened

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "courtesy: 1\nid: mine\nversion: 1.0.0\ntitle: Mine\nzone: America/New_York\nrules:\n"
WAIT = "  - {{id: a.wait, level: must, wait: {{at_least: {days} days, after: interview}}}}\n"
CLOSED = "  - {id: a.never, level: must, forbid: {action.channel: email}}\n"
SHORT = "  - {id: a.short, level: should, require: {interview.format: video}}\n"
ACT = {"channel": "email", "to": "interviewer", "at": "2026-11-26T10:00"}


def _policy(*rules: str) -> courtesy.Policy:
    return courtesy.parse_policy(HEAD + "".join(rules), matcher="native")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of one timetable: closed until seven days after the interview."""
    policy = _policy(WAIT.format(days=7))
    case = policy.case_from({**CASE, "actions": [ACT]})
    with opened(tmp_path) as found:
        assert policy.windows(case, now=NOW) == found.recording(policy).windows(case, now=NOW)
    return found.path


CHANGED: dict[str, tuple[str, dict[str, Any]]] = {
    WAIT.format(days=7): ("", {}),
    WAIT.format(days=3): ("newly_permitted", {"was": "wait", "would_be": "allow", "kept": ["a.wait"]}),
    WAIT.format(days=9): ("newly_refused", {"at": "2026-11-27T15:30:00-05:00", "was": "allow", "would_be": "wait"}),
    CLOSED: ("newly_refused", {"would_be": "deny", "broken": ["a.never"]}),
}


@pytest.mark.parametrize("rules", CHANGED)
def test_times_that_would_be_others_are_told(log: Path, rules: str) -> None:
    """What opens earlier is newly permitted, what opens later newly refused, from the first such time on."""
    found = json.loads(courtesy.to_json(recording.replay(log, _policy(rules), key=KEY)))
    jsonschema.validate(found, courtesy.schema("replay"))
    group, told = CHANGED[rules]
    assert {"newly_permitted": 0, "newly_refused": 0, "otherwise": 0, "unreplayed": 0} | (
        {group: 1} if group else {}
    ) == found["counts"]
    assert told == {key: found[group][0][key] for key in told} if group else not told


def test_what_a_timetable_lacks_is_named(log: Path) -> None:
    """A fact that the log does not have leaves the times open, also where it would only be advice."""
    found = recording.replay(log, _policy(WAIT.format(days=7), SHORT), key=KEY)
    assert [("interview.format",)] == [one.facts for one in found.unreplayed]
