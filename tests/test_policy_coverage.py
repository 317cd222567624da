"""The README of hire-wire maps every sentence of the article to rules, or says why nothing checks it.

`COURTESY_UPDATE=1 pytest tests/test_policy_coverage.py` writes the tables of the README anew.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy

POLICY = Path(__file__).parent.parent / "policies" / "hire-wire" / "1.0.0"
README = POLICY / "README.md"
COVERAGE: dict[str, Any] = yaml.safe_load((POLICY / "coverage.yaml").read_text(encoding="utf-8"))
MANIFEST: dict[str, Any] = yaml.safe_load((POLICY / "policy.yaml").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = [
    rule for file in MANIFEST["include"] for rule in yaml.safe_load((POLICY / file).read_text(encoding="utf-8"))
]
RULE_IDS = {rule["id"] for rule in RULES}


def test_every_sentence_is_listed_once() -> None:
    """Each paragraph lists its sentences 1 to n, n being the committed count, in the order of the article."""
    expected = [
        (count["section"], count["paragraph"], sentence)
        for count in COVERAGE["counts"]
        for sentence in range(1, count["sentences"] + 1)
    ]
    assert expected == [(item["section"], item["paragraph"], item["sentence"]) for item in COVERAGE["sentences"]]


def test_every_sentence_has_rules_or_a_reason() -> None:
    """A sentence names at least one rule, or the reason why it cannot be checked, never both."""
    wrong = [item for item in COVERAGE["sentences"] if bool(item.get("rules")) == bool(item.get("not_checked"))]
    assert wrong == []


def test_every_rule_rests_on_a_sentence() -> None:
    """Every rule of the policy is cited, and every rule cited exists."""
    cited = {rule for item in COVERAGE["sentences"] for rule in item.get("rules", ())}
    assert RULE_IDS == cited


def test_rules_cite_the_sentences_that_cite_them() -> None:
    """The section and paragraph of each rule's source hold a sentence, or the heading, that names the rule."""
    places = {(rule, item["section"]) for item in COVERAGE["sentences"] for rule in item.get("rules", ())}
    paragraphs = {(count["section"], count["paragraph"]) for count in COVERAGE["counts"]}
    sources = [(rule["id"], rule["source"]) for rule in RULES]
    wrong = [
        rule
        for rule, source in sources
        if (rule, source["section"]) not in places or (source["section"], source["paragraph"]) not in paragraphs
    ]
    assert wrong == []


@pytest.mark.parametrize("table", ["rules", "sentences"])
def test_readme_shows_the_tables(table: str) -> None:
    """The README's tables are the renderings of the rule files and of coverage.yaml."""
    text = README.read_text(encoding="utf-8")
    block = re.compile(f"(?<=<!-- {table}: begin -->\n).*?(?=<!-- {table}: end -->)", re.DOTALL)
    rendered = _rules_table() if table == "rules" else _sentences_table()
    if os.environ.get("COURTESY_UPDATE"):
        text = block.sub(lambda _: rendered, text)
        README.write_text(text, encoding="utf-8")
    assert [rendered] == block.findall(text)


def test_counts_name_each_paragraph_once() -> None:
    """No paragraph is counted twice."""
    assert {1} == set(Counter((count["section"], count["paragraph"]) for count in COVERAGE["counts"]).values())


def _rules_table() -> str:
    lines = ["| rule | level | guidance | source |", "| --- | --- | --- | --- |"]
    titles = {rule.id: rule.title for rule in courtesy.load_policy("hire-wire").rules}
    for rule in RULES:
        source = rule["source"]
        ours = " (our interpretation)" if rule.get("interpretation") else ""
        lines.append(
            f"| `{rule['id']}` | {rule['level']} | {titles[rule['id']]} "
            f"| {source['section']}, paragraph {source['paragraph']}{ours} |"
        )
    return "\n".join(lines) + "\n"


def _sentences_table() -> str:
    lines = ["| section | paragraph, sentence | says, in our words | checked by |", "| --- | --- | --- | --- |"]
    for item in COVERAGE["sentences"]:
        place = f"{item['paragraph']}, {item['sentence']}" if item["paragraph"] else "heading"
        lines.append(f"| {item['section']} | {place} | {item['about']} | {_checked_by(item)} |")
    return "\n".join(lines) + "\n"


def _checked_by(item: dict[str, Any]) -> str:
    rules: list[str] = item.get("rules", [])
    return ", ".join(f"`{rule}`" for rule in rules) or f"not checked: {item['not_checked']}"
