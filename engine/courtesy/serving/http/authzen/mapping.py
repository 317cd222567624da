"""What a request says in the words of a case: an action toward a contact, or with a thing that the policy declares.

A fact of the policy's own that is called `subject_<name>`, `action_<name>` or `resource_<name>` takes the property of
that name, `subject_id` and `subject_type` the id and type themselves, and those of the resource likewise. The other
properties of an action are the keys of an action, those of a contact the keys of a contact, where the case has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.http.authzen.shape import ENTITIES, unrecognised
from courtesy.serving.http.held import no_ledger
from courtesy.serving.http.problems import RejectedError, malformed, problem, told, told_of_held
from courtesy.serving.places import escaped
from courtesy.serving.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from courtesy import Action, Case, Policies, Policy
    from courtesy.serving.http.asking import Asking
    from courtesy.serving.http.held import Held

Json = dict[str, Any]
CONTACT, CANDIDATE = "contact", "candidate"
_ZONES = frozenset({"zone", "zones"})
_OWN = "attributes."
_CASE, _ACT = "/context/case", "/actions/0"
_UNKNOWN = 404


class NotUnderstoodError(Exception):
    """A well-formed request with words that the policy does not know. It is refused, not malformed."""

    def __init__(self, problems: Iterable[Json]) -> None:
        super().__init__()
        self.problems = list(problems)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as the engine takes it. `places` are pointers into the request, by those into the case file."""

    case: Case
    action: Action
    ignored: list[str]
    places: Mapping[str, str] = field(default_factory=dict)
    revision: int | None = None
    """That of the case, where it is one of the ledger: then `/context/case` is what the ledger has."""

    def place(self, pointer: str) -> str:
        """Where in the request something stands that is at a place of `{"case": ..., "action": ...}`."""
        entity, _, name = pointer.removeprefix("/case/attributes/").partition("_")
        if name and entity in ENTITIES:
            return f"/{entity}/{name}" if name in {"id", "type"} else f"/{entity}/properties/{name}"
        if pointer.startswith("/action/"):
            return _moved(f"{_ACT}{pointer.removeprefix('/action')}", self.places)
        return _moved(pointer.removeprefix("/case"), self.places)


@lru_cache(maxsize=1)
def _keys() -> dict[str, frozenset[str]]:
    schema = courtesy.schema("case")
    of = {name: frozenset(schema["$defs"][name]["properties"]) for name in ("action", "contact")}
    return {
        "action": of["action"] - {"channel", "purpose", "to"},
        "resource": of["contact"],
        "subject": frozenset(schema["properties"]["candidate"]["properties"]),
    }


def held_case(asking: Asking, request: Mapping[str, Any]) -> Held | None:
    """The case of the ledger that a request names; None where it names none.

    Raises NotUnderstoodError where there is none of that name, and RejectedError (409) where it is behind.
    """
    context = request.get("context", {})
    if "case_id" not in context:
        return None
    try:
        if asking.held is None:
            raise no_ledger("/context")
        return asking.held.find(context["case_id"], context.get("at_least_revision"), "/context")
    except RejectedError as error:
        if error.status != _UNKNOWN:
            raise
        raise NotUnderstoodError(dict(one) for one in error.problems) from None


def asked(
    request: Mapping[str, Any],
    policy: Policies | Policy,
    held: Held | None,
    cases: dict[int, Case] | None = None,
    *,
    left: Callable[[], float | None] = lambda: None,
) -> Asked:
    """The case and the action of a request of good shape, read in the seconds that are `left`.

    `held` is the case of the ledger that it names, and `cases` are those of a batch that have been read before, by the
    identity of what states them. Raises NotUnderstoodError, and RejectedError (400) where what is stated is not of the
    shape of a case.
    """
    stated: Json = request.get("context", {}).get("case", {}) if held is None else held.without_actions
    document, places = {**stated}, dict[str, str]()
    facts = frozenset(name.removeprefix(_OWN) for name in policy.vocabulary.facts if name.startswith(_OWN))
    action: Json = {}
    recognised = {entity: set[str]() for entity in ENTITIES}
    for entity in ENTITIES:
        taken, values = _own_facts(entity, request[entity], facts, places)
        recognised[entity] |= taken
        if values:
            action["attributes"] = {**action.get("attributes", {}), **values}
    _put_act(action, request["action"], recognised["action"], places)
    if request["resource"]["type"] == CONTACT:
        _put_contact(document, action, request["resource"], recognised["resource"], places)
    else:
        _check_thing(request["resource"]["type"], action["channel"], policy)
    _put_subject(document, request["subject"], recognised["subject"], places)
    known = {entity: frozenset(found) for entity, found in recognised.items()}
    ignored = unrecognised(request, known)
    known_before = None if cases is None or document != stated else cases.get(id(stated))
    case = known_before or _case(policy, document, places, held=held is not None, deadline=left())
    if cases is not None and document == stated:
        cases[id(stated)] = case
    act = _act(policy, case, document, action, places, deadline=left())
    revision = None if held is None else held.revision
    return Asked(case=case.with_actions((act,)), action=act, ignored=ignored, places=places, revision=revision)


def _own_facts(
    entity: str, value: Mapping[str, Any], facts: frozenset[str], places: dict[str, str]
) -> tuple[set[str], Json]:
    """The properties that facts of the policy's own take, and these facts."""
    stated = {}
    for name in ("type", "id", "name"):
        if name in value and (fact := f"{entity}_{name}") in facts:
            stated[fact] = value[name]
            places[f"{_ACT}/attributes/{fact}"] = f"/{entity}/{name}"
    taken = set()
    for name, given in value.get("properties", {}).items():
        if (fact := f"{entity}_{name}") in facts and fact not in stated:
            stated[fact] = given
            places[f"{_ACT}/attributes/{fact}"] = f"/{entity}/properties/{escaped(name)}"
            taken.add(name)
    return taken, stated


def _put_act(action: Json, value: Mapping[str, Any], recognised: set[str], places: dict[str, str]) -> None:
    channel, dot, purpose = value["name"].partition(".")
    places.update({_ACT: "/action/properties", f"{_ACT}/channel": "/action/name", f"{_ACT}/purpose": "/action/name"})
    properties = value.get("properties", {})
    for name in _keys()["action"] & properties.keys():
        recognised.add(name)
        given = properties[name]
        both = name == "attributes" and isinstance(given, dict)
        action[name] = {**given, **action.get(name, {})} if both else given
        places[f"{_ACT}/{name}"] = f"/action/properties/{name}"
    action["channel"] = channel
    if dot:
        action["purpose"] = purpose


def _check_thing(kind: str, channel: str, policy: Policies | Policy) -> None:
    """Make sure that a resource which is no contact is a thing that the policy knows, and that the act goes to none."""
    if f"{_OWN}resource_type" not in policy.vocabulary.facts:
        what = f"expected a resource that the policy knows, found {quoted(kind)}"
        fix = f"`{CONTACT}` is known to every policy; others are the values of `attributes.resource_type`"
        raise NotUnderstoodError([problem("/resource/type", what, fix, "unknown-name")])
    declared = policy.vocabulary.channels.get(channel)
    if declared is not None and not declared.addresses_nobody:
        what = f"expected a contact for `{channel}`, found {quoted(kind)}"
        raise NotUnderstoodError([problem("/resource/type", what, f"give the type `{CONTACT}`")])


def _put_contact(
    document: Json, action: Json, value: Mapping[str, Any], recognised: set[str], places: dict[str, str]
) -> None:
    places[f"{_ACT}/to"] = "/resource/id"
    action["to"] = value["id"]
    stated = {name: value["properties"][name] for name in _keys()["resource"] & value.get("properties", {}).keys()}
    recognised |= stated.keys()
    contacts = document.get("contacts", {})
    if not stated or not isinstance(contacts, dict):
        return
    held = contacts.get(value["id"], {})
    if not isinstance(held, dict):
        return  # the case is told what is wrong with it
    if held.keys() & _ZONES:
        stated = {name: given for name, given in stated.items() if name not in _ZONES}
    document["contacts"] = {**contacts, value["id"]: {**stated, **held}}
    at = f"/contacts/{escaped(value['id'])}"
    if value["id"] not in contacts:
        places[at] = "/resource/properties"
    places.update({f"{at}/{name}": f"/resource/properties/{name}" for name in stated if name not in held})


def _put_subject(document: Json, value: Mapping[str, Any], recognised: set[str], places: dict[str, str]) -> None:
    if value["type"] != CANDIDATE:
        return
    stated = {name: value["properties"][name] for name in _keys()["subject"] & value.get("properties", {}).keys()}
    recognised |= stated.keys()
    held = document.get("candidate", {})
    if not stated or not isinstance(held, dict):
        return
    document["candidate"] = {**stated, **held}
    places.update({f"/candidate/{name}": f"/subject/properties/{name}" for name in stated if name not in held})


def _case(
    policy: Policies | Policy, document: Json, places: Mapping[str, str], *, held: bool, deadline: float | None
) -> Case:
    try:
        return policy.case_from(document, deadline=deadline)
    except courtesy.InvalidInputError as error:
        found = [(one, _moved(one.pointer or "", places)) for one in error.problems]
        raise malformed([told_at(one, place, held=held) for one, place in found]) from None


def told_at(found: courtesy.Problem, place: str, *, held: bool) -> Json:
    """A problem at its place in the request; the place of a case that is `held` by the ledger is its name."""
    return told_of_held(found, f"{_CASE}_id") if held and is_in_case(place) else told(found, place)


def is_in_case(place: str) -> bool:
    """Whether a pointer into the request leads into its case."""
    return place == _CASE or place.startswith(f"{_CASE}/")


def in_case(place: str) -> str:
    """A pointer into the case of a request as one into the case alone."""
    return place.removeprefix(_CASE)


def _act(
    policy: Policies | Policy,
    case: Case,
    document: Json,
    action: Json,
    places: Mapping[str, str],
    *,
    deadline: float | None,
) -> Action:
    """The action, read among the people of the case: what has happened to them is not read again."""
    setting: Json = {name: document[name] for name in ("zone", "contacts", "candidate") if name in document}
    named: Json = {"id": case.propose(action["channel"]).id, **action}
    try:
        return policy.case_from({**setting, "actions": [named]}, deadline=deadline).actions[0]
    except courtesy.InvalidInputError as error:
        found = [(one, _moved(one.pointer or "", places)) for one in error.problems]
    problems = [told(one, place) for one, place in found]
    if all(_is_of_words(one, place) for one, place in found):
        raise NotUnderstoodError(problems)
    raise malformed(problems)


def _is_of_words(found: courtesy.Problem, place: str) -> bool:
    """Whether a problem of an action is that the policy does not know a word of it, rather than its shape."""
    if not place.startswith("/action/properties"):
        return True
    return found.code == "unknown-name" or bool(found.path and found.path[2:3] == ("attributes",))


def _moved(pointer: str, places: Mapping[str, str]) -> str:
    """A pointer into the case file as one into the request, by the longest part of it that has moved."""
    steps = pointer.split("/")
    for length in range(len(steps), 0, -1):
        start = "/".join(steps[:length])
        if start in places:
            return "/".join((places[start], *steps[length:]))
    return f"{_CASE}{pointer}"
