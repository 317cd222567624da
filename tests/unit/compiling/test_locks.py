"""Of a locked rule only what makes it stricter may be changed, as locks.yaml says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy
from courtesy.compiling.lock_errors import LockedError
from courtesy.errors import InvalidInputError
from courtesy.model.order import Order
from courtesy.rules import RULE_TYPES
from courtesy.rules._rule_type import RuleType

STATED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("locks.yaml").read_text("utf-8"))
CASES: dict[str, Any] = STATED["cases"]
CHILD = "courtesy: 1\nid: northgate\nversion: 3.0.0\nextends: ./parent.yaml\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files lie in the current folder."""
    monkeypatch.chdir(tmp_path)


def _load(case: dict[str, Any]) -> courtesy.Policy:
    rules = "".join(f"  {line}\n" for line in case.get("rules", STATED["rules"]).splitlines())
    locked = f"locked: {yaml.safe_dump(case.get('locked', 'all'), default_flow_style=True).splitlines()[0]}\n"
    parent = STATED["head"] + case.get("parent", "") + locked + f"rules:\n{rules}"
    Path("parent.yaml").write_text(parent, encoding="utf-8")
    Path("child.yaml").write_text(CHILD + case["child"], encoding="utf-8")
    return courtesy.load_policy(Path("child.yaml"), matcher="native")


@pytest.mark.parametrize("name", CASES)
def test_locks(name: str) -> None:
    """A child that makes locked rules stricter loads, and every other change is told with its place and an example."""
    case = CASES[name]
    if "report" not in case:
        assert _load(case).rules
        return
    with pytest.raises(InvalidInputError) as caught:
        _load(case)
    problems = caught.value.problems
    assert all(isinstance(problem, LockedError) for problem in problems), caught.value
    found = [(p, p) for p in problems if isinstance(p, LockedError)]
    assert case["report"] == [f"{p.line}:{p.column} {p} ({p.rule_id})" for p, _ in found]
    told = [p.rule_id if p.of_a_rule else p.field for p, _ in found if p.example]
    assert set(case.get("example", ())) <= set(told)
    assert all("parent.yaml:" in p.help() for p, _ in found)


def test_every_rule_type_says_what_is_stricter() -> None:
    """Each rule type declares in its own file which of its fields have an order; there is no default."""
    assert "stricter" not in vars(RuleType)
    for kind in RULE_TYPES.values():
        assert "stricter" in vars(kind), f"`{kind.name}` does not say which of its fields have an order"
        assert set(kind.stricter) <= {kind.name, *kind.schema.get("properties", ())}, kind.name
        fields = set(kind.__struct_fields__)  # type: ignore[attr-defined]  # they are structs
        for key, order in kind.stricter.items():
            assert isinstance(order, Order)
            assert (order.field or key) in fields, f"{kind.name}.{key}"


def test_an_example_is_refused_by_the_parent_alone() -> None:
    """The example says which action it is, and who refuses it."""
    with pytest.raises(InvalidInputError) as caught:
        _load({"child": "change: {timing.calls: {hours: {to: '18:00'}}}"})
    assert (
        "headquarters 1.2.0 locks `timing.calls`, see parent.yaml:17:67; a follow-up phone call to an interviewer on "
        "Monday 23 November 2026, 17:30 EST, after an interview on Friday 20 November 2026, 15:30 EST, is refused by "
        "headquarters 1.2.0 and permitted by northgate 3.0.0"
    ) == caught.value.problems[0].help()


def test_a_lock_holds_along_the_line() -> None:
    """What the first policy of a line locks stays locked for all that follow, at the value that the last gave it."""
    _load({"child": "change: {timing.pause: {wait: {at_least: 3 weeks}}}\n"})
    last = CHILD.replace("northgate", "office").replace("parent", "child")
    for weeks, loads in ((4, True), (3, None), (2, False)):
        Path("last.yaml").write_text(f"{last}change: {{timing.pause: {{wait: {{at_least: {weeks} weeks}}}}}}\n")
        if loads:
            assert courtesy.load_policy(Path("last.yaml"), matcher="native").rules
            continue
        with pytest.raises(InvalidInputError) as caught:
            courtesy.load_policy(Path("last.yaml"), matcher="native")
        assert ("locked" if loads is False else "empty-change") == caught.value.problems[0].code
