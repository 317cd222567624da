"""Who may do something, with whom it may be done, and what may be done: all that is permitted, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.http.authzen.evaluation import hold, policy_of
from courtesy.serving.http.authzen.mapping import CONTACT, NotUnderstoodError, asked, held_case
from courtesy.serving.http.authzen.shape import check, wrong_time
from courtesy.serving.http.bodies import kind_of
from courtesy.serving.http.problems import malformed, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from courtesy import Case, Policies, Policy
    from courtesy.serving.http.asking import Asking

    _Permitted = Callable[[dict[str, Any]], bool]
    _Ids = tuple[str, ...]

Json = dict[str, Any]


def answer(sought: str, asking: Asking, request: Mapping[str, Any]) -> Json:
    """The subjects, resources or actions for which the rest of the request is permitted.

    All results are given at once, so that there are no pages. Raises RejectedError, and what the engine raises.
    """
    hold(request, asking.limits)
    check(request, sought=sought)
    if not isinstance(request.get("page", {}), dict):
        raise malformed([problem("/page", f"expected an object, found {kind_of(request['page'])}")])
    try:
        held = held_case(asking, request)
        policy = policy_of(asking.shelf, request, held)
    except NotUnderstoodError as error:  # a word that nobody knows permits nothing, and is told all the same
        return {"results": [], "context": {"courtesy": {"problems": error.problems}}}
    cases: dict[int, Case] = {}

    def permitted(value: Json) -> bool:
        """Whether the request is, with this in place of what is sought."""
        try:
            question = asked({**request, sought: value}, policy, held, cases, left=asking.left)
            left = asking.left()
            return policy.check(question.case, question.action, now=asking.now, explain=False, deadline=left).permitted
        except courtesy.UnusableArgumentError as error:
            raise wrong_time(error) from None
        except (NotUnderstoodError, courtesy.OutsideValidityError):
            return False

    case = request.get("context", {}).get("case", {}) if held is None else held.document
    contacts = case.get("contacts", {})
    found = _FINDERS[sought](request, policy, permitted, tuple(contacts) if isinstance(contacts, dict) else ())
    return {"results": list(found)}


def _subjects(request: Mapping[str, Any], policy: Policies | Policy, permitted: _Permitted, _: _Ids) -> Iterator[Json]:
    """Those that the policy lists: the values of `attributes.subject_id`."""
    subject = request["subject"]
    for name in _listed(policy, "subject_id"):
        if permitted({**subject, "id": name}):
            yield {"type": subject["type"], "id": name}


def _resources(
    request: Mapping[str, Any], policy: Policies | Policy, permitted: _Permitted, contacts: _Ids
) -> Iterator[Json]:
    """The contacts of the case, or the things that the policy lists: the values of `attributes.resource_id`."""
    resource = request["resource"]
    for name in contacts if resource["type"] == CONTACT else _listed(policy, "resource_id"):
        if permitted({**resource, "id": name}):
            yield {"type": resource["type"], "id": name}


def _actions(_: Mapping[str, Any], policy: Policies | Policy, permitted: _Permitted, __: _Ids) -> Iterator[Json]:
    """A channel alone where it is permitted whatever the purpose is, else with each purpose for which it is."""
    for channel in policy.vocabulary.channels:
        if permitted({"name": channel}):
            yield {"name": channel}
            continue
        for purpose in policy.vocabulary.purposes:
            name = f"{channel}.{purpose}"
            if permitted({"name": name}):
                yield {"name": name}


def _listed(policy: Policies | Policy, fact: str) -> tuple[str, ...]:
    """The values that the policy lists for a fact of its own; none where it lists none."""
    declared = policy.vocabulary.facts.get(f"attributes.{fact}")
    return () if declared is None else declared.values


_FINDERS = {"subject": _subjects, "resource": _resources, "action": _actions}
