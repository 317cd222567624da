"""Versions of a policy judge by their dates, in every question, as the cases in lines.yaml say."""

from __future__ import annotations

import json
import pickle
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

import courtesy

NEW_YORK = ZoneInfo("America/New_York")
NOW = "2026-12-29T09:00"


class _Loader(yaml.SafeLoader):
    """YAML without timestamps."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
FILE: dict[str, Any] = yaml.load(Path(__file__).with_name("lines.yaml").read_text("utf-8"), Loader=_Loader)  # noqa: S506  a safe loader


def version_of(version: str, said: dict[str, Any]) -> courtesy.Policy:
    """One version of the policy `acme`."""
    head = {"courtesy": 1, "id": "acme", "version": version, "title": "Acme", "zone": NEW_YORK.key}
    rules = [{"id": f"a.rule-{number}", "level": "must", **rule} for number, rule in enumerate(said["rules"])]
    document = json.dumps({**head, **said, "rules": rules})
    return courtesy.parse_policy(document, f"{version}.json", matcher="native")


def line_of(name: str) -> courtesy.Policies:
    """The versions of one part of the file, the newest first: their order does not matter."""
    versions = FILE[name]["versions"]
    return courtesy.Policies([version_of(version, versions[version]) for version in reversed(versions)])


def local(text: str) -> datetime:
    """A time in New York."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def shown(at: datetime | None) -> str | None:
    """A time in New York as the file writes it."""
    return None if at is None else at.astimezone(NEW_YORK).replace(tzinfo=None).isoformat(timespec="minutes")


def case_of(line: courtesy.Policies, stated: dict[str, Any]) -> courtesy.Case:
    """The case of an e-mail, with what is stated otherwise."""
    touches = [{"channel": "email", "to": "interviewer", "at": at} for at in stated.get("history", ())]
    if "done" in stated:
        touches.append({"id": "it", "channel": "email", "to": "interviewer", "at": stated["done"]})
    action = {"id": "it", "channel": stated.get("channel", "email"), "purpose": "follow_up", "to": "interviewer"}
    return line.case_from(
        {
            "zone": NEW_YORK.key,
            "interview": {"ended_at": stated.get("interview", "2026-12-28T15:30")},
            "contacts": {"interviewer": {"roles": ["interviewer"]}},
            "attributes": stated.get("attributes", {}),
            "history": touches,
            "actions": [action if "at" not in stated else {**action, "at": stated["at"]}],
        }
    )


@pytest.mark.parametrize(
    ("name", "sentence"), [pytest.param(name, one, id=one) for name, part in FILE.items() for one in part["cases"]]
)
def test_line(name: str, sentence: str) -> None:
    """Check, alternatives, windows, plan, next steps and obligations say of the line what the case states."""
    line, stated = line_of(name), FILE[name]["cases"][sentence]
    case, now = case_of(line, stated), local(stated.get("now", NOW))
    if "error" in stated:
        with pytest.raises(courtesy.OutsideValidityError) as raised:
            line.check(case, now=now)
        assert stated["error"] == str(raised.value)
        assert all(policy.version in raised.value.help() for policy in line.versions)
        return
    verdict = line.check(case, now=now, alternatives=True)
    assert (stated["outcome"], stated["version"]) == (verdict.outcome.value, verdict.policy.version)
    found = {
        "earliest": shown(verdict.earliest),
        "alternatives": [shown(one.change.at) for one in verdict.alternatives or ()],
        "notices": [notice.code for notice in verdict.notices],
    }
    if "windows" in stated:
        timetable = line.windows(case, "it", now=now)
        found["windows"] = [f"{one.version or 'none'} {one.outcome} {shown(one.start)}" for one in timetable.windows]
    if "plan" in stated:
        plan = line.plan(case, now=now)
        acts = [f"{one.verdict.policy.version} {shown(one.action.at)}" for one in plan.actions]
        found["plan"] = acts[0] if acts else None
    if "next" in stated:
        found["next"] = shown(line.next_steps(case, now=now).steps[0].since)
    if "obligations" in stated:
        owed = line.obligations(case, now=now)
        found["obligations"] = [f"{one.version} {one.standing} {shown(one.due_by)}" for one in owed]
    assert {key: stated[key] for key in found if key in stated} == {key: found[key] for key in found if key in stated}


def test_a_plan_over_a_change_is_judged_act_by_act() -> None:
    """Two acts on both sides of a change are each judged by the version of their dates, and the verdict tells which."""
    line = line_of("year end")
    case = case_of(line, {"at": "2026-12-29T10:00"})
    later = case.propose("email", id="later", to=("interviewer",), purpose="follow_up", at=local("2027-01-08T10:00"))
    verdict = line.check_plan(case.with_actions((later, *case.actions)), now=local(NOW))
    assert [("it", "1.0.0", "wait"), ("later", "1.1.0", "allow")] == [
        (one.id, one.policy.version, one.outcome.value) for one in verdict.actions
    ]
    told = courtesy.to_dict(verdict)
    assert ["1.0.0", "1.1.0"] == [one["policy"]["version"] for one in told["actions"]]
    assert verdict == courtesy.from_dict(courtesy.PlanVerdict, told)


def test_what_is_shown_as_permitted_is_permitted_when_checked() -> None:
    """Each earliest time, alternative and planned act of every case is permitted when it is checked as shown."""
    tried = 0
    for name, part in FILE.items():
        line = line_of(name)
        for stated in part["cases"].values():
            if "error" in stated or "done" in stated:
                continue
            case, now = case_of(line, stated), local(stated.get("now", NOW))
            verdict = line.check(case, now=now, alternatives=True)
            times = [verdict.earliest, *(one.change.at for one in verdict.alternatives or ())]
            for at in filter(None, times):
                tried += 1
                assert not line.check(case, case.actions[0].with_(at=at), now=now).outcome.refused, (name, at)
            plan = line.plan(case, now=now)
            assert plan.verdict is None or not plan.verdict.outcome.refused
    assert tried > 10


def test_one_version_is_a_line_of_one() -> None:
    """A policy by itself, and a line of that policy alone, give the same answers."""
    policy = version_of("1.0.0", FILE["year end"]["versions"]["1.0.0"])
    line = courtesy.Policies([policy])
    case, now = case_of(line, {"at": "2026-12-29T10:00"}), local(NOW)
    for ask in (
        lambda one: one.check(case, now=now, alternatives=True),
        lambda one: one.check_plan(case, now=now, alternatives=True),
        lambda one: one.windows(case, now=now),
        lambda one: one.plan(case, now=now),
        lambda one: one.next_steps(case, now=now),
        lambda one: one.obligations(case, now=now),
    ):
        assert ask(policy) == ask(line)


def test_the_version_of_a_day() -> None:
    """`on` gives the version that holds on a day; `until` is the first day on which one no longer does."""
    line = line_of("year end")
    assert [policy.version for policy in line.versions] == ["1.0.0", "1.1.0"]
    assert ["1.0.0", "1.1.0"] == [line.on(day).version for day in (date(2026, 12, 31), date(2027, 1, 1))]
    with pytest.raises(courtesy.OutsideValidityError):
        line_of("with a gap").on(date(2026, 12, 31))


def test_a_pinned_version_judges_whatever_the_date() -> None:
    """What is pinned to a version is judged by it on any date, and every answer says so."""
    line = line_of("year end")
    pinned = line.on(date(2026, 12, 30)).as_pinned()
    case = case_of(line, {"at": "2027-01-05T10:00"})
    verdict = pinned.check(case, now=local(NOW))
    assert ("allow", "1.0.0") == (verdict.outcome.value, verdict.policy.version)
    for answer in (verdict, pinned.check_plan(case, now=local(NOW)), pinned.windows(case, now=local(NOW)),
                   pinned.plan(case, now=local(NOW)), pinned.next_steps(case, now=local(NOW))):  # fmt: skip
        assert "pinned" in [notice.code for notice in answer.notices]
    assert "until 2027-01-01, the first day on which it no longer holds" in verdict.notices[0].message


def test_a_line_is_a_value() -> None:
    """A line is equal to one of the same versions in any order, goes through pickle, and shows what it is."""
    line = line_of("year end")
    again = courtesy.Policies(line.versions[::-1])
    assert (line, hash(line)) == (again, hash(again))
    assert line == pickle.loads(pickle.dumps(line))  # noqa: S301  our own
    assert (repr(line), line.id, line.title) == ("<Policies acme@1.0.0, 1.1.0>", "acme", "Acme")


@pytest.mark.parametrize(
    ("one", "other", "error"),
    [
        ({"version": "1.0.0"}, {"version": "1.0.0"}, "two of the policies have the same version"),
        ({"version": "1.0.0"}, {"version": "2.0.0", "id": "other"}, "the versions are not of one policy"),
        (
            {"version": "1.0.0", "facts": {"attributes.a": {"type": "boolean", "title": "a"}}},
            {"version": "2.0.0", "facts": {"attributes.a": {"type": "string", "title": "a"}}},
            "expected one type and unit of `attributes.a` in all versions of `acme`",
        ),
    ],
)
def test_what_is_no_line_is_refused(one: dict[str, Any], other: dict[str, Any], error: str) -> None:
    """Versions that cannot stand in one line are refused, with what is wrong."""
    rules: dict[str, Any] = {"rules": [{"forbid": True}]}
    policies = [version_of(said["version"], {**rules, **said}) for said in (one, other)]
    with pytest.raises(courtesy.CourtesyError, match=error):
        courtesy.Policies(policies)


def test_no_version_is_no_line() -> None:
    """A line has at least one version."""
    with pytest.raises(courtesy.UnusableArgumentError, match="no version is given"):
        courtesy.Policies([])
