"""Records that are made before they are written: whole, masked, and in a log all at once or not at all."""

from __future__ import annotations

import errno
import os
import pickle
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy import recording
from courtesy.recording.keys import Keys
from tests.helpers.recordings import CASE, KEY, KEYS, NOW, opened

if TYPE_CHECKING:
    from pathlib import Path

POLICY = courtesy.load_policy("hire-wire", matcher="native")
STRICT = """
courtesy: 1
id: strict
version: 1.0.0
title: No newsletters
zone: UTC
rules:
  - {id: a.a, level: must, forbid: {action.tags: newsletter}}
"""


def _drafts(scribe: recording.Scribe, *names: str) -> list[recording.Draft]:
    """The drafts of checks of these actions."""
    case = POLICY.case_from(CASE)
    verdicts = [POLICY.check(case, name, now=NOW) for name in names]
    return [
        scribe.of_verdict(POLICY, case.with_actions([one for one in case.actions if one.id == verdict.id]), verdict)
        for verdict in verdicts
    ]


def test_drafts_are_written_with_the_ids_that_they_have(tmp_path: Path) -> None:
    """Drafts of another process are records like all others, in their order, and verified as such."""
    drafts = pickle.loads(pickle.dumps(_drafts(recording.Scribe(KEY), "late", "early", "late")))  # noqa: S301  our own
    with opened(tmp_path) as log:
        entries = log.take(drafts)
        assert [one.id for one in reversed(drafts)] == [one["id"] for one in log.backwards()]
    assert [(one.id, number) for number, one in enumerate(drafts, 1)] == [(one.id, one.seq) for one in entries]
    assert recording.verify(log.path, key=KEY).whole
    assert () == recording.replay(log.path, POLICY, key=KEY).changed


def test_drafts_are_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one of them cannot be written none is, and they may be dropped only if none permits anything."""
    with opened(tmp_path, fsync="record", drop_refusals=True) as log:
        drafts = _drafts(log.scribe, "early", "early")
        monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(recording.LogNotWrittenError):
            log.take(drafts)
        assert b"" == log.path.read_bytes()
        assert (False, True) == (log.drop(_drafts(log.scribe, "early", "late")), log.drop(drafts))
        monkeypatch.undo()
        log.take(drafts)
    assert 2 == log.dropped


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("0123456789abcdef", "0123456789abcdef"),
        ("nadine.fenwick", KEYS.masked("request", "nadine.fenwick")),
        ("deadbeef", KEYS.masked("request", "deadbeef")),
        ("ab" * 33, KEYS.masked("request", "ab" * 33)),
        ("", KEYS.masked("request", "")),
    ],
)
def test_ids_of_requests_are_told_where_no_name_can_be_in_them(said: str, told: str) -> None:
    """What a machine made is written as it is, all else as a hash, and who asked as a hash always."""
    asked_by = recording.AskedBy(principal="scheduler", request_id=said)
    draft = recording.Scribe(KEY).of_no_verdict(["unknown-name"], asked_by=asked_by)
    assert (told, KEYS.masked("principal", "scheduler")) == (draft.record["request_id"], draft.record["principal"])


def test_without_a_key_records_are_masked_and_not_related(tmp_path: Path) -> None:
    """No two of them have a hash in common, nobody can find words again, and they are judged again all the same."""
    policy = courtesy.parse_policy(STRICT.replace("newsletter", "private"))
    case = policy.case_from(
        {**CASE, "actions": [{"channel": "email", "to": "hr", "tags": ["newsletter"], "message": {"body": "Hello."}}]}
    )
    drafts = [recording.Scribe(None).of_verdict(policy, case, policy.check(case, now=NOW)) for _ in range(2)]
    people = [set(one.record["case"]["contacts"]) for one in drafts]
    assert 4 == len(set().union(*people))
    with opened(tmp_path) as log:
        log.take(drafts)
    assert (True, ()) == (
        recording.verify(log.path, key=KEY).whole,
        recording.replay(log.path, policy, key=KEY).changed,
    )
    other = courtesy.parse_policy(STRICT)
    assert [("tags",)] * 2 == [one.facts for one in recording.replay(log.path, other, key=KEY).unreplayed]


def test_keys_have_names_that_tell_nothing_else(tmp_path: Path) -> None:
    """Records of one key bear the same name of it, and those of another key another one."""
    path = opened(tmp_path)
    path.check(POLICY, POLICY.case_from(CASE), "late", now=NOW)
    (record,) = path.backwards()
    path.close()
    assert KEYS.name == record["mask"] != Keys(b"a key of somebody else").name
