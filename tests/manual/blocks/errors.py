"""The codes of errors and notices, as classes and functions declare them."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import courtesy
from courtesy.errors import CourtesyError, FaultError, Problem
from courtesy.wording.text import sentence
from tests.manual.blocks.layout import items

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = Path(__file__).parents[3] / "engine"


def error_list(kind: str) -> str:
    """The codes of the errors of a kind, each with its causes and ways out, as their classes declare them."""
    by_code: dict[str, list[type[CourtesyError]]] = {}
    for error in errors():
        if _kind(error) == kind:
            by_code.setdefault(error.code, []).append(error)
    entries = []
    for code, classes in sorted(by_code.items()):
        causes = " ".join(dict.fromkeys(_cause(error) for error in classes))
        ways = " ".join(dict.fromkeys(sentence(error.way_out) for error in classes))
        entries.append(f"- `{code}`: {causes} **Way out:** {ways}")
    return items(entries)


def errors() -> list[type[CourtesyError]]:
    """Every class of errors that the engine makes: those that are only a base are left out."""
    for module in walk_packages(courtesy.__path__, "courtesy."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    source = "".join(file.read_text("utf-8") for file in ENGINE.rglob("*.py"))
    made = set(re.findall(r"(?:(?<!class )\b(?=\w+Error(?:\.unless_there)?\()|(?<=raise ))(\w+Error)", source))
    return sorted(
        (e for e in set(_below(CourtesyError)) if e.__name__ in made), key=lambda e: (e.code, e.__module__, e.__name__)
    )


def _below(error: type[CourtesyError]) -> Iterator[type[CourtesyError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from _below(kind)


def _kind(error: type[CourtesyError]) -> str:
    """`problem` of a file, `fault` of the engine, or any other."""
    return "problem" if issubclass(error, Problem) else "fault" if issubclass(error, FaultError) else "other"


def _cause(error: type[CourtesyError]) -> str:
    return sentence((error.__doc__ or "").partition("\n")[0].partition(". ")[0])


def notice_list() -> str:
    """The codes of notices, each with the docstring of the function that gives it."""
    entries = {}
    for file in sorted(ENGINE.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for code in _notices(function):
                    entries[code] = f"- `{code}`: {(ast.get_docstring(function) or '').partition(chr(10))[0]}"
    return items(entry for _, entry in sorted(entries.items()))


def _notices(function: ast.FunctionDef) -> Iterator[str]:
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Notice":
            yield from (
                str(k.value.value) for k in call.keywords if k.arg == "code" and isinstance(k.value, ast.Constant)
            )
