"""What is wrong in a rule is told with its place, what was expected, and the likely fix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy

CASES = yaml.safe_load(Path(__file__).with_name("compile_errors.yaml").read_text("utf-8"))
HEAD = """courtesy: 1
id: broken
version: 1.0.0
title: A policy with something wrong
{settings}
facts: {{attributes.competing_offer: {{type: boolean, title: Whether there is another offer}}}}
rules:
"""


@pytest.mark.parametrize("title", CASES)
def test_a_problem_in_a_rule_is_told_with_place_and_fix(title: str, tmp_path: Path) -> None:
    """Every problem of a rule is reported with code, line, column, sentence and help."""
    case: dict[str, Any] = CASES[title]
    file = tmp_path / "policy.yaml"
    settings = case.get("settings", "zone: America/New_York\ndefaults: {calendar: US}")
    rules = "".join(f"  - {{id: broken.rule-{n}, level: must, {rule}}}\n" for n, rule in enumerate(case["rules"]))
    file.write_text(HEAD.format(settings=settings) + rules, encoding="utf-8")
    with pytest.raises(courtesy.InvalidInputError) as raised:
        courtesy.load_policy(file)
    first_rule = HEAD.format(settings=settings).count("\n") + 1
    told = [
        f"[{problem.code}] rule {problem.span.line - first_rule} column {problem.span.column}: {problem}"
        + (f" ({problem.help()})" if problem.help() else "")
        for problem in raised.value.problems
    ]
    assert case["problems"] == told
