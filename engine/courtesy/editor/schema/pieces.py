"""Pieces of schemas as editors understand them best: what completes, what is inserted, and what a message says.

A value that may be written in several shapes is told apart by its shape (`if`, `then`), never by trying (`anyOf`): so
a message is about the shape that was written, and stands at its place. The keywords `errorMessage`,
`patternErrorMessage`, `enumDescriptions` and `defaultSnippets` are those of yaml-language-server and of VS Code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.loading.errors import listed
from courtesy.spans import Scalar
from courtesy.values import boolean_of, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Piece = dict[str, Any]
_TEXT = ["string", "number", "boolean"]
"""What text can look like: a plain `2026` is text wherever text is expected."""
_NO_TEXT = "^(?!)"
"""A pattern that no text has."""


def snippets(meanings: Mapping[str, str]) -> list[Piece]:
    """Values that are offered, each with its sentence."""
    return [{"label": word, "body": word, "description": said} for word, said in meanings.items()]


def choice(meanings: Mapping[str, str], message: str) -> Piece:
    """One of these words, and no other."""
    forms = [(form, said) for word, said in meanings.items() for form in _written(word)]
    return {
        "enum": [form for form, _ in forms],
        "enumDescriptions": [said for _, said in forms],
        "errorMessage": message,
    }


def _written(word: str) -> list[object]:
    """A word as the values that an editor may read it as: `2` is a number for it, and text for us."""
    plain = Scalar(word, plain=True)
    as_number, as_boolean = number_of(plain), boolean_of(plain)
    return [word, *(form for form in (as_number, as_boolean) if form is not None)]


def words(meanings: Mapping[str, str] | None, what: str, *, closed: bool = True, declared: str = "") -> Piece:
    """One word of a kind, or (None) any text.

    Where it is not `closed`, others will do too. `declared` is the section of a manifest that adds to them.
    """
    if meanings is None:
        return {"type": _TEXT}
    if not closed:
        return {"type": _TEXT, "defaultSnippets": snippets(meanings)}
    if not meanings:
        message = f"Expected {what}, and there is none" + (f": declare it under `{declared}`." if declared else ".")
        return {"type": "string", "pattern": _NO_TEXT, "errorMessage": message, "patternErrorMessage": message}
    also = f"; declare others under `{declared}`" if declared else ""
    return choice(meanings, f"Expected {what}: {listed(meanings, most=40)}{also}.")


def one_or_list(one: Piece, *, mapping: Piece | None = None, title: str = "Value", least: int = 1) -> Piece:
    """One value, a list of them, or (with `mapping`) a mapping."""
    many: Piece = {"items": {"title": title, "description": "One of those that are meant.", **one}}
    if least:
        many["minItems"] = least
    single = one if mapping is None else by_shape("object", mapping, one)
    return {**offered_by(one), **by_shape("array", many, single)}


def by_shape(shape: str, then: Piece, otherwise: Piece) -> Piece:
    """What is of that shape is read by one piece, all else by the other."""
    return {"if": {"type": shape}, "then": then, "else": otherwise}


def offered_by(one: Piece) -> Piece:
    """What a key offers as its value; one that offers nothing would be inserted without its colon."""
    if "enum" not in one:
        return {"defaultSnippets": one.get("defaultSnippets", [{"label": "any text", "body": "$1"}])}
    pairs = zip(one["enum"], one["enumDescriptions"], strict=True)
    return {"defaultSnippets": [{"label": _label(value), "body": value, "description": said} for value, said in pairs]}


def _label(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def any_of_keys(keys: Iterable[str], then: Piece, otherwise: Piece) -> Piece:
    """What holds of a mapping that has at least one of these keys, and of one that has none."""
    return {"if": {"anyOf": [{"required": [key]} for key in keys]}, "then": then, "else": otherwise}


def lacking(message: str) -> Piece:
    """What no mapping fulfils: it tells the message where the mapping begins.

    An editor that does not know `errorMessage` says that the property of this name is missing.
    """
    return {"required": [message], "errorMessage": message}


def about(piece: Piece) -> Piece:
    """What a part says of itself."""
    return {key: piece[key] for key in ("title", "description") if key in piece}


def parts(node: object) -> Iterator[Piece]:
    """Every part of a schema."""
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from parts(part)
