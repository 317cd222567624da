"""Every bad input gives exactly the report that load_errors.yaml states."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import courtesy
from courtesy.errors import InvalidInputError
from courtesy.loading.case_loader import read_case
from courtesy.loading.source import read_tree
from courtesy.model.vocabulary import BUILT_IN

CASES = yaml.safe_load((Path(__file__).parent / "load_errors.yaml").read_text(encoding="utf-8"))


def _load(wanted: dict[str, str]) -> None:
    if "policy" in wanted:
        Path("file.yaml").write_text(wanted["policy"], encoding="utf-8")
        courtesy.load_policy(Path("file.yaml"))
    else:
        read_case(read_tree(wanted["case"].encode(), "file.yaml"), BUILT_IN)


@pytest.mark.parametrize("name", CASES)
def test_report(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad file gives every problem with its place, its code, what was expected and found, and the likely fix."""
    monkeypatch.chdir(tmp_path)
    wanted = CASES[name]
    with pytest.raises(InvalidInputError) as caught:
        _load(wanted)
    found = [f"{p.span.line}:{p.span.column} {p.code}: {p} | {p.help()}" for p in caught.value.problems]
    assert wanted["report"] == found
