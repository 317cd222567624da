"""What lint finds as SARIF, held to the schema that Microsoft's tool for the format carries.

`.ci/node.sh` installs the tool. Without it these tests are skipped; with `COURTESY_EDITOR=required` they fail instead.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from courtesy.cli.main import cli

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / ".cache/node/node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json"
FAULTY = """\
courtesy: 1
id: acme
version: 1.0.0
title: Acme
zone: America/New_York
channels: {whatsapp: WhatsApp message, telegram: "Telegram message, or \\"voice\\""}
facts: {attributes.agreed: {type: boolean, title: they agreed}}
lint: {ignore: [{sense: unused-word, word: whatsapp, because: Our branches use it.}]}
rules:
  - {id: a.four, title: "At most five contacts: a week", level: must, limit: {at_most: 4, per: 7 days}}
  - {id: a.nine, level: must, limit: {at_most: 9, per: 7 days}}
  - {id: a.wait, level: must, applies_to: {channel: email}, wait: {at_least: 7 days, after: interview}}
  - {id: a.late, level: must, applies_to: {channel: email}, deadline: {at_most: 3 days, after: interview}}
  - {id: a.never, level: must, applies_to: {channel: sms}, unless: {action.channel: sms}, forbid: true}
"""


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """The published schema of SARIF 2.1.0."""
    if not SCHEMA.is_file():
        if os.environ.get("COURTESY_EDITOR") == "required":
            pytest.fail(f"{SCHEMA} is missing")
        pytest.skip("the tool for SARIF is not installed: .ci/node.sh does it")
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8-sig")))


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["faulty", "hire-wire"])
def test_sarif_is_valid_by_its_published_schema(
    policy: str, validator: jsonschema.Draft202012Validator, tmp_path: Path
) -> None:
    """The log on a policy with many findings, some of them ignored, is valid, and so is one without any."""
    (tmp_path / "policy.yaml").write_text(FAULTY, encoding="utf-8")
    found = CliRunner().invoke(cli, ["lint", str(tmp_path) if policy == "faulty" else policy, "--format", "sarif"])
    log = json.loads(found.stdout)
    assert [] == [error.message for error in validator.iter_errors(log)]
    results = log["runs"][0]["results"]
    assert (policy == "faulty") is (len(results) > 4)
    assert (policy == "faulty") is any("suppressions" in result for result in results)


def test_the_published_schema_finds_mistakes(validator: jsonschema.Draft202012Validator) -> None:
    """A log that is not one is not valid: the schema is the one of the format."""
    assert [] != list(validator.iter_errors({"version": "2.1.0", "runs": [{"tool": {}}]}))
