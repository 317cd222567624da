"""Edits that put a problem right, where what was meant is plain."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from courtesy.compiling.errors import UnknownFactError, UnknownWordError
from courtesy.editor.inserting import declared, listed_item
from courtesy.editor.marks import Edit, Fix
from courtesy.editor.place import word_at
from courtesy.editor.sketch import Role
from courtesy.spans import Scalar
from courtesy.values import FactType, boolean_of, integer_of, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from courtesy.editor.sheet import Sheet
    from courtesy.editor.sketch import Word
    from courtesy.errors import Problem

_WRITE = re.compile(r"write `([^`…]+)`(?:$|[;,.:]|,? (?:and|in|for|or) )")
_SECTIONS = {"channel": "channels", "purpose": "purposes", "role": "roles", "roles": "roles"}
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`])(?!.*(?:: |:$| #))[^\r\n\t]+(?<! )")


def fixes_of(
    problem: Problem, sheet: Sheet, place: tuple[int, int], manifest: tuple[Path, str] | None
) -> Iterator[Fix]:
    """The fixes of a problem at a place of a file; `manifest` is that of the policy, with its text."""
    start, end = place
    written = sheet.text[start:end]
    word = word_at(sheet.words, start)
    meant = _meant(problem, written)
    if meant is not None and word is not None and word.path:
        meant = meant.removeprefix(f"{word.path[-1]}: ") if word.role is not Role.KEY else meant
    if meant is not None and meant != written and "\n" not in written:
        new = _as_written(meant, word, written)
        yield Fix(f"Change to `{meant}`", (Edit(sheet.path, start, end, new),), sure=problem.suggestion is not None)
    if (problem.help() or "").startswith("remove the quotes") and written[:1] in {"'", '"'}:
        yield Fix("Remove the quotes", (Edit(sheet.path, start, end, written[1:-1]),), sure=True)
    if manifest is not None:
        yield from _declaring(problem, sheet, start, *manifest)


def _meant(problem: Problem, written: str) -> str | None:
    """What was probably meant, where it is the same in other words; None where that is not certain."""
    meant = problem.suggestion
    if meant is None and (found := _WRITE.match(problem.help() or "")):
        meant = found[1]
    if meant is None:
        return None
    if "<name>" in meant:
        return meant.replace("<name>", written) if re.fullmatch(r"[a-z][a-z0-9_]*", written) else None
    said = re.findall(r"[\w.-]+", written)
    if meant[:1] in "{[" and not all(word in meant for word in said):
        return None  # an example of the form, with other words in it
    return None if "..." in meant else meant


def _as_written(meant: str, word: Word | None, written: str) -> str:
    """What was meant, in quotes where what stands there is, or where it would be read as something else."""
    if boolean_of(said := Scalar(meant, plain=True)) is not None or number_of(said) is not None:
        return meant  # in quotes it would be text
    if written[:1] == "'" and "'" not in meant:
        return f"'{meant}'"
    if meant[:1] in "{[":
        return meant
    in_flow = word is not None and word.flow
    plain = _PLAIN.fullmatch(meant) and not (in_flow and re.search(r"[,\[\]{}]", meant))
    return meant if plain and written[:1] != '"' else json.dumps(meant, ensure_ascii=False)


def _declaring(problem: Problem, sheet: Sheet, start: int, manifest: Path, manifest_text: str) -> Iterator[Fix]:
    """The fixes that declare a word or a fact in the manifest."""
    if isinstance(problem, UnknownWordError) and problem.kind in _SECTIONS:
        section, word = _SECTIONS[str(problem.kind)], problem.found
        if re.fullmatch(r"[a-z][a-z0-9_]*", word):
            noun = word.replace("_", " ")
            edit = declared(manifest, manifest_text, section, f"{word}: {noun}")
            yield Fix(f"Declare the {problem.kind.removesuffix('s')} `{word}`", (edit,))
    if isinstance(problem, UnknownFactError) and re.fullmatch(
        r"(recipient\.)?attributes\.[a-z][a-z0-9_]*", problem.name
    ):
        kind = _type_of(sheet, word_at(sheet.words, start))
        title = problem.name.rpartition(".")[2].replace("_", " ")
        said = f"{problem.name}: {{type: {kind}, title: {title}}}"
        yield Fix(f"Declare the fact `{problem.name}`", (declared(manifest, manifest_text, "facts", said),))


def _type_of(sheet: Sheet, key: Word | None) -> FactType:
    """The type of a fact, by what it is compared with."""
    size = 0 if key is None else len(key.path)
    values = [word for word in sheet.words if key and word.role is not Role.KEY and word.path[:size] == key.path]
    if not values or sheet.text[values[0].start] in "'\"":
        return FactType.STRING if values else FactType.BOOLEAN
    said = Scalar(values[0].text, plain=True)
    if boolean_of(said) is not None:
        return FactType.BOOLEAN
    if integer_of(said) is not None:
        return FactType.INTEGER
    return FactType.NUMBER if number_of(said) is not None else FactType.STRING


def include_in(manifest: Path, manifest_text: str, name: str) -> Fix:
    """The fix that has a manifest include a file."""
    return Fix(f"Add `{name}` to `include`", (listed_item(manifest, manifest_text, "include", name),), sure=True)
