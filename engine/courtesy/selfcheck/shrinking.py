"""The smallest policy and case that still differ: everything that can go without the difference going goes."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from courtesy.loading.yaml_writer import yaml_text
from courtesy.selfcheck.examiner import difference_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.selfcheck.dice import Document
    from courtesy.selfcheck.difference import Difference

MOST_TRIES = 3000
_COMBINATIONS = ("all", "any")


def shrink(
    policy: Document,
    case: Document,
    now: datetime,
    difference: Difference,
    *,
    waivers: list[Document] | None = None,
    tries: int = MOST_TRIES,
) -> tuple[Document, Document, list[Document], Difference | None]:
    """Smaller documents with a difference of the same kind, and that difference as they show it.

    It is None where these documents alone show no difference: then they are given back as they are.
    """
    pair: Document = {"policy": policy, "case": case, "waivers": waivers or []}

    def shown_by(documents: Document) -> Difference | None:
        granted = as_file(documents["waivers"])
        return difference_in(as_file(documents["policy"]), documents["case"], now, difference.kind, granted)

    found = shown_by(pair)
    if found is None or found.kind != difference.kind:
        return policy, case, pair["waivers"], None
    smaller, tried = True, 0
    while smaller:
        smaller = False
        for candidate in _simpler(pair):
            tried += 1
            if tried > tries:
                break
            shown = shown_by(candidate)
            if shown is not None and shown.kind == difference.kind:
                pair, found, smaller = candidate, shown, True
                break
    return pair["policy"], pair["case"], pair["waivers"], found


def as_file(document: Document | list[Document]) -> bytes:
    """The bytes of the file that holds a document."""
    return yaml_text(document).encode()


def _simpler(pair: Document) -> Iterator[Document]:
    """The pair with one thing less each time: first half a list, later a single key."""
    places = sorted(_places(pair, ()), key=len)
    for place in places:
        node = _at(pair, place)
        if isinstance(node, list) and len(node) > 1:
            middle = len(node) // 2
            yield _with(pair, place, node[:middle])
            yield _with(pair, place, node[middle:])
    for place in places:
        node = _at(pair, place)
        if isinstance(node, dict):
            for key in node:
                if len(place) > 0:
                    yield _with(pair, place, {other: value for other, value in node.items() if other != key})
                if key in _COMBINATIONS and isinstance(node[key], list):
                    yield from (_with(pair, place, part) for part in node[key])
        elif isinstance(node, list):
            yield from (_with(pair, place, node[:n] + node[n + 1 :]) for n in range(len(node)))
            if len(node) == 1 and not isinstance(node[0], dict):
                yield _with(pair, place, node[0])


def _places(node: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, dict | list):
        yield place
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _places(value, (*place, key))


def _at(node: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        node = node[key]
    return node


def _with(pair: Document, place: tuple[Any, ...], value: Any) -> Document:
    """A copy of the pair with another value at one place."""
    copied = deepcopy(pair)
    parent = _at(copied, place[:-1])
    parent[place[-1]] = deepcopy(value)
    return copied
