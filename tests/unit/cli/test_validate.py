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
    assert result.stdout.startswith(f"{copy}/policy.yaml: OK, policy hire-wire 1.0.0 ({digest}), 25 rules\n")


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
    _edit(copy / "timing.yaml", "24 hours", "1 day")
    _edit(copy / "policy.yaml", old, new)
    result = run("validate", str(copy))
    assert (0, "") == (result.exit_code, result.stderr)


def test_what_makes_no_sense_is_pointed_at(run: Run, copy: Path) -> None:
    """What lint finds is not told a second time: how many findings there are, of which senses, and how to see them."""
    shutil.rmtree(copy / "tests")
    _edit(copy / "policy.yaml", "id: hire-wire", "id: acme")
    _edit(copy / "policy.yaml", "prohibitions.yaml, ", "")
    _edit(copy / "timing.yaml", "7 days", "2 days")
    result = run("validate", str(copy))
    assert 0 == result.exit_code
    pointed = "has 3 findings: not-included and other-number"
    assert f"note: `courtesy lint {copy}/policy.yaml` {pointed}\n" == result.stderr


def test_a_policy_of_one_file_may_lie_among_others(run: Run, copy: Path) -> None:
    """Files beside a policy of a single file are not taken for its own."""
    policy = copy / "acme.yaml"
    policy.write_text(
        "courtesy: 1\nid: acme\nversion: 1.0.0\ntitle: A\nrules: [{id: a.b, level: must, forbid: true}]\n", "utf-8"
    )
    result = run("validate", str(policy))
    assert (0, "") == (result.exit_code, result.stderr)


def test_a_folder_named_like_a_policy_is_hinted_at(run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--policy copy` is a name; the error says how the folder of that name would be written."""
    monkeypatch.chdir(copy.parent)
    result = run("check", "--policy", "copy", "--channel", "email", "--to", "hr", "--zone", "UTC")
    assert (3, "") == (result.exit_code, result.stdout)
    assert "write paths with a slash, `./copy`" in result.stderr
