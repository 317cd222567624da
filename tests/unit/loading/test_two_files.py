"""Two files of one kind in a folder are told, and neither of them is read in silence."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.loading.file_names import MANIFESTS, PROJECT_FILES, WAIVER_FILES

if TYPE_CHECKING:
    from pathlib import Path

POLICY = (
    '{"courtesy": 1, "id": "acme", "version": "1.0.0", "title": "Acme",'
    ' "rules": [{"id": "a.b", "level": "must", "applies_to": {"channel": "sms"}, "forbid": true}]}'
)


def _told(found: courtesy.InvalidInputError) -> list[str]:
    return [f"{problem.code}: {problem}" for problem in found.problems]


@pytest.mark.parametrize(("one", "other"), [*permutations(MANIFESTS, 2)])
def test_two_manifests_are_no_policy(one: str, other: str, tmp_path: Path) -> None:
    """A folder with two manifests does not load, whether the folder or one of the two is named."""
    for name in (one, other):
        (tmp_path / name).write_text(POLICY, encoding="utf-8")
    for place in (tmp_path, tmp_path / one):
        with pytest.raises(courtesy.InvalidInputError) as refused:
            courtesy.load_policy(place)
        (told,) = _told(refused.value)
        assert told.startswith("two-files: expected one manifest in a folder, found ")
        assert one in told
        assert other in told
    (tmp_path / other).unlink()
    assert "acme" == courtesy.load_policy(tmp_path).id


def test_two_project_files_are_no_project(tmp_path: Path) -> None:
    """So with project files."""
    for name in PROJECT_FILES:
        (tmp_path / name).write_text("policies: [.]\n", encoding="utf-8")
    with pytest.raises(courtesy.InvalidInputError) as refused:
        courtesy.load_project(tmp_path)
    assert ["two-files: expected one project file in a folder, found `courtesy.yml` beside `courtesy.yaml`"] == _told(
        refused.value
    )


@pytest.mark.parametrize(("one", "other"), [*permutations(WAIVER_FILES, 2)])
def test_two_files_of_waivers_are_none(one: str, other: str, tmp_path: Path) -> None:
    """And with waivers, of which half would be passed over."""
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    for name in (one, other):
        (tmp_path / name).write_text("[]", encoding="utf-8")
    with pytest.raises(courtesy.InvalidInputError, match="expected one file of waivers in a folder"):
        courtesy.load_policy(tmp_path)
