"""How rules read in `courtesy show`, compared whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from courtesy.api import parse_policy
from courtesy.rendering.policy_page import meaning

DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("readings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", DATA["readings"])
def test_reading(name: str) -> None:
    """What a rule asks for is a sentence that somebody could have written."""
    reading = DATA["readings"][name]
    rules = [{"id": "a.rule", "level": "must", **reading["rule"]}]
    policy = parse_policy(json.dumps({**DATA["manifest"], "rules": rules}).encode(), "policy.json", matcher="native")
    (rule,) = policy.compiled
    assert [("Asks", reading["reads"])] == list(meaning(policy.source, rule))
