"""Every sense finds the policies that have its fault, and passes those that look like it and have not.

A file in `lint/` is of one sense. Under `found` and `passed` stand policies, each with its own keys of a manifest, and
with `files` beside it, `cases` that are judged, and what is expected: `says`, `senses` where they are not the one,
`at`, the file in which the finding stands, and `ignored`, how many are passed over.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy
from courtesy.loading.schemas import load_schema
from courtesy.model.lint import Sense
from courtesy.review.lint.pages import page_of
from courtesy.review.lint.senses import SENSES
from tests.helpers.travelling import come_back

FOLDER = Path(__file__).parent / "lint"
FILES = sorted(FOLDER.glob("*.yaml"))
ROOT = Path(__file__).parents[3]
AGENCY = sorted(str(file.relative_to(ROOT).as_posix()) for file in ROOT.glob("examples/agency/policies/*.yaml"))
USUAL = {"courtesy": "1", "id": "acme", "version": "1.0.0", "title": "Acme"}
OWN = {"zone": "America/New_York", "defaults": {"calendar": "US"}}
EXPECTED = frozenset({"says", "senses", "at", "count", "ignored", "cases", "files", "name"})
NEAR_MISSES = 5


class _Loader(yaml.SafeLoader):
    """YAML in which times and dates stay text, and `on` is a word."""


_NOT_READ = frozenset({"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool"})
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _NOT_READ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Plain(yaml.SafeDumper):
    """Writes words as they were read: without quotes where they need none."""


_Plain.yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


@cache
def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a safe loader
    return content


def _policies(kind: str) -> list[Any]:
    return [pytest.param(file, name, id=f"{file.stem}: {name}") for file in FILES for name in _read(file).get(kind, ())]


def _linted(file: Path, stated: dict[str, Any], folder: Path) -> courtesy.LintReport:
    """What is found in a policy of a file, which is written with the files beside it."""
    common = _read(file).get("files", {})
    for name, content in {**common, **stated.get("files", {})}.items():
        text = content if isinstance(content, str) else _text(content)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    manifest = {key: said for key, said in stated.items() if key not in EXPECTED}
    stated_rules = enumerate(manifest.get("rules", ()), 1)
    rules = [{"id": f"test.rule-{number}", "level": "must", **rule} for number, rule in stated_rules]
    own = {} if "extends" in manifest else OWN
    place = folder / stated.get("name", "policy.yaml")
    place.write_text(_text({**USUAL, **own, **manifest, **({"rules": rules} if rules else {})}), encoding="utf-8")
    policy = courtesy.load_policy(place, matcher="native")
    cases = [policy.parse_case(_text(case).encode()) for case in stated.get("cases", ())]
    return courtesy.lint(policy, cases=cases)


def _text(content: Any) -> str:
    return yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=1000)


@pytest.mark.parametrize(("file", "name"), _policies("found"))
def test_a_fault_is_found(file: Path, name: str, tmp_path: Path) -> None:
    """A policy with a fault has findings of the sense, and no others."""
    stated = _read(file)["found"][name]
    report = _linted(file, stated, tmp_path)
    senses = stated.get("senses", [file.stem] * int(stated.get("count", 1)))
    assert sorted(senses) == sorted(finding.sense.value for finding in report.findings), report.findings
    said = [finding for finding in report.findings if stated.get("says", "") in finding.message]
    assert said, [finding.message for finding in report.findings]
    assert stated.get("at", Path(str(said[0].span.file)).name) == Path(str(said[0].span.file)).name
    assert all(finding.span.line > 0 and finding.help for finding in report.findings)
    come_back(report)


@pytest.mark.parametrize(("file", "name"), _policies("passed"))
def test_what_only_looks_like_it_is_passed(file: Path, name: str, tmp_path: Path) -> None:
    """A policy that looks as if it had the fault, and has not, has no finding at all."""
    stated = _read(file)["passed"][name]
    report = _linted(file, stated, tmp_path)
    assert [] == [(finding.sense.value, finding.message) for finding in report.findings]
    assert int(stated.get("ignored", 0)) == len(report.ignored)


@pytest.mark.parametrize("sense", Sense)
def test_every_sense_has_near_misses(sense: Sense) -> None:
    """Each sense has policies that have its fault, and five at least that look like it."""
    content = _read(FOLDER / f"{sense}.yaml")
    assert content["found"]
    assert len(content["passed"]) >= NEAR_MISSES


@pytest.mark.parametrize("sense", Sense)
def test_every_sense_shows_what_it_finds(sense: Sense, tmp_path: Path) -> None:
    """The bad example of a sense's page has one finding, of the sense; the good one has none."""
    page = page_of(sense)
    for text, wanted in ((page.bad, [sense]), (page.good, [])):
        for name, channel in (("timing", "phone"), ("channels", "sms")):
            rule = f"- {{id: {name}.none, level: must, applies_to: {{channel: {channel}}}, forbid: true}}\n"
            (tmp_path / f"{name}.yaml").write_text(rule, encoding="utf-8")
        manifest = _text(USUAL) + ("" if "defaults" in text else _text(OWN)) + text
        (tmp_path / "policy.yaml").write_text(manifest, encoding="utf-8")
        if sense is not Sense.NOT_INCLUDED:
            manifest_only = tmp_path / "alone"
            manifest_only.mkdir(exist_ok=True)
            (manifest_only / "policy.yaml").write_text(manifest, encoding="utf-8")
        policy = courtesy.load_policy(tmp_path if sense is Sense.NOT_INCLUDED else tmp_path / "alone")
        action = {"id": "a", "channel": "email", "to": "c", "at": "2026-11-20T10:00"}
        case = policy.case_from({"zone": "UTC", "contacts": {"c": {}}, "actions": [action]})
        cases = [case] if sense is Sense.UNDECIDABLE_CASES else []
        assert wanted == [finding.sense for finding in courtesy.lint(policy, cases=cases).findings]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["hire-wire", "examples/one-file", *AGENCY])
def test_policies_that_ship_make_sense(name: str) -> None:
    """Nothing is found in the policies that ship, nor in those of the examples."""
    project = courtesy.load_project(ROOT / "examples" / "agency" / "courtesy.yaml")
    policy = courtesy.load_policy(ROOT / name if "/" in name else name, project=project)
    assert () == courtesy.lint(policy).findings


def test_the_table_lists_every_sense() -> None:
    """Each sense has a file and a test of its own, and can be ignored, but for ignores themselves."""
    assert list(Sense) == list(SENSES)
    assert {sense.value for sense in Sense} == {file.stem for file in FILES}
    ignore = load_schema("policy")["$defs"]["manifest"]["properties"]["lint"]["properties"]["ignore"]["items"]
    ignorable = [sense.value for sense in Sense if sense is not Sense.UNUSED_IGNORE]
    assert ignorable == ignore["properties"]["sense"]["enum"]
    finding = load_schema("lint")["$defs"]["finding"]["properties"]["sense"]["enum"]
    assert [sense.value for sense in Sense] == finding
