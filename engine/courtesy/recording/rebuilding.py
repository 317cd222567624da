"""A case that can be judged, made from a record: what the log has of it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from courtesy.recording import texts
from courtesy.recording.masking import WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from courtesy.recording.keys import Keys, Record
    from courtesy.recording.language import Language

_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_KEYS_OF = {
    "tags": ("tags", "action.tags"),
    "purpose": ("purpose", "action.purpose"),
    "channel": ("channel", "action.channel"),
    "roles": ("roles", "recipient.roles", "cc.roles"),
    "outcome": ("outcome",),
    "event": ("event",),
}
"""How a policy calls what a case says in words of its own."""


class Rebuilt(NamedTuple):
    """A document as a case file has it, and what the log does not have of it.

    `unlogged` are facts that are read; they are unknown in the document. `hashed` are those of which it is not known
    whether a word is one that the policy says.
    """

    document: dict[str, Any]
    unlogged: frozenset[str]
    hashed: frozenset[str]


def rebuilt(record: Record, language: Language, keys: Keys | None) -> Rebuilt:
    """The case of a record for a policy of that language.

    With the keys of the log, words that it has as hashes are found again where the policy says them.
    """
    logged = frozenset(record["reads"])
    unlogged = language.reads - logged
    document: dict[str, Any] = dict(record["case"])
    if keys is not None:
        document = _spoken(document, {keys.masked(WORD, word): word for word in language.words})
        hashed: frozenset[str] = frozenset()
    else:
        hashed = frozenset(name for name in _hashed(document) if _may_mean(name, language))
    _leave_out_unknown(document, language)
    any_text = _tell_texts(document, record["texts"], unlogged)
    lost = frozenset(name for name in unlogged if any_text or not name.startswith("message."))
    return Rebuilt(document, lost, hashed)


# ---------------------------------------------------------------- words


def _spoken(part: Any, known: Mapping[str, str]) -> Any:
    """The same with the words that are known again."""
    match part:
        case dict():
            return {name: _spoken(inner, known) for name, inner in part.items()}
        case list():
            return [_spoken(inner, known) for inner in part]
        case str():
            return known.get(part, part)
        case _:
            return part


def _hashed(document: Mapping[str, Any]) -> Iterator[str]:
    """How policies call what the document has only as hashes of words."""
    attributes = [("attributes.", document)]
    attributes += [("attributes.", act) for act in (*_touches(document), *document["actions"])]
    attributes += [("recipient.attributes.", contact) for contact in document["contacts"].values()]
    for prefix, part in attributes:
        yield from (f"{prefix}{key}" for key, value in part.get("attributes", {}).items() if _is_hash(value))
    for contact in document["contacts"].values():
        if _is_hash(contact.get("relationship")):
            yield "recipient.relationship"
    for part in (*_touches(document), *document["actions"], *document["contacts"].values()):
        for name in _KEYS_OF:
            value = part.get(name)
            if any(map(_is_hash, value if isinstance(value, list) else [value])):
                yield name


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and value.startswith(f"{WORD}_")


def _may_mean(name: str, language: Language) -> bool:
    """Whether a policy may tell words by that name apart."""
    return name in language.reads or not language.words.isdisjoint(_KEYS_OF.get(name, ()))


def _touches(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    history = document["history"]
    return [] if isinstance(history, str) else history


# ---------------------------------------------------------------- what another policy does not know


def _leave_out_unknown(document: dict[str, Any], language: Language) -> None:
    """Leave out the attributes that the policy does not read: it may not know them, or know them as something else."""
    document["attributes"] = _read(document, "attributes.", language)
    for name in ("actions", "history"):
        if not isinstance(document[name], str):
            document[name] = [{**act, "attributes": _read(act, "attributes.", language)} for act in document[name]]
    document["contacts"] = {
        name: {**contact, "attributes": _read(contact, "recipient.attributes.", language)}
        for name, contact in document["contacts"].items()
    }


def _read(part: Mapping[str, Any], prefix: str, language: Language) -> dict[str, Any]:
    return {key: value for key, value in part.get("attributes", {}).items() if f"{prefix}{key}" in language.reads}


# ---------------------------------------------------------------- texts


def _tell_texts(document: dict[str, Any], measured: Mapping[str, Any], unlogged: Collection[str]) -> bool:
    """Give the actions texts of which the same is measured; whether there is any.

    Where a fact of a text is read that was not measured, the whole text is unknown.
    """
    if any(name.startswith("message.") for name in unlogged):
        measured = {action: {**facts, texts.BODY: False} for action, facts in measured.items()}
    people = [name for name, contact in document["contacts"].items() if not contact.get("desk")]
    named = next(iter(people), "")
    handle = named.translate(_LETTERS).replace("_", "")
    # Whom a text names can only be told for sure where everybody's name is known.
    sure = all(facts.get(texts.NAMES, False) is not None for facts in measured.values() if facts[texts.BODY])
    for name in people:
        known = {"name": f"Q{name.translate(_LETTERS).rpartition('_')[2]}"} if sure else {}
        mentioned = {"handles": [f"@{handle}"]} if name == named else {}
        document["contacts"][name] = {**document["contacts"][name], **known, **mentioned}
    document["actions"] = [
        {**action, "message": texts.text_like(measured[action["id"]], handle)} if action["id"] in measured else action
        for action in document["actions"]
    ]
    return bool(measured)
