"""The decisions of a log by another policy: what would be, and what nobody can tell."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import courtesy
from courtesy import Outcome, recording
from tests.helpers.recordings import CASE, KEY, NOW, filled, opened

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "courtesy: 1\nid: mine\nversion: {version}\ntitle: Mine\nzone: America/New_York\n"
WAIT = "{{id: a.wait, level: must, applies_to: {{channel: email}}, wait: {{at_least: {days} days, after: interview}}}}"
ACT = {"channel": "email", "to": "interviewer", "at": "2026-11-26T10:00"}


def _policy(*rules: str, head: str = "", version: str = "1.0.0") -> courtesy.Policy:
    text = HEAD.format(version=version) + head + "rules:\n" + "".join(f"  - {rule}\n" for rule in rules)
    return courtesy.parse_policy(text, matcher="native")


def _waiting(days: int) -> courtesy.Policy:
    return _policy(WAIT.format(days=days), version=f"{days}.0.0")


def _recorded(folder: Path, policy: courtesy.Policy, **changes: Any) -> Path:
    """A log of one check of one action by a policy."""
    with opened(folder) as log:
        log.check(policy, policy.case_from({**CASE, "actions": [ACT], **changes}), now=NOW)
    return log.path


def test_the_same_policy_says_the_same(tmp_path: Path) -> None:
    """By the policy that has decided nothing changes, with the key and without it."""
    path = filled(tmp_path, 4)
    with opened(tmp_path) as log:
        policy = courtesy.load_policy("hire-wire")
        log.check_plan(policy, policy.case_from(CASE), now=NOW)
    for key in (KEY, None):
        found = recording.replay(path, courtesy.load_policy("hire-wire"), key=key)
        assert (5, 6, (), ()) == (found.decisions, found.actions, found.changed, found.unreplayed)
        assert (key is not None) is found.verified


def test_what_would_change_is_told(tmp_path: Path) -> None:
    """A shorter wait permits what was refused, a longer one the opposite, and another one only moves the time."""
    path = _recorded(tmp_path, _waiting(7))
    (newly,) = recording.replay(path, _waiting(3)).newly_permitted
    assert (Outcome.WAIT, Outcome.ALLOW, (), ("a.wait",)) == (newly.was, newly.would_be, newly.broken, newly.kept)
    (later,) = recording.replay(path, _waiting(8)).otherwise
    assert (Outcome.WAIT, Outcome.WAIT) == (later.was, later.would_be)
    assert datetime(2026, 11, 28, 20, 30, tzinfo=UTC) == later.earliest
    (tmp_path / "b").mkdir()
    (refused,) = recording.replay(_recorded(tmp_path / "b", _waiting(3)), _waiting(7)).newly_refused
    assert (Outcome.ALLOW, Outcome.WAIT, ("a.wait",)) == (refused.was, refused.would_be, refused.broken)


def test_a_plan_is_made_again_as_a_whole(tmp_path: Path) -> None:
    """What is owed may change a plan of which no action changes."""
    owed = "{id: owed.call, level: must, expect: {act: {channel: phone}, within: 2 days, after: interview}}"
    with opened(tmp_path) as log:
        policy = _waiting(3)
        log.check_plan(policy, policy.case_from({**CASE, "actions": [ACT]}), now=NOW)
    (changed,) = recording.replay(log.path, _policy(WAIT.format(days=3), owed)).changed
    assert (None, Outcome.ALLOW, Outcome.DENY) == (changed.action, changed.was, changed.would_be)


LACKS = [
    ("{id: a.a, level: must, require: {message.words: {at_most: 9}}}", ["message.words"], {"message": {"body": "Hi."}}),
    ("{id: a.a, level: must, require: {candidate.linkedin.recommendations: {at_least: 1}}}",
     ["candidate.linkedin.recommendations"], {}),
    ("{id: a.a, level: should, require: {interview.format: video}}", ["interview.format"], {}),
    ("{id: a.a, level: must, forbid: {recipient.relationship: friend}}", ["recipient.relationship"], {}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "facts", "of_act"), LACKS)
def test_facts_that_the_log_lacks_are_named(
    tmp_path: Path, rule: str, facts: list[str], of_act: dict[str, Any]
) -> None:
    """A rule that reads what the policy at the time did not read leaves the decision open, and the fact is counted."""
    path = _recorded(tmp_path, _waiting(3), actions=[{**ACT, **of_act}])
    found = recording.replay(path, _policy(rule), key=KEY)
    assert [tuple(facts)] == [one.facts for one in found.unreplayed]
    assert dict.fromkeys(facts, 1) == found.lacking


def test_facts_that_decide_nothing_are_not_missed(tmp_path: Path) -> None:
    """Where the rule does not apply, or there was no text, nothing is lacking: what is unknown was unknown."""
    path = _recorded(tmp_path, _waiting(3))
    calls = "{id: a.a, level: must, applies_to: {channel: phone}, require: {candidate.linkedin.profile_polished: true}}"
    short = "{id: a.b, level: must, require: {message.words: {at_most: 9}}}"
    assert () == recording.replay(path, _policy(calls)).unreplayed
    (changed,) = recording.replay(path, _policy(short)).changed
    assert Outcome.UNDETERMINED is changed.would_be


def test_hashed_words_are_known_again_with_the_key(tmp_path: Path) -> None:
    """A tag that only the other policy knows is a hash in the log: the key finds it, and without it that is said."""
    path = _recorded(tmp_path, _waiting(3), actions=[{**ACT, "tags": ["newsletter"]}])
    stricter = _policy("{id: a.a, level: must, forbid: {action.tags: newsletter}}")
    (refused,) = recording.replay(path, stricter, key=KEY).newly_refused
    assert ("a.a",) == refused.broken
    (open_,) = recording.replay(path, stricter).unreplayed
    assert ("tags",) == open_.facts
    assert () == recording.replay(path, _waiting(2)).unreplayed


def test_attributes_of_touches_that_the_log_lacks_are_missed(tmp_path: Path) -> None:
    """A touch without an attribute is not counted by it, so that one which was left out might be."""
    facts = "facts: {attributes.kind: {type: string, title: the kind}}\n"
    rule = "{id: a.a, level: must, limit: {at_most: 1, per: 9 days, counting: {same: [attributes.kind]}}}"
    found = recording.replay(_recorded(tmp_path, _waiting(3)), _policy(rule, head=facts))
    assert {"attributes.kind": 1} == found.lacking


def test_a_policy_of_other_words_leaves_decisions_open(tmp_path: Path) -> None:
    """A purpose that the other policy does not have is told with the place in the case."""
    own = _policy(WAIT.format(days=3), head="purposes: {survey: survey}\n")
    path = _recorded(tmp_path, own, actions=[{**ACT, "purpose": "survey"}])
    (open_,) = recording.replay(path, _waiting(3), key=KEY).unreplayed
    assert open_.why.startswith("the case does not fit the policy: expected a known purpose, found `survey`")


def test_waivers_are_for_hashes_too(tmp_path: Path) -> None:
    """With the key a waiver of the other policy is found for its case; without it nobody can tell whose it is."""
    waiver = courtesy.Waiver(
        rule="a.wait", because="They asked.", by="lead", until=NOW.date().replace(year=2027), case="northgate"
    )
    path = _recorded(tmp_path, _waiting(7))
    lenient = _waiting(7).with_waivers([waiver])
    (newly,) = recording.replay(path, lenient, key=KEY).newly_permitted
    assert Outcome.ALLOW is newly.would_be
    assert {"waivers": 1} == recording.replay(path, lenient).lacking


def test_dates_of_the_policy_do_not_matter(tmp_path: Path) -> None:
    """A version that holds only from next year on says what it would have said."""
    later = _policy(WAIT.format(days=3), head="valid: {from: 2027-01-01}\n")
    assert 1 == len(recording.replay(_recorded(tmp_path, _waiting(7)), later).newly_permitted)


def test_a_log_that_is_not_whole_is_not_replayed(tmp_path: Path) -> None:
    """With the key what was changed is found first; without it what is no record is told with its line."""
    path = filled(tmp_path, 2)
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"wait"', b'"deny"', 1))
    with pytest.raises(recording.BrokenLogError, match="is not whole: the line was changed"):
        recording.replay(path, _waiting(3), key=KEY)
    path.write_bytes(data + b"nothing\n")
    with pytest.raises(recording.UnreadableLogError, match="line 3 is no record of format 1"):
        recording.replay(path, _waiting(3))
    path.write_bytes(data + b'{"v":1,"kind":"check"}\n')
    with pytest.raises(recording.UnreadableLogError, match="line 3 is not whole"):
        recording.replay(path, _waiting(3))
    for wrong in ({"texts": []}, {"actions": [1]}, {"now": "noon"}, {"case": {}}, {"policy": {}}):
        path.write_text(json.dumps({**json.loads(data.splitlines()[0]), **wrong}) + "\n", encoding="utf-8")
        with pytest.raises(recording.UnreadableLogError, match="record 1 is not as the format has it"):
            recording.replay(path, _waiting(3))
    with pytest.raises(recording.UnreadableLogError, match="cannot be read: no such file"):
        recording.replay(tmp_path / "none", _waiting(3))


def test_results_are_as_their_schemas_say_and_come_back(tmp_path: Path) -> None:
    """What is found is valid JSON of its schema, and comes back equal from it."""
    path = filled(tmp_path, 4)
    rule = "{id: a.a, level: must, require: {interview.format: video}}"
    for policy in (_waiting(3), _waiting(9), _policy(rule)):
        found = recording.replay(path, policy, key=KEY)
        jsonschema.validate(json.loads(courtesy.to_json(found)), courtesy.schema("replay"))
        assert found == courtesy.from_dict(courtesy.Replay, json.loads(courtesy.to_json(found)))
    path.write_bytes(path.read_bytes()[:-9])
    report = recording.verify(path, key=KEY)
    jsonschema.validate(courtesy.to_dict(report), courtesy.schema("log_report"))
    assert report == courtesy.from_dict(courtesy.LogReport, courtesy.to_dict(report))
