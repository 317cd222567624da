"""Beginnings of values to be filled in, from the examples and needs that the schemas state."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from courtesy.editor.rule_places import rule_path
from courtesy.editor.schema_nodes import schema_of
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.editor.offers import Offer, Writer
    from courtesy.editor.place import Place
    from courtesy.editor.schema_nodes import Node, Schema
    from courtesy.editor.sheet import Sheet
    from courtesy.spans import Path

_TEXT = {"string", "number", "integer", "boolean"}


def value_snippet(schema: Schema, path: Path, node: Node, place: Place) -> str:
    """What follows the colon of a key: a space, and for what is no single word the beginning of it."""
    kinds = {kind for one in schema.nodes(path) for kind in _kinds(one)}
    example = next((one for one in node.get("examples", ()) if isinstance(one, dict)), None)
    if node.get("type") == "boolean":
        return " ${1|true,false|}"
    if "enum" in node:
        return f" ${{1|{','.join(map(str, node['enum']))}|}}"
    if kinds & _TEXT or not kinds:
        return " "
    if example is not None:
        return f" {in_flow(example)}"
    if "object" in kinds:
        return " {$1}" if place.flow else f"\n{' ' * (place.indent + 2)}"
    return " [$1]"


def mapping_offer(sheet: Sheet, place: Place, writer: Writer) -> Offer | None:
    """The mapping that a value behind its key can be, as one to fill in; None where it can be none."""
    schema = schema_of(sheet.kind)
    if schema is None or place.typed:
        return None
    nodes = [node for node in schema.nodes(place.path) if "object" in _kinds(node)]
    for node in nodes:
        example = next((one for one in node.get("examples", ()) if isinstance(one, dict)), None)
        shown = example or dict.fromkeys(node.get("required", ()), "")
        if shown:
            return writer.skeleton(_label(shown), in_flow(shown), str(node.get("description", "")))
    return None


def item_offers(sheet: Sheet, place: Place, writer: Writer) -> Iterator[Offer]:
    """New items of a list; with their dash, where it is not there."""
    schema = schema_of(sheet.kind)
    if schema is None:
        return
    dashed = _has_dash(sheet.text, place)
    of_list = any("items" in node for node in schema.nodes(place.path)) and not dashed
    item = (*place.path, 0) if of_list else place.path
    dash = "" if dashed else "- "
    if rule_path(sheet.kind, (*item, "id")) == item:
        yield from _rules(sheet, place, writer, dash, schema.nodes(item))
        return
    for node in schema.nodes(item):
        required = node.get("required", ())
        if "object" in _kinds(node) and required:
            shown = dict.fromkeys(required, "")
            yield writer.skeleton(f"{dash}{_label(shown)}", f"{dash}{in_flow(shown)}", str(node.get("description", "")))


def _rules(sheet: Sheet, place: Place, writer: Writer, dash: str, nodes: tuple[Node, ...]) -> Iterator[Offer]:
    """A whole rule of each type."""
    section = sheet.path.stem if not place.path or isinstance(place.path[0], int) else "section"
    margin = "\n" + " " * (place.indent + len(dash))
    said: Node = next(
        (node["properties"] for node in nodes if RULE_TYPES.keys() <= node.get("properties", {}).keys()), {}
    )
    for name in RULE_TYPES:
        if name not in said:
            continue
        body = _body(name, said[name])
        lines = [
            f"id: {section}.${{1:name}}",
            "title: ${2:The guidance in one line}",
            "level: ${3|must,should,may|}",
            f"{name}: {body}",
            "because: ${9:The reason, in a sentence.}",
        ]
        about = str(said[name].get("description", ""))
        yield writer.skeleton(f"rule: {name}", f"{dash}{margin.join(lines)}", about)


def _body(name: str, node: Node) -> str:
    """The body of a rule of a type, from the example of its schema, or of its page."""
    example = next((one for one in node.get("examples", ()) if isinstance(one, dict)), None)
    if example is not None:
        return in_flow(example, first=4)
    if name == "hours":
        return '{days: [${4:mon-fri}], from: "${5:09:00}", to: "${6:17:00}"}'
    return "{${4:recipient.met}: ${5:true}}"


def in_flow(example: Any, first: int = 1) -> str:
    """An example as a mapping in brackets, each of whose values is to be filled in."""
    return _flow(example, count(first))


def _flow(example: Any, numbers: count[int]) -> str:
    if isinstance(example, dict):
        return f"{{{', '.join(f'{key}: {_flow(value, numbers)}' for key, value in example.items())}}}"
    if isinstance(example, list):
        return f"[{', '.join(_flow(one, numbers) for one in example)}]"
    text = str(example).lower() if isinstance(example, bool) else str(example)
    return f"${{{next(numbers)}:{text}}}" if text else f"${next(numbers)}"


def _label(shown: dict[str, Any]) -> str:
    return f"{{{', '.join(shown)}}}"


def _kinds(node: Node) -> set[str]:
    kinds = node.get("type", ())
    if not kinds and ("enum" in node or "const" in node):
        return {"string"}
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _has_dash(text: str, place: Place) -> bool:
    line = max(text.rfind("\n", 0, place.start), text.rfind("\r", 0, place.start)) + 1
    return "-" in text[line : place.start] or place.flow
