"""Lets facts have values in a sketch: what the case states, what the contact is, what the text says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.model.declaration import Changes
from courtesy.review.examples.sketch import FIRST_TOUCH
from courtesy.review.examples.texts import HANDLE, UNKNOWN_TONE, text
from courtesy.review.examples.values import UNKNOWN, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.vocabulary import Vocabulary
    from courtesy.review.examples.sketch import Sketch

_TEXT = ("message.words", "message.sentences", "message.tone", "message.mentions_thanks", "message.names_contacts")


def state_all(sketch: Sketch, values: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    """Let facts have values, or be `UNKNOWN`; whether a text of that kind was found."""
    for name, value in sorted(values.items(), key=lambda pair: pair[0] != "action.channel"):
        if name not in _TEXT:
            state(sketch, name, value, vocabulary)
    return _write(sketch, {name: values[name] for name in _TEXT if name in values})


def _write(sketch: Sketch, wanted: Mapping[str, Any]) -> bool:
    if not wanted:
        return True
    wanted = sketch.text = {**sketch.text, **wanted}
    if any(value is UNKNOWN for name, value in wanted.items() if name != "message.tone"):
        sketch.body, sketch.no_text = None, True
        return True
    sketch.no_text = False
    tone = wanted.get("message.tone")
    names = wanted.get("message.names_contacts")
    body = text(
        thanks=wanted.get("message.mentions_thanks"),
        tone=UNKNOWN_TONE if tone is UNKNOWN else tone,
        names=names,
        of_words=wanted.get("message.words"),
        of_sentences=wanted.get("message.sentences"),
    )
    if names:
        sketch.contact["handles"] = [HANDLE]
    elif names is not None:
        for name, contact in ((sketch.name, sketch.contact), *sketch.others.items()):
            contact["name"] = name.replace("_", " ").capitalize()
    sketch.body = body
    return body is not None


def state(sketch: Sketch, name: str, value: Any, vocabulary: Vocabulary) -> None:  # noqa: C901, PLR0912  one branch for each fact
    """Let one fact have a value."""
    known = None if value is UNKNOWN else value
    declared = vocabulary.facts[name]
    match name:
        case "action.channel":
            sketch.channel = str(known)
            if vocabulary.channel(sketch.channel).addresses_nobody:
                sketch.addressed = False
        case "action.purpose":
            sketch.purpose = known
        case "action.tags":
            sketch.tags = tuple(sorted(known or ()))
        case "recipient.roles":
            sketch.roles = None if known is None else tuple(sorted(known))
        case "cc.roles":
            if known is None:
                sketch.others["colleague"] = {}
                sketch.cc = ("colleague",)
            else:
                sketch.cc = tuple(sketch.add_contact(role) for role in sorted(known))
        case "recipient.zone":
            if known is None:
                sketch.clocks = False
            else:
                sketch.contact["zone"] = known
        case "recipient.met":
            sketch.contact.pop("met", None)
            if known is None and "interviewer" in (sketch.roles or ()):
                sketch.roles = ("hr",)
            elif known is not None and not (known and "interviewer" in (sketch.roles or ())):
                sketch.contact["met"] = known
        case _ if declared.local:
            sketch.clocks = False
        case _ if declared.changes is Changes.EVENT:
            if known is None:
                sketch.history = None
            elif known and sketch.history is not None:
                sketch.history.append({
                    "channel": "email", "direction": "inbound", "from": sketch.name,
                    "event": declared.event, "at": sketch.start + FIRST_TOUCH,
                })  # fmt: skip
        case _:
            sketch.state(name, None if known is None else written(known, declared))


def current(sketch: Sketch, name: str) -> Any:
    """What a sketch has for a fact already, where that is worth keeping."""
    match name:
        case "action.channel":
            return sketch.channel
        case "action.purpose":
            return sketch.purpose
        case "recipient.roles":
            return frozenset(sketch.roles or ())
        case "cc.roles":
            return frozenset(role for other in sketch.cc for role in sketch.others.get(other, {}).get("roles", ()))
        case _:
            return sketch.facts.get(name)
