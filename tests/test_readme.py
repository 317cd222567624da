"""The README tells the truth: its commands and its program print what it says they print.

With COURTESY_UPDATE=1 the output in the README is written anew.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from documents import BLOCK, Session, hold

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def test_readme_shows_real_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command and program in the README prints exactly what stands below it."""
    monkeypatch.chdir(ROOT)
    text = README.read_text(encoding="utf-8")
    assert {"console", "python"} <= {block["kind"] for block in BLOCK.finditer(text)}
    hold(README, Session().renewed(text))


def test_readme_names_existing_files() -> None:
    """Every relative link of the README leads to a file or folder of this repository."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
