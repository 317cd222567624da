"""Texts of others are no formulas in a spreadsheet, and what is none is written as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from courtesy.rendering.spreadsheet_cells import RISKY, plain_cell

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("spreadsheet_cells.yaml").read_text("utf-8"))


def test_what_may_begin_a_formula_has_an_apostrophe_before_it() -> None:
    """Signs, tabs and line ends at the beginning of a cell are guarded; texts and numbers are not changed."""
    same = [*CASES["plain"], *CASES["numbers"]]
    assert {text: text for text in same} | CASES["guarded"] == {
        text: plain_cell(text) for text in (*same, *CASES["guarded"])
    }


@given(st.text(alphabet='=+-@\t\r\n;, "1a'))
def test_nothing_risky_is_left_and_nothing_is_lost(text: str) -> None:
    """Every place where a formula may begin is guarded, and without apostrophes the cell is the text."""
    written = plain_cell(text)
    assert text == written.replace("'", "")
    risky = re.search(RISKY, text) is not None and re.fullmatch(r"[+-]1+([.,]1+)?", text) is None
    assert (risky, False) == (text != written, risky and re.search(RISKY, written) is not None)
