"""Where in a case, or in an action toward it, a missing fact is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import courtesy

_OF_CONTACTS = frozenset({"roles", "met", "relationship", "zone", "calendar"})
_OF_TEXT = frozenset({"tone", "mentions_thanks", "language", "subject"})


def places(name: str, case: courtesy.Case, action: courtesy.Action, recipient: str | None) -> tuple[str, ...]:
    """JSON pointers to where the fact is stated in `{"case": ..., "action": ...}`; none where the policy states it."""
    return tuple(dict.fromkeys(_places(name, case, action, recipient)))


def _places(name: str, case: courtesy.Case, action: courtesy.Action, recipient: str | None) -> Iterator[str]:
    whose, _, rest = name.partition(".")
    people = (recipient,) if recipient is not None else action.to
    match whose:
        case "history":
            yield "/case/history"
        case "recipient" if rest.startswith("attributes."):
            yield from (_contact(one, "attributes", rest.removeprefix("attributes.")) for one in people)
        case "recipient" if rest in _OF_CONTACTS:
            yield from (_contact(one, rest) for one in people)
        case "recipient":  # what came in says it
            yield "/case/history"
        case "cc":
            yield from (_contact(one, rest) for one in action.cc if _unstated(case, one, rest))
        case "contacts":
            yield from _of_named(rest, case)
        case "message":
            yield f"/action/message/{rest if rest in _OF_TEXT else 'body'}"
        case "action":
            yield f"/action/{rest}"
        case "attributes" | "candidate" | "interview" | "case":
            yield "/".join(("/case", whose, *map(escaped, rest.split(".") if whose != "attributes" else [rest])))


def _of_named(rest: str, case: courtesy.Case) -> Iterator[str]:
    """Of `contacts.<id>.<what>`: an id may have dots itself."""
    for one in case.contacts:
        if rest.startswith(f"{one}."):
            what, _, key = rest.removeprefix(f"{one}.").partition(".")
            yield _contact(one, *filter(None, (what, key)))


def _unstated(case: courtesy.Case, contact: str, what: str) -> bool:
    known = case.contacts.get(contact)
    return known is None or not getattr(known, what, None)


def _contact(name: str, *steps: str) -> str:
    return "/".join(("/case/contacts", escaped(name), *map(escaped, steps)))


def escaped(step: str) -> str:
    """One step of a JSON pointer."""
    return step.replace("~", "~0").replace("/", "~1")
