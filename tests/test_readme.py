"""The README tells the truth: its commands print what it says they print, and it fits on a few pages.

With COURTESY_UPDATE=1 the output in the README is written anew.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.documents import BLOCK, Session, hold

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
LONGEST = 150


def test_readme_shows_real_output(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every command in the README prints exactly what stands below it, with the files that the README shows."""
    monkeypatch.chdir(tmp_path)
    text = README.read_text(encoding="utf-8")
    assert {"yaml", "console"} <= {block["kind"] for block in BLOCK.finditer(text)}
    hold(README, Session().renewed(text))


def test_readme_is_short() -> None:
    """The README has 150 lines at most: what needs more has a page in the manual."""
    assert len(README.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_readme_names_existing_files() -> None:
    """Every relative link of the README leads to a file or folder of this repository."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
