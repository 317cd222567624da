"""What `validate` tells of a policy that is valid, and probably not what was meant."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.wording.text import short_digest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

SHIPPED = Path(courtesy.load_policy("hire-wire@1.0.0").source.location).parent
NAMED = "give it an id or a version of its own"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped policy."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "copy"))


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_an_untouched_copy_is_valid_in_silence(run: Run, copy: Path) -> None:
    """A copy says what the original says, under the same digest."""
    result = run("validate", str(copy))
    digest = short_digest(courtesy.load_policy("hire-wire@1.0.0").digest)
    assert (0, "") == (result.exit_code, result.stderr)
    assert f"{copy}/policy.yaml: OK, policy hire-wire 1.0.0 ({digest}), 25 rules\n" == result.stdout


def test_other_content_under_a_shipped_name_is_told(run: Run, copy: Path) -> None:
    """Two contents of one id and version cannot be told apart by their name; the digests tell them apart."""
    _edit(copy / "timing.yaml", "7 days", "2 days")
    result = run("validate", str(copy))
    assert 0 == result.exit_code
    assert result.stderr.startswith("warning[taken-name]: this is not the hire-wire 1.0.0 that comes with Courtesy")
    assert NAMED in result.stderr
    assert short_digest(courtesy.load_policy("hire-wire@1.0.0").digest) in result.stderr
    assert short_digest(courtesy.load_policy(copy).digest) in result.stdout


@pytest.mark.parametrize(("old", "new"), [("id: hire-wire", "id: acme"), ("version: 1.0.0", "version: 1.0.1")])
def test_a_name_of_its_own_is_no_oversight(old: str, new: str, run: Run, copy: Path) -> None:
    """With an id or a version of its own an edited copy is told apart."""
    _edit(copy / "timing.yaml", "7 days", "2 days")
    _edit(copy / "policy.yaml", old, new)
    result = run("validate", str(copy))
    assert (0, "") == (result.exit_code, result.stderr)


def test_a_rule_file_that_is_not_included_is_told(run: Run, copy: Path) -> None:
    """A new rule file, and one that was lost from `include`, are named; other files are none of its business."""
    _edit(copy / "policy.yaml", "id: hire-wire", "id: acme")
    _edit(copy / "policy.yaml", "prohibitions.yaml, ", "")
    (copy / "whatsapp.yaml").write_text("- {id: whatsapp.none, level: must, forbid: true}\n", encoding="utf-8")
    (copy / "notes.yaml").write_text("- call the client\n", encoding="utf-8")
    (copy / "broken.yaml").write_text("- {id: [\n", encoding="utf-8")
    (copy / "case.yaml").write_text("zone: UTC\n", encoding="utf-8")
    result = run("validate", str(copy))
    told = "holds rules and is not included: name it under `include`, or move it elsewhere"
    assert 0 == result.exit_code
    assert result.stderr == "".join(
        f"warning[not-included]: `{name}` {told}\n  {copy}/policy.yaml\n"
        for name in ("prohibitions.yaml", "whatsapp.yaml")
    )


def test_a_policy_of_one_file_may_lie_among_others(run: Run, copy: Path) -> None:
    """Files beside a policy of a single file are not taken for its own."""
    policy = copy / "acme.yaml"
    policy.write_text(
        "courtesy: 1\nid: acme\nversion: 1.0.0\ntitle: A\nrules: [{id: a.b, level: must, forbid: true}]\n", "utf-8"
    )
    result = run("validate", str(policy))
    assert (0, "") == (result.exit_code, result.stderr)


_BOTH = "neither `says` nor `denies`, so that verdicts say {}: write the two sentences as people say them"
_ONE = "no `{}`, so that verdicts say `it is not true that {}`: write the sentence as people say it"


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (
            "title: whether they said yes",
            _BOTH.format("`they said yes` and `it is not true that they said yes`"),
        ),
        (
            "title: agreed to texts",
            _BOTH.format("`the answer to “agreed to texts” is yes` and `the answer to “agreed to texts” is no`"),
        ),
        ("title: texts, denies: they want no texts", _ONE.format("says", "they want no texts")),
        ("title: texts, says: they want texts", _ONE.format("denies", "they want texts")),
        ("title: texts, says: they want texts, denies: they want no texts", None),
        ('title: texts, says: "to texts they said {}"', None),
    ],
)
def test_a_fact_without_sentences_is_told(fact: str, told: str | None, run: Run, tmp_path: Path) -> None:
    """A fact that is true or false is told where verdicts would have to make up a sentence of its title."""
    policy = tmp_path / "acme.yaml"
    policy.write_text(
        f"courtesy: 1\nid: acme\nversion: 1.0.0\ntitle: A\nfacts:\n  attributes.yes: {{type: boolean, {fact}}}\n"
        "  attributes.count: {type: integer, title: other offers}\n"
        "rules: [{id: a.b, level: must, forbid: true}]\n",
        "utf-8",
    )
    result = run("validate", str(policy))
    warning = f"warning[unworded-fact]: `attributes.yes` has {told}\n  {policy}\n"
    assert (0, warning if told else "") == (result.exit_code, result.stderr)


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (
            "facts: {attributes.one: {type: time, title: the offer}, attributes.two: {type: time, title: Offer}}",
            "`attributes.two` is called `Offer`, as `attributes.one` is",
        ),
        ("channels: {mail: e-mail}", "`mail` is called `e-mail`, as `email` is"),
        ("purposes: {status: check-in}", "`status` is called `check-in`, as `check_in` is"),
        ("roles: {head: hiring manager}", "`head` is called `hiring manager`, as `hiring_manager` is"),
        ("channels: {check_in: check-in}", None),
    ],
)
def test_words_that_are_called_the_same_are_told(declared: str, told: str | None, run: Run, tmp_path: Path) -> None:
    """Rules about two things of one name would read the same; things of different kinds may share a name."""
    policy = tmp_path / "acme.yaml"
    rules = "rules: [{id: a.b, level: must, forbid: true}]"
    policy.write_text(f"courtesy: 1\nid: acme\nversion: 1.0.0\ntitle: A\n{declared}\n{rules}\n", "utf-8")
    result = run("validate", str(policy))
    tail = f", so that rules about the one read like rules about the other: call it something else\n  {policy}\n"
    assert (0, f"warning[same-words]: {told}{tail}" if told else "") == (result.exit_code, result.stderr)


def test_facts_of_a_parent_are_not_told_again(run: Run, tmp_path: Path) -> None:
    """Who builds on a policy cannot write the sentences of its facts."""
    (tmp_path / "hq.yaml").write_text(
        "courtesy: 1\nid: hq\nversion: 1.0.0\ntitle: A\nfacts: {attributes.yes: {type: boolean, title: a yes}}\n"
        "rules: [{id: a.b, level: must, forbid: true}]\n",
        "utf-8",
    )
    (tmp_path / "ng.yaml").write_text("courtesy: 1\nid: ng\nversion: 1.0.0\nextends: ./hq.yaml\n", "utf-8")
    result = run("validate", str(tmp_path / "ng.yaml"))
    assert (0, "") == (result.exit_code, result.stderr)


def test_a_folder_named_like_a_policy_is_hinted_at(run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--policy copy` is a name; the error says how the folder of that name would be written."""
    monkeypatch.chdir(copy.parent)
    result = run("check", "--policy", "copy", "--channel", "email", "--to", "hr", "--zone", "UTC")
    assert (3, "") == (result.exit_code, result.stdout)
    assert "write paths with a slash, `./copy`" in result.stderr
