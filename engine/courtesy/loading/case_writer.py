"""A `Case` in the shape of a case file, so that the reader of files judges what was made in Python too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from courtesy.loading.errors import UnknownNameError
from courtesy.model.case import History
from courtesy.model.log import Log
from courtesy.spans import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from courtesy.model.case import Case
    from courtesy.model.vocabulary import Vocabulary

SECTIONS = ("interview", "candidate", "case", "attributes")
"""The keys of a case file under which facts are stated, each by the rest of its name."""


def document_of(case: Case, strange: Collection[str] = ()) -> dict[str, Any]:
    """What a case file would say, without the strange facts; what no case can have is left for its reader to refuse."""
    document = asdict(case)
    facts, history = document.pop("facts"), document.pop("history")
    document["history"] = "unknown" if history is None else _touches(history)
    for name, value in _items(facts):
        if str(name) not in strange:
            _state(document, str(name), value)
    return document


def strange_facts(case: Case, vocabulary: Vocabulary) -> Iterator[UnknownNameError]:
    """The facts of a case that no case can state, whose names would not say so in the shape of a file."""
    known = [name for name in vocabulary.facts if name.partition(".")[0] in SECTIONS]
    for name, _ in _items(case.facts):
        if name not in known:
            yield UnknownNameError(Span("<given>", path=("facts", str(name))), "fact", str(name), known)


def _items(facts: object) -> Iterable[tuple[object, object]]:
    """What was given as facts, which may be anything."""
    if isinstance(facts, Mapping):
        return facts.items()
    return [(facts, None)] if facts else []


def _touches(history: object) -> object:
    """The touches of a history; whatever else was given in its place."""
    if not isinstance(history, History):
        return history
    log: object = history.log
    return history.touches if isinstance(log, Log) else log


def _state(document: dict[str, Any], name: str, value: object) -> None:
    """State a fact under its section: `interview.ended_at` is the key `ended_at` of `interview`."""
    *sections, key = name.split(".", 1) if name.startswith("attributes.") else name.split(".")
    place: dict[str, Any] = document
    for section in sections:
        inner = place.setdefault(section, {})
        if not isinstance(inner, dict):
            return
        place = inner
    place.setdefault(key, value)
