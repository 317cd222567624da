"""What tests try, in each format, reads as its snapshot does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.rendering import FORMATS, renderer
from courtesy.rendering.ink import plain
from tests.helpers.policies_with_tests import BAD, GOOD, policy_with_tests

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = {"text": "txt", "json": "json"}


@pytest.fixture
def coverage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> courtesy.Coverage:
    """A coverage in which all that can be told is told: tests that are open, and that the engine cannot judge."""
    monkeypatch.chdir(tmp_path)
    policy_with_tests(Path("acme"), good=GOOD, bad=BAD)
    return courtesy.coverage(courtesy.load_policy("./acme"))


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("format_name", FORMATS["coverage"])
def test_a_coverage_reads_as_it_was_read(
    format_name: str, coverage: courtesy.Coverage, snapshot: Callable[[str, str], None], *, everything: bool
) -> None:
    """Each format is what a person has read and found right; JSON has all of it in any case."""
    name = "all" if everything and format_name == "text" else "missing"
    text = renderer("coverage", format_name)(coverage, plain, everything=everything)
    snapshot(f"coverage/{name}.{ENDINGS[format_name]}", text)
