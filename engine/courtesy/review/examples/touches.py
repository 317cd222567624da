"""Touches that a selector means, as a case file states them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from courtesy.model.channels import EMAIL
from courtesy.model.declaration import own_key
from courtesy.model.predicate import Direction, Recipients
from courtesy.model.vocabulary import EVENTS, OUTCOMES
from courtesy.review.examples.values import written
from courtesy.values import HOUR, SECOND, FactType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.predicate import FieldTest, Selector
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.review.examples.sketch import Sketch

_DELIVERED = "delivered"
_SOME: dict[FactType, Any] = {
    FactType.BOOLEAN: True,
    FactType.INTEGER: 1,
    FactType.NUMBER: 1,
    FactType.STRING: "some",
    FactType.ONE_OF: None,
    FactType.SET: None,
    FactType.TIME: 1_789_000_000 * SECOND,
    FactType.TIME_OF_DAY: None,
    FactType.DURATION: HOUR,
}
"""A value of each type, for what has to be known; words have those that are declared."""


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
    if own := _attributes(selector, sketch, vocabulary):
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
            return (_DELIVERED, *OUTCOMES)


def _attributes(selector: Selector, sketch: Sketch, vocabulary: Vocabulary) -> dict[str, Any]:
    """The attributes that are asked for, and those that have to be the same as the action's own, which gets them."""
    found: dict[str, Any] = {}
    for field in (test.field for test in selector.tests):
        key = own_key(field)
        if key is not None and (value := _own(field, selector, vocabulary)) is not None:
            found[key] = value
    for name in selector.same:
        key = own_key(name)
        if key is not None:
            ours = sketch.own.get(key, sketch.facts.get(name))
            if ours is None:
                ours = sketch.own[key] = _some(vocabulary.facts[name])
            found[key] = ours
    return found


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


def _some(declared: FactDeclaration) -> Any:
    """A value that the fact may have, as a file has it."""
    return written(next(iter(declared.values), _SOME[declared.type]), declared)


def _own(field: str, selector: Selector, vocabulary: Vocabulary) -> Any:
    """A value of an attribute that fits, as a file has it."""
    declared = vocabulary.facts[field]
    value = _fitting(field, selector.tests, (_SOME[declared.type], *declared.values, 1, "other"))
    if type(value) is date:
        return f"{value.isoformat()}T12:00:00+00:00"
    return None if value is None else written(value, declared)
