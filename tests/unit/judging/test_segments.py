"""The stretches of time in which every rule stays as it is, and what each comes to: cases in segments.yaml."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import yaml

import courtesy
from courtesy.instants import instant, moment
from courtesy.judging.line import Line
from courtesy.judging.occasions import occasions_of
from courtesy.judging.segments import Segment, segment_at, segments
from courtesy.judging.windows import meaning

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.instants import Instant

NEW_YORK = ZoneInfo("America/New_York")
CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("segments.yaml").read_text("utf-8"))


class Moved:
    """The act of a case of the file, as it is moved from the first of its times to the second."""

    def __init__(self, case: dict[str, Any]) -> None:
        rules = [{"id": f"a.n{number}", "level": "must", **rule} for number, rule in enumerate(case["rules"])]
        manifest = {"courtesy": 1, "id": "moved", "version": "1.0.0", "title": "Moved", "zone": NEW_YORK.key}
        policy = courtesy.parse_policy(
            json.dumps({**manifest, "rules": rules}).encode(), "policy.json", matcher="native"
        )
        about = policy.case_from(
            {
                "zone": NEW_YORK.key,
                "interview": {"ended_at": "2026-11-20T15:30"},
                "contacts": {"desk": {"roles": ["interviewer"]}},
                "history": [],
                "actions": [{"id": "it", "channel": "email", "purpose": "follow_up", "to": "desk"}],
            }
        )
        self.start, self.until = _instant(case["from"]), _instant(case["until"])
        self.part = policy.dated.part(about.actions[0])
        self.occasions = occasions_of(about, about.actions[0], about.history, self.start)
        self.segments = list(segments(Line((self.part,)), self.occasions, self.start, self.until))

    def meaning(self, segment: Segment) -> str:
        """What a stretch comes to, and the rules behind it."""
        outcome, rules = meaning(segment)
        return " ".join((outcome, *rules))


def _instant(written: datetime) -> Instant:
    return instant(written.replace(tzinfo=NEW_YORK))


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each case of the file."""
    found: dict[str, Any] = CASES[request.param]
    return found


def test_stretches_are_what_the_file_says(case: dict[str, Any]) -> None:
    """Each stretch begins where the file says, and comes to what it says; neighbours that are alike count as one."""
    moved = Moved(case)
    alike = [(name, next(group)) for name, group in groupby(moved.segments, key=moved.meaning)]
    shown = {moment(segment.start, NEW_YORK).replace(tzinfo=None): name for name, segment in alike}
    assert case["stretches"] == shown


def test_stretches_leave_no_gap(case: dict[str, Any]) -> None:
    """Each stretch begins where the one before ends, the first at the start, and the last ends at the end."""
    moved = Moved(case)
    edges = [moved.start, *(segment.end for segment in moved.segments)]
    assert edges[:-1] == [segment.start for segment in moved.segments]
    assert moved.until == edges[-1]


def test_one_instant_is_what_its_stretch_is(case: dict[str, Any]) -> None:
    """The first and the last instant of a stretch, looked at alone, come to what the stretch does."""
    moved = Moved(case)
    for segment in moved.segments:
        for at in (segment.start, type(segment.end)(segment.end - 1)):
            alone = segment_at(moved.part, moved.occasions, at)
            assert (at, at + 1) == (alone.start, alone.end)
            assert moved.meaning(segment) == moved.meaning(alone)
