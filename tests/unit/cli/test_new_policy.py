"""`courtesy new policy` and `courtesy new rule`: what they write loads, and its tests pass."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import courtesy
from courtesy.cli import policy_draft, rule_draft
from courtesy.cli.new_rule import TYPES
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

FLAGS = ("--zone", "America/New_York", "--calendar", "US")


@pytest.fixture(autouse=True)
def here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  after it has gone to the top
    """Files lie in the current folder, which has no project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURTESY_PROJECT", "")


def _texts(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  makes nothing but text


def _held(folder: Path, file: str = "") -> int:
    """How many tests of a policy, or in such a file, there are; all of them pass, and the file leads editors on.

    A rule that is new may break what the tests of others have said of their cases, as it should.
    """
    report = courtesy.run_tests(courtesy.load_policy(folder, matcher="native"))
    tested = [one for one in report.files if file in one.path]
    heads = [Path(one.path).read_text("utf-8").partition("\n")[0] for one in tested]
    assert all(re.fullmatch(r"# yaml-language-server: \$schema=file:///.*/tests\.schema\.json", head) for head in heads)
    results = [result for one in tested for result in one.results]
    assert {courtesy.TestState.PASSED} == {result.state for result in results}
    return len(results)


def test_a_new_policy_loads_and_its_tests_pass(run: Run) -> None:
    """A manifest, a file of rules and one of tests are written, with the line by which editors find the schema."""
    result = run("new", "policy", "northgate", *FLAGS)
    assert 0 == result.exit_code, result.output
    files = ["northgate/policy.yaml", "northgate/timing.yaml", "northgate/tests/first.yaml"]
    assert [f"Written: {name}" for name in files] == result.stdout.splitlines()[:-1]
    for name, part in zip(files[:2], ("", "#/$defs/rule_file"), strict=True):
        first = Path(name).read_text("utf-8").partition("\n")[0]
        address = re.fullmatch(r"# yaml-language-server: \$schema=file://(/.*\.json)(.*)", first)
        assert address is not None
        assert Path(address[1]).is_file()
        assert part == address[2]
    assert 0 == run("validate", "northgate").exit_code
    assert 2 == _held(Path("northgate"))
    cases = _texts(Path("northgate/tests/first.yaml"))["cases"]
    assert ["wait", "allow"] == [case["outcome"] for case in cases.values()]


@pytest.mark.parametrize("parent", ["hire-wire@^1.0", "./parent"])
def test_a_new_policy_builds_on_another(parent: str, run: Run) -> None:
    """With `--extends` it inherits the rules of a name, or of a path that is seen from the current folder."""
    assert 0 == run("new", "policy", "parent", *FLAGS).exit_code
    assert 0 == run("new", "policy", "child", "--folder", "of/ours", "--extends", parent).exit_code
    policy = courtesy.load_policy("of/ours/child", matcher="native")
    assert [rule.id for rule in courtesy.load_policy(parent, matcher="native").rules] == [
        rule.id for rule in policy.rules
    ]
    assert 1 == _held(Path("of/ours/child"))
    assert "# change:" in Path("of/ours/child/policy.yaml").read_text("utf-8")


def test_a_new_policy_lies_in_the_projects_folder(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is a project, its first folder of policies is the place, and the policy has a name at once."""
    monkeypatch.delenv("COURTESY_PROJECT")
    Path("ours").mkdir()
    Path("courtesy.yaml").write_text("policies: [ours]\n", encoding="utf-8")
    result = run("new", "policy", "northgate", *FLAGS)
    assert "Written: ours/northgate/policy.yaml" in result.stdout
    assert "`courtesy show northgate` prints it" in result.stdout
    assert 0 == run("new", "rule", "wait", "timing.more", "--policy", "northgate").exit_code
    assert 0 == run("show", "northgate", "timing.more").exit_code


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("policy", "North", *FLAGS), 2, "small letters"),
        (("policy", "there", *FLAGS), 2, "there is there already"),
        (("policy", "new", "--extends", "nothing"), 3, "expected a known policy"),
        (("policy", "new", "--zone", "Nowhere"), 3, "unknown-zone"),
        (("rule", "wait", "Quiet", "--policy", "./there"), 2, "the section, a dot and a name"),
        (("rule", "wait", "timing.first-wait", "--policy", "./there"), 2, "already"),
        (("rule", "wait", "timing.more", "--policy", "hire-wire"), 2, "courtesy new policy NAME --extends hire-wire"),
        (("rule", "wait", "timing.more"), 2, "name the policy with --policy"),
        (("rule", "wait", "timing.more", "--policy", "./there/nowhere"), 3, "expected a file, found none"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...], code: int, told: str, run: Run
) -> None:
    """Nothing is overwritten, and what would not load is taken back, with its folders."""
    assert 0 == run("new", "policy", "there", *FLAGS).exit_code
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    result = run("new", *arguments)
    assert (code, True) == (result.exit_code, told in result.stderr), result.output
    assert before == {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    assert not Path("new").exists()


@pytest.mark.parametrize("kind", RULE_TYPES)
@pytest.mark.parametrize("calendar", [True, False])
def test_a_new_rule_of_every_type_loads_and_its_tests_pass(kind: str, calendar: bool, run: Run) -> None:  # noqa: FBT001  a parameter of the test
    """A rule gets a file for its section, and tests with a case that breaks it and one that keeps it."""
    run("new", "policy", "northgate", *(FLAGS if calendar else FLAGS[:2]))
    result = run("new", "rule", kind, "fresh.rule", "--policy", "./northgate", "--because", "It is: so.")
    assert 0 == result.exit_code, result.output
    assert ["northgate/fresh.yaml", "northgate/policy.yaml", "northgate/tests/fresh-rule.yaml"] == [
        line.removeprefix("Written: ") for line in result.stdout.splitlines()
    ]
    assert 2 == _held(Path("northgate"), "fresh-rule.yaml")
    broken, kept = _texts(Path("northgate/tests/fresh-rule.yaml"))["cases"].values()
    if RULE_TYPES[kind].of_plan:
        assert ["overdue", "met"] == [next(iter(case["obligations"].values())) for case in (broken, kept)]
    else:
        assert "fresh.rule" in broken["violated"]
        assert ["fresh.rule"] == kept["satisfied"]
    assert 0 == run("validate", "northgate").exit_code


def test_the_command_offers_every_rule_type() -> None:
    """`courtesy new rule` knows the rule types that there are."""
    assert TYPES == tuple(RULE_TYPES)


def test_a_new_rule_changes_nothing_else(run: Run) -> None:
    """In files that somebody has written comments, order and layout stay; the rule comes below the others."""
    shipped = Path(courtesy.load_policy("hire-wire").source.location).parent
    shutil.copytree(shipped, "ours")
    manifest = Path("ours/policy.yaml").read_text("utf-8").replace("id: hire-wire", "id: ours")
    Path("ours/policy.yaml").write_text(manifest, encoding="utf-8")
    assert 0 == run("new", "rule", "limit", "frequency.calls", "--policy", "./ours", "--level", "should").exit_code
    before, after = ((folder / "frequency.yaml").read_text("utf-8") for folder in (shipped, Path("ours")))
    added = (
        "\n- id: frequency.calls\n  title: Calls\n  level: should\n"
        "  limit: {at_most: 1, per: 7 days, counting: {channel: email}}\n"
    )
    assert before + added == after
    assert manifest == Path("ours/policy.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["one.yaml", "one.json"])
def test_a_new_rule_goes_into_a_policy_of_one_file(name: str, run: Run) -> None:
    """Where the rules stand in the manifest, or in JSON, the new one does so too."""
    whole = {"courtesy": 1, "id": "one", "version": "1.0.0", "title": "One", "rules": [{"id": "a.a", "level": "may"}]}
    whole["rules"][0]["forbid"] = True  # type: ignore[index]  # a list
    text = json.dumps(whole, indent=2) if name.endswith("json") else yaml.safe_dump(whole, sort_keys=False)
    Path(name).write_text(text, encoding="utf-8")
    assert 0 == run("new", "rule", "wait", "timing.quiet", "--policy", f"./{name}").exit_code
    assert ["a.a", "timing.quiet"] == [rule.id for rule in courtesy.load_policy(f"./{name}", matcher="native").rules]


def test_rules_of_a_new_file_are_parted(run: Run) -> None:
    """Below the one rule of a new file the next one stands behind an empty line."""
    run("new", "policy", "northgate", *FLAGS)
    run("new", "rule", "wait", "timing.more", "--policy", "./northgate")
    assert "before they can answer.\n\n- id: timing.more\n" in Path("northgate/timing.yaml").read_text("utf-8")


def test_a_released_policy_gets_no_rule(run: Run) -> None:
    """What is released stays: the version is raised first."""
    run("new", "policy", "northgate", *FLAGS)
    assert 0 == run("release", "northgate", "--on", "2026-11-26").exit_code
    result = run("new", "rule", "wait", "timing.more", "--policy", "./northgate")
    assert (2, True) == (result.exit_code, "northgate 1.0.0 is released" in result.stderr)


def test_a_terminal_is_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no flag says is asked, and nothing means the suggestion."""
    for module in (policy_draft, rule_draft):
        monkeypatch.setattr(module, "at_a_terminal", lambda: True)
    result = run("new", "policy", "northgate", stdin="Our way\nEurope/Berlin\nDE\n")
    assert 0 == result.exit_code, result.output
    source = courtesy.load_policy("./northgate", matcher="native").source
    assert ("Our way", "Europe/Berlin", "DE") == (source.title, source.zone, source.defaults.calendar)
    result = run("new", "rule", "wait", "timing.quiet", "--policy", "./northgate", stdin="A rest\nshould\nPeace.\n")
    assert 0 == result.exit_code, result.output
    rule = courtesy.load_policy("./northgate", matcher="native").rules[-1]
    assert ("A rest", "should", "Peace.") == (rule.title, rule.level.value, rule.because)
