"""Touches that a selector means, as a case file states them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from courtesy.model.channels import EMAIL
from courtesy.model.declaration import own_key
from courtesy.model.predicate import Direction, Recipients
from courtesy.model.vocabulary import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from courtesy.model.predicate import FieldTest, Selector
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.review.examples.sketch import Sketch

_DELIVERED = "delivered"


def touch_of(selector: Selector, sketch: Sketch, at: datetime, vocabulary: Vocabulary) -> dict[str, Any] | None:
    """A touch that the selector means, toward the contact of the sketch where it may be; None where there is none.

    The contact gets a role, or another contact is added, where the selector asks for one.
    """
    inbound = selector.direction is Direction.INBOUND or any(
        test.field == "event" and not test.negated for test in selector.tests
    )
    asked = ("channel", "event", "outcome") if inbound else ("channel", "purpose", "outcome")
    found = {field: _fitting(field, selector.tests, _usual(field, selector, sketch, vocabulary)) for field in asked}
    if None in found.values():
        return None
    if found["outcome"] == _DELIVERED:
        del found["outcome"]
    tags = _all_of("tags", selector.tests)
    if tags or ("tags" in selector.same and sketch.tags):
        found["tags"] = sorted(tags) or list(sketch.tags)
    if own := _attributes(selector, sketch):
        found["attributes"] = own
    whom = _whom(selector, sketch)
    if inbound:
        found |= {"direction": "inbound", "from": whom or sketch.name}
    elif whom is not None and not vocabulary.channel(found["channel"]).addresses_nobody:
        found["to"] = whom
    return {**found, "at": at}


def _usual(field: str, selector: Selector, sketch: Sketch, vocabulary: Vocabulary) -> Sequence[Any]:
    """What a field of a touch may be where nothing is said of it, the most usual first."""
    match field:
        case "channel":
            return (sketch.channel,) if field in selector.same else (sketch.channel, EMAIL, *vocabulary.channels)
        case "purpose":
            own = (sketch.purpose,) if sketch.purpose else ()
            return own if field in selector.same else (*own, "follow_up", "other", *vocabulary.purposes)
        case "event":
            return ("reply", *EVENTS)
        case _:
            return (_DELIVERED,)


def _attributes(selector: Selector, sketch: Sketch) -> dict[str, Any]:
    """The attributes that are asked for, and those that have to be the same as the action's own."""
    fields = (test.field for test in selector.tests if own_key(test.field) is not None)
    found = {own_key(field): value for field in fields if (value := _own(field, selector)) is not None}
    for name in selector.same:
        key = own_key(name)
        if key is not None and (ours := sketch.own.get(key, sketch.facts.get(name))) is not None:
            found[key] = ours
    return {str(key): value for key, value in found.items()}


def _whom(selector: Selector, sketch: Sketch) -> str | None:
    """The contact whom it reached, None for nobody; in the role that is asked for."""
    if not sketch.addressed and selector.to is Recipients.SAME_CONTACT:
        return None
    wanted = next((test for test in selector.tests if test.field == "roles"), None)
    if wanted is None or bool(wanted.allowed & set(sketch.roles or ())) is not wanted.negated:
        return sketch.name
    roles = sorted(map(str, wanted.allowed)) if not wanted.negated else ["hr", "recruiter", "interviewer"]
    role = next((one for one in roles if (one in wanted.allowed) is not wanted.negated), None)
    if role is None:
        return sketch.name
    if selector.to is Recipients.SAME_CONTACT:
        sketch.roles = (*(sketch.roles or ()), role)
        return sketch.name
    return sketch.add_contact(role)


def _fitting(field: str, tests: Iterable[FieldTest], usual: Sequence[Any]) -> Any:
    asked = [test for test in tests if test.field == field]
    named = [value for test in asked if not test.negated for value in sorted(test.allowed, key=str)]
    likely = [one for one in usual if one in named]
    for value in (*likely, *named, *usual):
        if value is not None and all((value in test.allowed) is not test.negated for test in asked):
            return value
    return None


def _all_of(field: str, tests: Iterable[FieldTest]) -> set[str]:
    """One of each list that is asked for."""
    return {str(min(test.allowed, key=str)) for test in tests if test.field == field and not test.negated}


def _own(field: str, selector: Selector) -> Any:
    value = _fitting(field, selector.tests, (True, False, 0, 1, "other"))
    return value.isoformat() + "T12:00:00+00:00" if isinstance(value, date) else value
