"""The self-check finds nothing in the engine as it is, and finds what is broken on purpose."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from courtesy.bulk import findings, sql
from courtesy.cli import selfcheck
from courtesy.cli.main import cli
from courtesy.facts.outlook import Outlook
from courtesy.judging import search
from courtesy.matching import crosscheck
from courtesy.matching.native import compile_native
from courtesy.model.facts import Matches
from courtesy.model.outcome import Outcome, Status
from courtesy.rules import RULE_TYPES
from courtesy.selfcheck import running, shrinking
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.examiner import difference_in
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.running import CASES_A_POLICY, run, run_batch
from courtesy.selfcheck.shrinking import as_file
from courtesy.selfcheck.tally import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

CASES = int(os.environ.get("COURTESY_SELFCHECK_CASES", "3000"))
"""How many are judged in all, by the parts below together."""
SEED = 2026
SEED_OF_MUCH = 31
"""With which everything has occurred after a dozen policies."""
PARTS = 4
SURELY_ENOUGH = 1000
"""Policies; a few dozen show everything with most seeds."""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_differs(part: int) -> None:
    """Random cases by random policies show no difference."""
    # A batch depends on its number alone, so the parts can run side by side.
    for number in range(part, CASES // CASES_A_POLICY, PARTS):
        assert run_batch(SEED, number, CASES_A_POLICY).failure is None, (SEED, number)


def _unseen(tally: Tally) -> list[object]:
    """The outcomes, the rule types with each status, and the examinations that have not occurred yet."""
    of_acts = {name for name, kind in RULE_TYPES.items() if not kind.of_plan}  # what is owed is no finding about an act
    expected = {(rule_type, status.value) for rule_type in of_acts for status in Status if status is not Status.WAIVED}
    counts = (
        "undecided",
        "waived",
        "clock_changes",
        "times",
        "grids",
        "plans",
        "owed",
        "alternatives",
        "windows",
        "by_lines",
        "by_children",
        "audited",
        "schema",
    )
    return [
        *sorted({outcome.value for outcome in Outcome} - set(tally.outcomes)),
        *sorted(expected - set(tally.findings)),
        *(count for count in counts if not getattr(tally, count)),
    ]


@pytest.mark.slow
def test_nothing_is_left_out() -> None:
    """Sooner or later every outcome, rule type, status and examination occurs, whatever the seed."""
    tally = Tally()
    for number in range(SURELY_ENOUGH):
        tally.merge(run_batch(SEED_OF_MUCH, number, CASES_A_POLICY).tally)
        if not _unseen(tally):
            return
    pytest.fail(f"never seen: {_unseen(tally)}")


def test_policies_are_drawn_of_every_rule_type() -> None:
    """Random policies hold rules of every type, and obligations both to each contact in a role and to the company."""
    policies = [random_policy(dice("types", number), SEASONS[0]) for number in range(200)]
    rules = [rule for policy in policies for rule in policy["rules"]]
    assert set(RULE_TYPES) == {kind for rule in rules for kind in RULE_TYPES if kind in rule}
    assert {True, False} == {"for_each" in rule["expect"] for rule in rules if "expect" in rule}


@pytest.mark.slow
def test_a_seed_gives_the_same_run_in_any_number_of_processes() -> None:
    """The same seed gives the same cases and verdicts, another seed others."""

    def seen(seed: int, jobs: int) -> Tally:
        tally = Tally()
        for batch in run(seed, 450, jobs):
            assert batch.failure is None
            tally.merge(batch.tally)
        return tally

    tally = seen(5, 1)
    assert 450 == tally.cases
    assert tally == seen(5, 2)
    assert tally != seen(6, 1)


Break = Callable[[pytest.MonkeyPatch], None]


def _forgetful_matcher(monkeypatch: pytest.MonkeyPatch) -> None:
    """A native matcher that overlooks the first rule that is violated."""

    def compiled(*arguments: object) -> Callable[[tuple[object, ...]], Matches]:
        match = compile_native(*arguments)  # type: ignore[arg-type]  # handed on

        def forgetful(values: tuple[object, ...]) -> Matches:
            found = match(values)  # type: ignore[arg-type]  # handed on
            return Matches(tuple(rule for rule in found.violated if rule != 0), found.undetermined)

        return forgetful

    monkeypatch.setattr(crosscheck, "compile_native", compiled)


def _missed_boundaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that misses every other instant at which a rule can change."""
    every = Outlook.changes
    monkeypatch.setattr(Outlook, "changes", lambda outlook: islice(every(outlook), 1, None, 2))


def _crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that fails in the face of any refused act."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(search, "first_unviolated", fail)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["selfcheck", *arguments], prog_name="courtesy")


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        pytest.param(_forgetful_matcher, "-", marks=pytest.mark.slow),
        pytest.param(_missed_boundaries, "earl", marks=pytest.mark.slow),
        (_crash, "ZeroDivisionError"),
    ],
    ids=["matcher", "boundaries", "crash"],
)
def test_what_is_broken_is_found_and_made_small(
    break_it: Break, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken engine ends with exit code 5 and two small files that show the same again, and nothing once repaired."""
    monkeypatch.chdir(tmp_path)
    with monkeypatch.context() as broken:
        break_it(broken)
        found = _run("--seed", "1", "--cases", "4000")
        assert 5 == found.exit_code
        assert "something differs" in found.stdout
        assert found.stderr.startswith("error[selfcheck]: ")
        assert said in found.stderr
        assert {"selfcheck-1-policy.yaml", "selfcheck-1-case.yaml"} == {file.name for file in tmp_path.iterdir()}
        policy = (tmp_path / "selfcheck-1-policy.yaml").read_text("utf-8")
        assert len(policy.splitlines()) < 40
        assert len((tmp_path / "selfcheck-1-case.yaml").read_text("utf-8").splitlines()) < 20
        again = " ".join(found.stderr.split("courtesy selfcheck ")[1].split())
        shown = _run(*shlex.split(again))
        assert 5 == shown.exit_code
        assert said in shown.stderr
    repaired = _run(*shlex.split(again))
    assert (0, "") == (repaired.exit_code, repaired.stderr)


def test_a_wrong_audit_is_found_and_shown_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit that judges the copied by rules about the addressed differs in one case, which shows it by itself."""
    monkeypatch.setitem(running.SHARES, "audit", 1)
    with monkeypatch.context() as broken:
        broken.setattr(findings, "_concerned", lambda _: sql.YES)
        batches = (run_batch(SEED, number, 1) for number in range(SURELY_ENOUGH))
        failure = next(batch.failure for batch in batches if batch.failure is not None)
        shown = as_file(failure.policy), failure.case, failure.now, "audit", as_file(failure.waivers)
        found = difference_in(*shown)
    assert "audit" == failure.difference.kind
    assert found is not None
    assert found.message.startswith("in an audit, act ")
    assert difference_in(*shown) is None


def test_without_the_extra_no_audits_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where audits are not installed the summary says so, and all else is compared as ever."""
    monkeypatch.setitem(running.SHARES, "audit", 1)
    for module in ("courtesy.bulk.rows", "courtesy.bulk.audit"):
        monkeypatch.setitem(sys.modules, module, None)
    result = _run("--cases", "10", "--seed", "8")
    assert (0, "") == (result.exit_code, result.stderr)
    assert "Audits         not compared: `courtesy.bulk.rows` is not installed" in result.stdout


@pytest.mark.slow
def test_files_are_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second failure of the same seed is written beside the first."""
    monkeypatch.chdir(tmp_path)
    _crash(monkeypatch)
    (tmp_path / "selfcheck-1-case.yaml").write_text("mine", "utf-8")
    assert 5 == _run("--seed", "1", "--cases", "2000").exit_code
    assert "mine" == (tmp_path / "selfcheck-1-case.yaml").read_text("utf-8")
    assert {"selfcheck-1-case.yaml", "selfcheck-1-2-policy.yaml", "selfcheck-1-2-case.yaml"} == {
        file.name for file in tmp_path.iterdir()
    }


@pytest.mark.slow
def test_a_clean_run_tells_what_it_saw() -> None:
    """A run without a difference prints its summary alone, with the seed, and exits with 0."""
    result = _run("--cases", "300", "--seed", "8")
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("300 cases by 3 policies, seed 8: nothing differs.\n")
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_a_seed_is_made_where_none_is_given() -> None:
    """Without a seed the summary names the one that was drawn."""
    assert "seed " in _run("--cases", "10").stdout


@pytest.mark.parametrize("arguments", [("--now", "2026-11-20T15:30Z"), ("--cases", "0"), ("--jobs", "0")])
def test_senseless_options_are_usage_errors(arguments: tuple[str, ...]) -> None:
    """Options that make no sense exit with 2."""
    assert 2 == _run(*arguments).exit_code


def test_a_difference_that_needs_what_came_before_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the documents alone show nothing they are written as they are, and the seed shows it again."""
    monkeypatch.chdir(tmp_path)
    _crash(monkeypatch)
    monkeypatch.setattr(shrinking, "difference_in", lambda *_: None)
    found = _run("--seed", "1", "--cases", "2000")
    assert 5 == found.exit_code
    assert "what was judged before matters" in found.stderr
    assert "to see it again: courtesy selfcheck --seed 1 --cases 2000" in found.stderr


@pytest.mark.slow
def test_native_alone_is_held_to_the_reference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where durable-rules is missing every case is still held to the reference, and the summary names the matcher."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(crosscheck, "available", lambda: False)
    clean = _run("--cases", "400", "--seed", "1")
    assert 0 == clean.exit_code
    assert "Matchers       native\n" in clean.stdout
    _forgetful_matcher(monkeypatch)
    assert 5 == _run("--cases", "4000", "--seed", "1").exit_code


def test_a_bar_shows_progress_to_who_watches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal a bar runs along on standard error."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with selfcheck._progress(10) as advance:
        advance(10)
    captured = capsys.readouterr()
    assert "" == captured.out
    assert "100%" in captured.err


@pytest.mark.parametrize(
    ("policy", "case", "kind"),
    [
        (b"courtesy: 1", b"{}", "policy-refused"),
        (
            b"courtesy: 1\nid: a\nversion: 1.0.0\ntitle: A\nrules: [{id: a.b, level: must, forbid: true}]",
            b"x: 1",
            "case-refused",
        ),
    ],
)
def test_what_does_not_load_is_a_difference(policy: bytes, case: bytes, kind: str) -> None:
    """Random policies and cases are made to load: one that does not is told like any other difference."""
    found = difference_in(policy, case, datetime(2026, 11, 20, tzinfo=UTC))
    assert found is not None
    assert kind == found.kind
