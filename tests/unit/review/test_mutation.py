"""Each part of a rule is changed once, and the tests of the policy notice or do not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import courtesy
from courtesy.model.mutation import Fate
from courtesy.model.rule_parts import PartKind
from courtesy.review.mutation.mutants import variants
from courtesy.review.parts import parts_of
from tests.helpers.policies_with_tests import GOOD, POLICY, policy_with_tests

if TYPE_CHECKING:
    from courtesy.review.mutation.mutants import Variant

PARTS = yaml.safe_load(Path(__file__).with_name("parts.yaml").read_text(encoding="utf-8"))["policy"]
HIRE_WIRE = Path("policies/hire-wire/1.0.0")
AGENCY = Path("examples/agency")
UNCHANGED = frozenset({"a.forbid forbid"})
"""The parts that have no change of their own: `forbid: true` is the rule itself."""


@pytest.fixture(scope="module")
def policy() -> courtesy.Policy:
    """A policy that uses every key of the language."""
    return courtesy.parse_policy(yaml.safe_dump(PARTS, sort_keys=False), "policy.yaml", matcher="native")


@pytest.fixture(scope="module")
def changes(policy: courtesy.Policy) -> tuple[Variant, ...]:
    """All changes of it."""
    return tuple(variants(policy))


def test_every_part_is_changed(changes: tuple[Variant, ...], policy: courtesy.Policy) -> None:
    """Each number, bound, level, entry of a list, window and condition is changed in at least one way."""
    wanted = {PartKind.BOUND, PartKind.LEVEL, PartKind.CONDITION, PartKind.WINDOW}
    parts = [part for rule in policy.rules for part in parts_of(policy.source, rule)]
    expected = {f"{part.rule_id} {part.path}" for part in parts if part.kind in wanted} - UNCHANGED
    listed = {f"{part.rule_id} {part.path}" for part in parts if part.kind is PartKind.ENTRY and part.path[-1] == "]"}
    alone = {path for path in listed if not any(path[:-2] == other[:-2] and path != other for other in listed)}
    found = {f"{one.part.rule_id} {one.part.path}" for one in changes}
    assert (expected | (listed - alone)) - found == set()


def test_each_change_is_a_policy_of_its_own(changes: tuple[Variant, ...], policy: courtesy.Policy) -> None:
    """A change makes another policy of one rule alone, which reads otherwise; no two changes make the same."""
    forms = set()
    for one in changes:
        different = [new.id for new, old in zip(one.policy.rules, policy.rules, strict=True) if new.tree != old.tree]
        assert [one.part.rule_id] == different
        assert policy.digest != one.policy.digest
        assert one.meaning(policy)
        forms.add((one.part.rule_id, one.policy.digest))
    assert len(changes) == len(forms)


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy with two tests of its calls, and none of its mails."""
    monkeypatch.chdir(tmp_path)
    return policy_with_tests(Path("acme"), good=GOOD)


def test_what_no_test_notices_survives(acme: Path) -> None:
    """A bound that a test stands at is noticed by it, and the wait of which there is no test is not."""
    report = courtesy.mutate(courtesy.load_policy(acme))
    fates = {(one.part.rule_id, one.part.path, one.new): one for one in report.mutants}
    at_nine = fates["calls.hours", "hours.from", "10:00"]
    assert (Fate.NOTICED, "a call at eight is refused") == (at_nine.fate, at_nine.noticed_by)
    unseen = fates["mails.wait", "wait.at_least", "8 days"]
    assert (Fate.SURVIVED, None, report.tests) == (unseen.fate, unseen.noticed_by, unseen.tests)
    assert "wait: {at_least: 7 days, after: interview}" == unseen.line
    assert ["Wait at least 7 days after the interview.", "Wait at least 8 days after the interview."] == [
        said for one in unseen.meaning for said in (one.old, one.new)
    ]
    assert report.noticed + len(report.survivors) == len(report.mutants)


def test_tests_of_the_rule_itself_run_first(acme: Path) -> None:
    """The first test to be asked is one that names the rule which is changed."""
    (acme / "tests" / "a-first.yaml").write_text(
        GOOD.split("cases:")[0] + "cases:\n  a text is refused: {action: {channel: sms}, outcome: deny,"
        " violated: [calls.no-texts]}\n"
    )
    report = courtesy.mutate(courtesy.load_policy(acme), rules=["calls.hours"])
    later = next(one for one in report.mutants if one.new == "10:00")
    assert ("a call at eight is refused", 2) == (later.noticed_by, later.tests)
    assert {"calls.hours"} == {one.part.rule_id for one in report.mutants}


def test_of_what_is_inherited_only_changes_are_changed(acme: Path) -> None:
    """A policy answers for what it changes and adds; what it inherits has tests of its own."""
    child = acme.parent / "child.yaml"
    child.write_text(
        "courtesy: 1\nid: child\nversion: 1.0.0\ntitle: Child\nextends: ./acme\nchange:\n"
        "  mails.wait: {wait: {at_least: 5 days}, because: Clients decide sooner.}\n"
        "rules:\n  - {id: own.wait, level: should, wait: {at_least: 1 hour, after: interview}}\n"
    )
    found = {(one.part.rule_id, one.part.path) for one in variants(courtesy.load_policy(child))}
    own = {("own.wait", "level"), ("own.wait", "wait.at_least")}
    assert own | {("mails.wait", "wait.at_least")} == found


SHARED = GOOD + (
    "  a call at half past nine is refused from 2027 on:\n"
    "    {at: 2027-02-03T09:30, outcome: wait, violated: [calls.hours]}\n"
    "  on the last evening of a version the next one is told:\n"
    "    {at: 2026-12-31T18:00, outcome: wait, violated: [calls.hours], earliest: 2027-01-01T10:00-05:00}\n"
)


def _two_versions(folder: Path) -> None:
    """Two versions of a policy in folders of their own, the second of which lets nobody call before ten."""
    for version, opens, valid in (("1.2.0", "09:00", "until"), ("1.3.0", "10:00", "from")):
        policy_with_tests(folder / version)
        (folder / version / "policy.yaml").write_text(
            POLICY.replace("1.2.0", f"{version}\nvalid: {{{valid}: 2027-01-01}}").replace("09:00", opens)
        )
    (folder / "tests").mkdir()
    (folder / "tests" / "calls.yaml").write_text(SHARED)


@pytest.mark.parametrize(
    ("version", "new", "noticed_by"),
    [
        ("1.2.0", "08:00", "a call at eight is refused"),
        ("1.3.0", "09:00", "a call at half past nine is refused from 2027 on"),
        ("1.3.0", "11:00", "on the last evening of a version the next one is told"),
    ],
)
def test_tests_of_all_versions_notice_what_is_changed_in_one(
    version: str, new: str, noticed_by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests beside the versions of a policy try each of them, with the others as they are."""
    monkeypatch.chdir(tmp_path)
    _two_versions(Path("acme"))
    report = courtesy.mutate(courtesy.load_policy(f"./acme/{version}"), rules=["calls.hours"])
    fates = {(one.part.path, one.new): one.noticed_by for one in report.mutants}
    assert ((), 4, 0) == (report.failing, report.tests, report.open_tests)
    assert noticed_by == fates["hours.from", new]


def test_open_tests_notice_nothing_and_are_told(acme: Path) -> None:
    """A test that nobody has answered is none of those that notice changes."""
    tests = acme / "tests" / "good.yaml"
    tests.write_text(GOOD.split("cases:")[0] + "cases:\n  a call at noon: {at: 2026-11-24T12:00, outcome: open}\n")
    report = courtesy.mutate(courtesy.load_policy(acme), rules=["calls.hours"])
    assert (0, 1, 0) == (report.tests, report.open_tests, report.noticed)


@pytest.mark.slow
@pytest.mark.parametrize("place", [HIRE_WIRE, *sorted(AGENCY.glob("policies/*.yaml"))], ids=lambda place: place.stem)
def test_the_tests_of_what_is_shipped_notice(place: Path) -> None:
    """Of the changes to the policy that ships, and to those of the example, tests notice at least 95 of a hundred."""
    project = courtesy.load_project(AGENCY / "courtesy.yaml")
    report = courtesy.mutate(courtesy.load_policy(place, matcher="native", project=project))
    assert () == report.failing
    assert report.percent >= 95, [(one.part.rule_id, one.part.path, one.new) for one in report.survivors]
