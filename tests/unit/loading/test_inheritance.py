"""A policy that builds on another is what inheritance.yaml says, or is refused with the report that it gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy
from courtesy.bounds import MAX_PARENTS
from courtesy.errors import InvalidInputError

STATED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("inheritance.yaml").read_text("utf-8"))
CASES: dict[str, Any] = STATED["cases"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files lie in the current folder."""
    monkeypatch.chdir(tmp_path)


def _load(case: dict[str, Any]) -> courtesy.Policy:
    parent = case.get("extends", "./parent.yaml")
    head = STATED["child"].replace("extends: ./parent.yaml\n", f"extends: {parent}\n" if parent else "")
    files = {"parent.yaml": case.get("parent", STATED["parent"]), "child.yaml": head + case.get("child", "")}
    for name, text in {**files, **case.get("files", {})}.items():
        Path(name).write_text(text, encoding="utf-8")
    return courtesy.load_policy(Path("child.yaml"), matcher="native")


def _cited(citation: courtesy.Citation | None) -> str | None:
    if citation is None:
        return None
    if citation.changed_by is not None:
        return f"headquarters changed by {citation.changed_by}"
    return f"{citation.ref}, section {citation.section}, paragraph {citation.paragraph}"


@pytest.mark.parametrize("name", [name for name in CASES if "report" not in CASES[name]])
def test_what_a_policy_inherits(name: str) -> None:
    """A child has the rules, words and settings that the entry states."""
    case = CASES[name]
    policy = _load(case)
    source, rules = policy.source, {rule.id: rule for rule in policy.rules}
    for field, value in case.get("policy", {}).items():
        assert value == getattr(source, field)
    assert case.get("ids", list(rules)) == list(rules)
    for rule_id, fields in case.get("rules", {}).items():
        for field, value in fields.items():
            found = getattr(rules[rule_id], field)
            assert value == (_cited(found) if field == "source" else found), (rule_id, field)
    for rule_id, (zone, calendar, week) in case.get("settings", {}).items():
        almanac = next(one for one in policy.compiled if one.rule.id == rule_id).requirement.almanac  # type: ignore[attr-defined]
        setting = source.setting_of(rules[rule_id])
        assert [zone, calendar, week] == [setting.zone, setting.calendar, almanac.week_starts]
        if rules[rule_id].zone == "policy":
            assert zone == almanac.zone
    closed = {one.rule.id: len(one.calendar.closed) for one in policy.compiled}
    assert {rule: closed[rule] for rule in case.get("closed", {})} == case.get("closed", {})
    gone = {one.rule.id: f"{one.because} ({one.by})" for one in source.disabled}
    assert case.get("disabled", {}) == gone
    assert case.get("preferences", source.preferences) == source.preferences
    assert case.get("lineage", [str(one.author) for one in source.lineage]) == [
        str(one.author) for one in source.lineage
    ]


@pytest.mark.parametrize("name", [name for name in CASES if "report" in CASES[name]])
def test_report(name: str) -> None:
    """A child that cannot be is refused with every problem, at its place in the child or in the parent."""
    with pytest.raises(InvalidInputError) as caught:
        _load(CASES[name])
    here = str(Path.cwd().resolve())
    found = [f"{p.span} {p.code}: {p} | {p.help()}".replace(here, "HERE") for p in caught.value.problems]
    assert sorted(CASES[name]["report"]) == sorted(found)


def test_what_the_parent_says_is_part_of_the_digest() -> None:
    """The digest of a policy changes with what it builds on."""
    digest = _load({}).digest
    assert digest == _load({}).digest
    assert digest != _load({"parent": STATED["parent"].replace("7 days", "8 days")}).digest


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_lines_of_policies_are_bounded(more: int, refused: bool) -> None:  # noqa: FBT001  a parameter of the test
    """So many policies may build on each other, and one more is refused."""
    Path("p0.yaml").write_text(
        "courtesy: 1\nid: p0\nversion: 1.0.0\ntitle: P\nrules: [{id: a.b, level: may, forbid: true}]\n"
    )
    for number in range(1, MAX_PARENTS + more + 1):
        Path(f"p{number}.yaml").write_text(
            f"courtesy: 1\nid: p{number}\nversion: 1.0.0\nextends: ./p{number - 1}.yaml\n"
        )
    last = Path(f"p{MAX_PARENTS + more}.yaml")
    if not refused:
        assert MAX_PARENTS + 1 == len(list(courtesy.load_policy(last, matcher="native").source.lineage))
        return
    with pytest.raises(InvalidInputError, match=f"at most {MAX_PARENTS} policies that build on each other"):
        courtesy.load_policy(last, matcher="native")


def test_a_policy_in_bytes_builds_on_names_only() -> None:
    """Text that lies nowhere may name a policy to build on, and no path."""
    head = "courtesy: 1\nid: p\nversion: 1.0.0\nextends: "
    assert "hire-wire" == next(reversed(list(courtesy.parse_policy(f"{head}hire-wire").source.lineage))).id
    with pytest.raises(InvalidInputError, match="expected a name, since this policy lies in no folder"):
        courtesy.parse_policy(f"{head}./parent.yaml")


def test_rules_know_who_wrote_them() -> None:
    """A rule says which policy it comes from, and which has changed it last."""
    policy = _load({"child": "change: {timing.wait: {level: may}}\nrules: [{id: a.b, level: may, forbid: true}]\n"})
    said = {rule.id: (str(rule.author), str(rule.changed_by)) for rule in policy.rules}
    assert ("headquarters 1.2.0", "northgate 3.0.0") == said["timing.wait"]
    assert ("headquarters 1.2.0", "None") == said["timing.hours"]
    assert ("northgate 3.0.0", "None") == said["a.b"]
