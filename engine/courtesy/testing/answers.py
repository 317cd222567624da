"""The policy of one rule that gives the answer which a test asks for."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from courtesy import Outcome, UnusableArgumentError, parse_policy
from courtesy.testing.clock import aware_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from courtesy import Policy, PolicySource

NOT_TOLD = "attributes.not_told"
"""The fact that is missing where a test names none: no case states it."""
_OWN = ("attributes.", "recipient.attributes.")
_OF_EVERY_ACTION = ("act", "others")
_TRUE_OF_EVERY_ACTION = {"action.channel": {"exists": True}}
_VALUES: dict[str, Any] = {
    "boolean": True,
    "integer": 0,
    "number": 0,
    "time": "2000-01-01T00:00:00Z",
    "time_of_day": "00:00",
    "duration": "1 days",
}
"""A value of each type of facts; of all others words are."""


def source_of(
    outcome: Outcome, rule_id: str, earliest: datetime | None, missing: tuple[str, ...], like: Policy | None
) -> PolicySource:
    """A policy whose one rule gives that outcome, in the words of `like`. Raises UnusableArgumentError."""
    _check_fit(outcome, earliest, missing)
    names = (missing or (NOT_TOLD,)) if outcome is Outcome.UNDETERMINED else ()
    empty = _parsed(rule_id, {"level": "must", "require": _TRUE_OF_EVERY_ACTION}, {NOT_TOLD: {"type": "boolean"}})
    words = empty.vocabulary
    if like is not None:
        words = like.source.vocabulary.extended(facts={NOT_TOLD: words.facts[NOT_TOLD]})
    _check_known(names, words.facts)
    declared = {name: _declaration(words.facts[name]) for name in names if name.startswith(_OWN)}
    values = {name: _value_of(words, name) for name in names}
    answering = _parsed(rule_id, _stated(outcome, earliest, values), declared)
    if like is None:
        return replace(answering, vocabulary=words)
    return replace(
        like.source,
        rules=tuple(replace(one, author=None) for one in answering.rules),
        vocabulary=words,
        defaults=replace(like.source.defaults, unlisted_channel="allow"),
        valid_from=None,
        valid_until=None,
        parent=None,
        disabled=(),
        changes=(),
        lint_ignores=(),
        manifest=None,
    )


def _check_fit(outcome: Outcome, earliest: datetime | None, missing: tuple[str, ...]) -> None:
    if outcome is Outcome.WAIT:
        aware_time("earliest", earliest)
    elif earliest is not None:
        raise UnusableArgumentError(f"`{outcome}` has no `earliest`", "leave it out, or ask for `wait`")
    if outcome is not Outcome.UNDETERMINED and missing:
        raise UnusableArgumentError(f"`{outcome}` has no `missing`", "leave it out, or ask for `undetermined`")


def _check_known(names: Iterable[str], facts: Mapping[str, Any]) -> None:
    for name in names:
        if name not in facts:
            near = get_close_matches(name, facts, 1)
            fix = f"did you mean `{near[0]}`?" if near else "`courtesy facts` lists those that there are"
            raise UnusableArgumentError(f"expected facts as `missing`, found `{name}`", fix)
        if facts[name].of.value in _OF_EVERY_ACTION:
            what = f"expected facts that a case may not tell as `missing`, found `{name}`, which every action has"
            raise UnusableArgumentError(what, "name a fact of the case, a contact or the text")


def _stated(outcome: Outcome, earliest: datetime | None, missing: Mapping[str, Any]) -> dict[str, Any]:
    """What the rule says."""
    match outcome:
        case Outcome.DENY:
            return {"level": "must", "forbid": True}
        case Outcome.WARN:
            return {"level": "should", "forbid": True}
        case Outcome.WAIT:
            assert earliest is not None  # noqa: S101  `_check_fit`
            return {"level": "must", "require": {"action.at": {"at_least": earliest.isoformat()}}}
        case Outcome.UNDETERMINED:
            known = [{"any": [{name: value}, {"not": {name: value}}]} for name, value in missing.items()]
            return {"level": "must", "require": {"all": known}}
        case _:
            return {"level": "must", "require": _TRUE_OF_EVERY_ACTION}


def _parsed(rule_id: str, stated: dict[str, Any], facts: Mapping[str, dict[str, Any]]) -> PolicySource:
    """A policy of that rule and those facts."""
    rule = {"id": rule_id, "title": "The answer that the test has asked for", **stated}
    document = {
        "courtesy": 1,
        "id": "fixed",
        "version": "1.0.0",
        "title": "A policy that answers as it is told",
        "zone": "UTC",
        "defaults": {"unlisted_channel": "allow"},
        "facts": {name: {"title": name, **fact} for name, fact in facts.items()},
        "rules": [rule],
    }
    return parse_policy(json.dumps(document), "fixed", matcher="native").source


def _declaration(fact: Any) -> dict[str, Any]:
    """How a policy declares a fact of its own."""
    return {"type": fact.type.value, **({"values": list(fact.values)} if fact.values else {})}


def _value_of(words: Any, name: str) -> Any:
    """Some value that a fact can have."""
    fact = words.facts[name]
    if fact.type.value in _VALUES:
        return _VALUES[fact.type.value]
    return next(iter(words.values_of(fact) or ()), "any")
