"""json-rules-engine, in a process of Node's that keeps engine and fact sheets; it takes its own time."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tests.bench.peers.contestant import Contestant
from tests.bench.peers.sixteen_rules import RULES, AnyOf, Test

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.bench.peers.sixteen_rules import Sheet

OPS = {
    "is": "equal",
    "is_not": "notEqual",
    "one_of": "in",
    "none_of": "notIn",
    "less_than": "lessThan",
    "at_least": "greaterThanInclusive",
    "more_than": "greaterThan",
}
EACH = {"has_one_of": ("any", "contains"), "has_none_of": ("all", "doesNotContain")}


def rules() -> list[dict[str, object]]:
    """The rules in its JSON."""
    return [
        {"conditions": {"all": [_part(part) for part in condition]}, "event": {"type": rule}}
        for rule, condition in RULES.items()
    ]


def _part(part: Test | AnyOf) -> dict[str, object]:
    if isinstance(part, AnyOf):
        return {"any": [_part(test) for test in part.tests]}
    if part.op in EACH:
        group, operator = EACH[part.op]
        return {group: [{"fact": part.fact, "operator": operator, "value": item} for item in part.value]}
    # A fact that decides early is asked first: the engine then asks nothing more.
    priority = {"priority": 2} if part.fact in {"channel", "purpose"} else {}
    return {"fact": part.fact, "operator": OPS[part.op], "value": part.value, **priority}


class JsonRulesEngine(Contestant):
    """Rules whose events name what is broken."""

    name: ClassVar[str] = "json-rules-engine (Node)"
    form: ClassVar[str] = "sixteen rules in one engine, timed inside Node"

    def __init__(self, sheets: list[Sheet], modules: Path) -> None:
        self.count = len(sheets)
        with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
            json.dump({"rules": rules(), "sheets": sheets}, file)
        self._file = Path(file.name)
        script = Path(__file__).with_suffix(".js")
        self._node = subprocess.Popen(
            ["node", str(script), str(modules / "json-rules-engine"), file.name],  # noqa: S607  Node, wherever it is
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _ask(self) -> dict[str, object]:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write("go\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())

    def answers(self) -> list[Collection[str]]:
        """The types of the events of each run."""
        return self._ask()["answers"]

    def seconds(self) -> float:
        """How long all runs took, without what passes between the processes."""
        return self._ask()["seconds"]

    def close(self) -> None:
        """End Node."""
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait()
        self._file.unlink()
