"""What is generated in the manual: pages of rule types, errors, layers, parts of examples; each from what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.manual.blocks.errors import error_list, notice_list
from tests.manual.blocks.programs import example
from tests.manual.blocks.rooms import layers
from tests.manual.blocks.rules import rule_page, stricter_list
from tests.manual.blocks.schemas import keys
from tests.manual.blocks.scopes import ledger_routes, scope_list
from tests.manual.blocks.senses import sense_list

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
DIFFS = ROOT / "tests" / "extending"
MARKED = re.compile(r"(?<=<!-- generated: )(?P<name>[A-Za-z_ -]+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


def renewed(text: str) -> str:
    """The page with what is generated in it as it is now."""
    return MARKED.sub(lambda block: f"{block['name']} -->\n{_generated(block['name'])}\n", text)


def _generated(name: str) -> str:
    kind, _, of = name.partition(" ")
    makers: dict[str, Callable[[str], str]] = {
        "rule": rule_page,
        "keys": keys,
        "diff": diff,
        "example": example,
        "layers": lambda _: layers(),
        "errors": error_list,
        "notices": lambda _: notice_list(),
        "stricter": lambda _: stricter_list(),
        "senses": lambda _: sense_list(),
        "scopes": lambda _: scope_list(),
        "ledger-routes": lambda _: ledger_routes(),
    }
    return makers[kind](of)


def diff(name: str) -> str:
    """What it takes to add a fact, a rule type, a channel or a format, as a test applies it."""
    return f"```diff\n{(DIFFS / f'{name}.diff').read_text('utf-8')}```"
