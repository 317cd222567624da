"""Parts of the programs of `examples/embedding`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.helpers.embedding import EMBEDDING

if TYPE_CHECKING:
    from collections.abc import Iterator


def example(of: str) -> str:
    """The functions, classes and methods of a program that are named, in its order, as a file that is not executed."""
    program, *names = of.split()
    text = (EMBEDDING / f"{program}.py").read_text(encoding="utf-8")
    found = {name: part for name, part in _parts(ast.parse(text), text) if name in names}
    assert list(found) == names, f"{program} has, of {names}, {list(found)}"
    return f"```python {program}.py\n" + "\n\n\n".join(found.values()) + "\n```"


def _parts(tree: ast.Module, text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            yield node.name, "\n".join(lines[first - 1 : node.end_lineno])
