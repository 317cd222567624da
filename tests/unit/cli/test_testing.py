"""`courtesy test` runs the tests that lie beside policies, and is green only where some ran and all have passed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from tests.helpers.policies_with_tests import BAD, BASE, GOOD, POLICY, UNREAD, policy_with_tests

if TYPE_CHECKING:
    from click.testing import Result

    from tests.unit.cli.conftest import Run

OPEN = f"{BASE}cases:\n  a call at nine: {{outcome: open}}\n"


@pytest.fixture(autouse=True)
def here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  after it has gone to the top
    """Files lie in the current folder, which has no project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURTESY_PROJECT", "")


def _ran(result: Result) -> tuple[int, Any]:
    told = json.loads(result.stdout)
    return result.exit_code, {
        (policy["id"], policy["version"]): [test["state"] for file in policy["files"] for test in file["tests"]]
        for policy in told["policies"]
    }


def _project(run: Run, monkeypatch: pytest.MonkeyPatch, text: str) -> Result:
    Path("courtesy.yaml").write_text(text, encoding="utf-8")
    monkeypatch.delenv("COURTESY_PROJECT", raising=False)
    return run("test", "--format", "json")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"good": GOOD}, 0),
        ({"bad": GOOD.replace("allow", "warn")}, 1),
        ({"open": OPEN}, 1),
        ({"good": GOOD, "open": OPEN}, 1),
        ({"nothing-differs": f"{GOOD.rstrip()}\n  as it stands: {{action: null, outcome: allow}}\n"}, 0),
        ({"nothing": f"{GOOD.rstrip()}\n  at nine: {{action: , at: 2026-11-24T11:00, outcome: allow}}\n"}, 0),
        ({}, 1),
        ({"good": GOOD, "unread": UNREAD}, 3),
        ({"good": GOOD, "broken": "cases: ["}, 3),
        ({"good": GOOD, "empty": ""}, 3),
        ({"good": GOOD, "asks-nobody": BAD.replace("outcome: wait", "outcome: allow")}, 3),
        ({"good": GOOD, "no-cases": f"{BASE}cases: {{}}\n"}, 3),
    ],
)
def test_exit_codes(run: Run, files: dict[str, str], code: int) -> None:
    """0 where some ran and all passed, 1 where one did not or none ran, 3 where a file or a test cannot be run."""
    policy_with_tests(Path("acme"), **files)
    assert code == run("test", "acme").exit_code


def test_what_is_open_tells_what_the_policy_says(run: Run) -> None:
    """A test that nobody has answered fails with what would be the answer now."""
    policy_with_tests(Path("acme"), open=OPEN.replace("open}", "open, at: 2026-11-24T08:59}"))
    result = run("test", "acme")
    assert "nobody has answered yet; the policy says wait; violated:\n                 calls.hours" in result.stdout
    assert (1, "") == (result.exit_code, result.stderr)


@pytest.mark.parametrize("path", ["acme", "acme/policy.yaml", "acme/tests", "acme/tests/good.yaml", "./acme/", "."])
def test_whatever_names_the_policy_or_its_tests(run: Run, path: str) -> None:
    """A policy, its manifest, the folder of its tests, a file of them, and a folder of policies."""
    policy_with_tests(Path("acme"), good=GOOD)
    assert (0, {("acme", "1.2.0"): ["passed", "passed"]}) == _ran(run("test", path, "--format", "json"))


def test_a_policy_by_name(run: Run) -> None:
    """What comes with Courtesy has tests too."""
    code, ran = _ran(run("test", "hire-wire", "--rule", "prohibitions.no-text-messages", "--format", "json"))
    assert 0 == code
    assert ran["hire-wire", "1.0.0"]


def test_inside_a_policy_it_needs_no_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a project the policy of the current folder is tested, and without that nothing is guessed."""
    assert 2 == run("test").exit_code
    monkeypatch.chdir(policy_with_tests(Path("acme"), good=GOOD))
    assert 0 == run("test").exit_code


def test_a_project_tests_all_its_policies(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each policy in the folders of a project is tested, and one that has no tests fails."""
    policy_with_tests(Path("policies/acme"), good=GOOD)
    shutil.copytree("policies/acme", "policies/bolt")
    Path("policies/bolt/policy.yaml").write_text(POLICY.replace("acme", "bolt"), encoding="utf-8")
    both = {("acme", "1.2.0"): ["passed"] * 2, ("bolt", "1.2.0"): ["passed"] * 2}
    assert (0, both) == _ran(_project(run, monkeypatch, "policies: [policies]\n"))
    shutil.rmtree("policies/bolt/tests")
    assert (1, {**both, ("bolt", "1.2.0"): []}) == _ran(_project(run, monkeypatch, "policies: [policies]\n"))
    assert (0, {("acme", "1.2.0"): ["passed"] * 2}) == _ran(
        _project(run, monkeypatch, "policy: ./policies/acme/policy.yaml\n")
    )
    Path("empty").mkdir()
    result = _project(run, monkeypatch, "policies: [empty]\n")
    assert (1, ["empty"]) == (result.exit_code, json.loads(result.stdout)["policies"][0]["looked_in"])


def test_a_copy_tests_the_copy_and_says_so(run: Run) -> None:
    """Copied tests that name the original are of the policy that they lie beside now, and fail where it differs."""
    policy_with_tests(Path("acme"), good=f"policy: acme@1.2.0\n{GOOD}")
    assert "Please note" not in run("test", "acme").stdout
    shutil.copytree("acme", "copy")
    changed = POLICY.replace("id: acme", "id: copy").replace('from: "09:00"', 'from: "08:00"')
    Path("copy/policy.yaml").write_text(changed, encoding="utf-8")
    result = run("test", "copy")
    assert 1 == result.exit_code
    assert "FAILED  a call at eight is refused" in result.stdout
    said = " ".join(result.stdout.split())
    assert "copy/tests/good.yaml names `acme@1.2.0`; its tests are of the policy that they lie beside, copy" in said


def test_versions_in_folders_have_tests_of_their_own_and_together(run: Run) -> None:
    """Beside each version lie its tests; beside all of them those that judge each act by the version of its date."""
    for version, valid, clock in (("1.0.0", "{until: 2026-12-01}", "09:00"), ("2.0.0", "{from: 2026-12-01}", "08:00")):
        text = POLICY.replace("version: 1.2.0", f"version: {version}\nvalid: {valid}").replace("09:00", clock)
        policy_with_tests(Path("acme") / version, good=GOOD.replace("T08:00", "T07:00").replace("09:00", clock))
        Path("acme", version, "policy.yaml").write_text(text, encoding="utf-8")
    together = (
        f"{BASE}cases:\n"
        "  in November eight is too early: {at: 2026-11-24T08:00, outcome: wait, violated: [calls.hours]}\n"
        "  in December it is not: {at: 2026-12-08T08:00, outcome: allow}\n"
    )
    Path("acme/tests").mkdir()
    Path("acme/tests/together.yaml").write_text(together, encoding="utf-8")
    expected = {("acme", version): ["passed"] * 2 for version in ("1.0.0", "2.0.0", None)}
    assert (0, expected) == _ran(run("test", "acme", "--format", "json"))
    assert (0, {("acme", None): ["passed"] * 2}) == _ran(run("test", "acme/tests", "--format", "json"))
    assert courtesy.run_tests(courtesy.load_policies("./acme")).passed
    shutil.rmtree("acme/1.0.0/tests")
    assert (0, {key: value for key, value in expected.items() if key[1] != "1.0.0"}) == _ran(
        run("test", "acme", "--format", "json")
    )


def test_policies_in_single_files_share_a_folder_of_tests(run: Run) -> None:
    """Beside several policies a file names the one it tests; a file that names none cannot be run."""
    Path("tests").mkdir()
    for name in ("acme", "bolt"):
        Path(f"{name}.yaml").write_text(POLICY.replace("acme", name), encoding="utf-8")
        Path(f"tests/{name}.yaml").write_text(f"policy: {name}\n{GOOD}", encoding="utf-8")
    both = {(name, "1.2.0"): ["passed"] * 2 for name in ("acme", "bolt")}
    assert (0, both) == _ran(run("test", ".", "--format", "json"))
    assert (0, {("bolt", "1.2.0"): ["passed"] * 2}) == _ran(run("test", "bolt.yaml", "--format", "json"))
    assert ["bolt.yaml"] == [
        Path(file.path).name for file in courtesy.run_tests(courtesy.load_policy("./bolt.yaml")).files
    ]
    Path("tests/nobody.yaml").write_text(GOOD, encoding="utf-8")
    for path in (".", "tests", "tests/nobody.yaml"):
        result = run("test", path)
        assert 3 == result.exit_code, path
        assert "name one" in result.stdout


def test_a_file_can_hold_its_policy(run: Run) -> None:
    """A file that lies beside no policy tests the one that it holds, or names by a path from where it lies."""
    whole = "policy:\n" + "".join(f"  {line}\n" for line in POLICY.splitlines())
    Path("apart").mkdir()
    Path("apart/whole.yaml").write_text(whole + GOOD, encoding="utf-8")
    Path("acme.yaml").write_text(POLICY, encoding="utf-8")
    Path("apart/named.yaml").write_text(f"policy: ../acme.yaml\n{GOOD}", encoding="utf-8")
    result = run("test", "apart", "--format", "json")
    assert 0 == result.exit_code
    assert [4, 0] == list(json.loads(result.stdout)["counts"].values())[:2]


def test_chosen_tests(run: Run) -> None:
    """Tests are chosen by words of their sentence and by rules; where nothing fits, the run fails."""
    policy_with_tests(Path("acme"), good=GOOD)
    policy_with_tests(Path("bolt"), good=GOOD.replace("a call at ten", "a talk at ten"))

    def chosen(*flags: str) -> tuple[int, Any]:
        return _ran(run("test", "acme", "bolt", *flags, "--format", "json"))

    assert (0, {("acme", "1.2.0"): ["passed"]}) == chosen("-k", "TEN call")
    both = {("acme", "1.2.0"): ["passed"] * 2}
    assert (0, both) == _ran(run("test", "acme", "--rule", "calls.hours", "--format", "json"))
    assert 1 == chosen("-k", "nine")[0]
    assert 1 == chosen("--rule", "mails.wait")[0]
    result = run("test", "acme", "--rule", "mails.wiat")
    assert 2 == result.exit_code
    assert "did you mean `mails.wait`?" in result.stderr


def test_rules_that_no_test_tries_are_told(run: Run) -> None:
    """A rule is told with each way in which no test has it, if it can be so; on demand that fails."""
    policy_with_tests(Path("acme"), good=GOOD)
    result = run("test", "acme", "--format", "json")
    untried = {one["rule"]: one["never"] for one in json.loads(result.stdout)["policies"][0]["untried"]}
    assert {
        "calls.hours": ["undetermined"],
        "calls.no-texts": ["violated"],
        "mails.wait": ["violated", "satisfied", "undetermined"],
        "owed.note": ["met", "undetermined"],
    } == untried
    assert (0, 1) == (result.exit_code, run("test", "acme", "--fail-on", "untried").exit_code)
    assert "untried" not in run("test", "acme", "-k", "ten").stdout


def test_an_act_outside_the_dates_of_a_version_is_judged_by_it(run: Run) -> None:
    """A version that is copied for next year can be tested with the tests that it was copied with."""
    policy_with_tests(Path("acme"), good=GOOD)
    Path("acme/policy.yaml").write_text(f"{POLICY}valid: {{from: 2027-01-01}}\n", encoding="utf-8")
    assert 0 == run("test", "acme").exit_code


def test_waivers_are_those_of_the_file(run: Run) -> None:
    """An exception that was granted changes no test; one that a file of tests states holds in its tests."""
    waiver = "- {rule: calls.hours, contact: interviewer, because: They are late., by: office, until: 2027-01-01}\n"
    policy_with_tests(Path("acme"), good=GOOD)
    Path("acme/waivers.yaml").write_text(waiver, encoding="utf-8")
    assert 0 == run("test", "acme").exit_code
    case = "{at: 2026-11-24T08:00, outcome: allow, waived: calls.hours}"
    stated = f"waivers:\n  {waiver}{BASE}cases:\n  a call at eight: {case}\n"
    Path("acme/tests/waived.yaml").write_text(stated, encoding="utf-8")
    assert 0 == run("test", "acme").exit_code


def test_of_one_policy_only_its_own_tests_are_run(run: Run) -> None:
    """Beside a policy may lie tests of all versions of another one: who asks for the first does not get them."""
    Path("tests").mkdir()
    for name, version in (("acme", "1.2.0"), ("bolt", "1.2.0"), ("bolt", "1.3.0")):
        text = POLICY.replace("acme", name).replace("1.2.0", version)
        Path(f"{name}-{version}.yaml").write_text(text, encoding="utf-8")
        Path(f"tests/{name}.yaml").write_text(f"policy: {name}\n{GOOD}", encoding="utf-8")
    assert (0, {("acme", "1.2.0"): ["passed"] * 2}) == _ran(run("test", "acme-1.2.0.yaml", "--format", "json"))
    assert ("bolt", None) in _ran(run("test", "bolt-1.3.0.yaml", "--format", "json"))[1]


def test_the_last_line_tells_of_policies_without_tests(run: Run) -> None:
    """That all tests passed is not said alone where a policy has none, or a file could not be read."""
    policy_with_tests(Path("acme"), good=GOOD)
    policy_with_tests(Path("bolt"))
    result = run("test", "acme", "bolt")
    assert (1, "2 of 2 tests passed; nothing ran for 1 policy.") == (result.exit_code, result.stdout.splitlines()[-1])
    policy_with_tests(Path("cent"), unread=UNREAD)
    result = run("test", "acme", "cent")
    assert (3, "2 of 2 tests passed; something could not be read.") == (
        result.exit_code,
        result.stdout.splitlines()[-1],
    )


def test_a_file_of_tests_is_never_left_out_in_silence(run: Run) -> None:
    """A link that leads nowhere is told, and so is a path that is empty."""
    policy_with_tests(Path("acme"), good=GOOD)
    Path("acme/tests/gone.yaml").symlink_to("nowhere.yaml")
    result = run("test", "acme")
    assert (3, True) == (result.exit_code, "acme/tests/gone.yaml:1:1" in result.stdout)
    assert 2 == run("test", "").exit_code


@pytest.mark.parametrize("name", ["nowhere", "./nowhere", "nowhere.yaml", "acme@^9"])
def test_what_cannot_be_found_is_never_green(run: Run, name: str) -> None:
    """A name or path that leads nowhere fails in every format, beside what passed."""
    policy_with_tests(Path("acme"), good=GOOD)
    for format_name in ("text", "json", "junit", "github"):
        result = run("test", "acme", name, "--format", format_name)
        assert 3 == result.exit_code
        assert name.removeprefix("./").partition("@")[0] in result.stdout


def test_python_runs_the_same(run: Run) -> None:
    """`run_tests` reports what the command does, and is passed only where some ran and all passed."""
    policy_with_tests(Path("acme"), good=GOOD)
    policy = courtesy.load_policy("./acme")
    report = courtesy.run_tests(policy)
    assert (True, 2) == (report.passed, report.count(courtesy.TestState.PASSED))
    document = json.loads(run("test", "acme", "--format", "json").stdout)["policies"][0]
    assert document == courtesy.to_dict(report)
    assert not courtesy.run_tests(policy, words="nine").passed
    Path("acme/tests/unread.yaml").write_text(UNREAD, encoding="utf-8")
    assert not courtesy.run_tests(policy).passed


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_run(run: Run) -> None:
    """What is wrong with one file is told beside what came of the others, whose tests are run all the same."""
    policy_with_tests(Path("acme"), bad=BAD, broken="cases: [", good=GOOD, unread=UNREAD)
    told = json.loads(run("test", "acme", "--format", "json").stdout)
    assert {"passed": 2, "failed": 2, "open": 1, "error": 1} == told["counts"]
    assert ["broken", "unread"] == [Path(one["path"]).stem for one in told["policies"][0]["files"] if one["problems"]]


def test_what_check_says_a_test_says(run: Run) -> None:
    """A case that is fine under `check` is fine under `test`, in the same words and at the same places."""
    wrong = f"{BASE}cases:\n  a text is fine: {{action: {{channel: sms}}, outcome: allow}}\n"
    policy_with_tests(Path("acme"), wrong=wrong)
    case = BASE.removeprefix("base:\n").replace("\n  ", "\n").removeprefix("  ").replace("phone", "sms")
    Path("case.yaml").write_text(case, encoding="utf-8")
    asked = ("case.yaml", "--policy", "./acme", "--now", "2026-11-24T10:00-05:00")
    action = json.loads(run("check", *asked, "--format", "json").stdout)["actions"][0]
    (file,) = json.loads(run("test", "acme", "--format", "json").stdout)["policies"][0]["files"]
    (test,) = file["tests"]
    assert [f"{one['rule']}: {one['message']}" for one in action["findings"]] == test["said"]
    assert action["outcome"] == test["outcome"]


def test_tests_are_validated_and_are_no_cases(run: Run) -> None:
    """`validate` finds mistakes in files of tests, alone and in folders; `check` says what they are."""
    policy_with_tests(Path("acme"), good=GOOD, unread=UNREAD)
    result = run("validate", "acme")
    assert (3, True) == (result.exit_code, "acme/tests/good.yaml: OK, 2 tests" in result.stdout)
    assert "acme/tests/unread.yaml:10:55   help: did you mean `calls.hours`?" in result.stderr
    assert 0 == run("validate", "acme/tests/good.yaml").exit_code
    assert "`courtesy test acme/tests/good.yaml` runs them" in run("check", "acme/tests/good.yaml").stderr
    assert "contains no cases" in run("check", "acme").stderr
