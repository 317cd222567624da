"""What is asked of a ledger by each route, and what it answers. All of it makes whoever asks wait for a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import courtesy
import courtesy.ledger
from courtesy.serving.http.own import action_in, time_in
from courtesy.serving.http.problems import RejectedError, malformed, problem, told, told_of_held
from courtesy.serving.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from courtesy import InvalidInputError, LedgerEntry, Policies, Policy, Verdict
    from courtesy.ledger import Claim, Ledger
    from courtesy.recording import AskedBy
    from courtesy.serving.http.limits import Limits
    from courtesy.serving.shelf import Shelf

Json = dict[str, Any]
_UNNAMED = "proposed"
"""The id of an action that is sent without one, as `Case.propose` gives it; a ledger takes it for no name."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One request to a ledger: its body, and what its path names."""

    ledger: Ledger
    shelf: Shelf
    limits: Limits
    named: str
    body: Json
    asked_by: AskedBy | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is answered.

    `result` is what came of a claim, `verdict` what the policy said of it, and `decision` the id of what was decided.
    """

    told: Json
    status: int = 200
    result: str | None = None
    verdict: Verdict | None = field(default=None, repr=False)
    decision: str | None = None


def claim(step: Step) -> Answer:
    """The slot, or the verdict that refuses it. Raises RejectedError, CourtesyError."""
    case_id, given = step.body["case_id"], step.body["action"]
    document = courtesy.ledger.stated(step.ledger.case(case_id))
    _hold_policy(step, document)
    policy = _policy(step, document)
    lease = timedelta(seconds=step.body["lease_seconds"]) if "lease_seconds" in step.body else courtesy.ledger.LEASE
    try:
        seconds = step.limits.check_seconds
        action = (
            given
            if isinstance(given, str)
            else action_in(policy, document, {"id": _UNNAMED, **given}, deadline=seconds)
        )
        kept = step.ledger.claim(
            case_id,
            action,
            policy=policy,
            key=step.body.get("key"),
            lease=lease,
            deadline=seconds,
            asked_by=step.asked_by,
        )
    except courtesy.RefusedError as refused:
        verdict = refused.verdict
        assert isinstance(verdict, courtesy.Verdict)  # noqa: S101  of one action
        told = {"courtesy": 1, "claimed": False, "claim": None, "verdict": courtesy.to_dict(verdict)}
        return Answer(told=told, result="refused", verdict=verdict, decision=refused.decision_id)
    except courtesy.InvalidInputError as error:
        raise malformed(list(_placed(error, "/actions/0", "/action"))) from None
    except courtesy.UnusableArgumentError as error:
        raise malformed([problem("/action", str(error), error.help(), "unknown-name")]) from None
    return _kept(kept)


def start(step: Step) -> Answer:
    """The claim that is being sent from now on. Raises CourtesyError: then it must not be sent."""
    return _entry(step.ledger.start(_token(step)))


def confirm(step: Step) -> Answer:
    """The touch that has gone out. Raises CourtesyError, RejectedError."""
    body = step.body
    return _entry(
        step.ledger.confirm(
            _token(step),
            happened_at=time_in(body, "happened_at", "/happened_at"),
            outcome=body.get("outcome", "delivered"),
            provider_id=body.get("provider_id"),
        )
    )


def release(step: Step) -> Answer:
    """The claim whose slot is given back. Raises CourtesyError."""
    return _entry(step.ledger.release(_token(step), not_sent=step.body.get("not_sent", False)))


def resolve(step: Step) -> Answer:
    """The touch that is no longer in doubt. Raises CourtesyError, RejectedError."""
    at = time_in(step.body, "happened_at", "/happened_at")
    sent, evidence = step.body["sent"], step.body["evidence"]
    return _entry(step.ledger.resolve(step.named, sent=sent, evidence=evidence, happened_at=at))


def amend(step: Step) -> Answer:
    """The touch with what came of it. Raises CourtesyError."""
    body = step.body
    return _entry(step.ledger.amend(step.named, outcome=body["outcome"], evidence=body.get("evidence")))


def look(step: Step) -> Answer:
    """A touch by its id or number, without the token of its claim. Raises CourtesyError."""
    return _entry(step.ledger.entry(step.named))


def pending(step: Step) -> Answer:
    """All that is claimed, being sent or in doubt."""
    return Answer(told=courtesy.to_dict(step.ledger.pending()))


def touch(step: Step) -> Answer:
    """What was done elsewhere or came in, as it is written down. Raises RejectedError, CourtesyError."""
    case_id = step.body["case_id"]
    policy = _policy(step, courtesy.ledger.stated(step.ledger.case(case_id)))
    try:
        entry = step.ledger.record(case_id, step.body["touch"], key=step.body.get("key"), policy=policy)
    except courtesy.InvalidInputError as error:
        raise malformed(list(_placed(error, "/history/0", "/touch"))) from None
    return _entry(entry)


def case(step: Step) -> Answer:
    """A case with all its touches. Raises UnknownCaseError."""
    return Answer(told=courtesy.to_dict(step.ledger.case(step.named)))


def put_case(step: Step) -> Answer:
    """The case as it is after what its file says was taken in. Raises RejectedError, CourtesyError."""
    document = step.body["case"]
    step.limits.hold_case(document)
    if document.setdefault("id", step.named) != step.named:
        what = "expected the id that the route names, found another one"
        raise malformed([problem("/case/id", what, "leave it out, or name the case by it")])
    policy = _policy(step, document)
    try:
        return Answer(told=courtesy.to_dict(step.ledger.import_case(document, policy=policy)))
    except courtesy.InvalidInputError as error:
        raise malformed([told(one, f"/case{one.pointer or ''}") for one in error.problems]) from None
    except (courtesy.ledger.UnknownHistoryError, courtesy.ledger.LaterTouchError) as error:
        raise malformed([problem("/case/history", str(error), error.help(), error.code)]) from None


def erase(step: Step) -> Answer:
    """The case with a tombstone in the place of a contact, or of all that was known. Raises RejectedError."""
    try:
        return Answer(told=courtesy.to_dict(step.ledger.erase(step.body["case_id"], step.body.get("contact_id"))))
    except courtesy.UnusableArgumentError as error:
        raise malformed([problem("/contact_id", str(error), error.help(), "unknown-name")]) from None


STEPS: Mapping[str, Callable[[Step], Answer]] = {
    "claim": claim,
    "pending-claims": pending,
    "show-claim": look,
    "start-claim": start,
    "confirm-claim": confirm,
    "release-claim": release,
    "resolve-claim": resolve,
    "record-touch": touch,
    "amend-touch": amend,
    "show-case": case,
    "put-case": put_case,
    "erase": erase,
}
"""What is done for each kind of request."""


def _hold_policy(step: Step, document: Json) -> None:
    """Whoever claims does not choose by which rules, where the case names them. Raises RejectedError (409)."""
    named, own = step.body.get("policy"), document.get("policy")
    if named is not None and own is not None and named != own:
        what = f"expected `{own}`, the policy that the case names, found {quoted(named)}"
        found = [problem("/policy", what, "leave it out", "other-policy")]
        raise RejectedError(409, "other-policy", what, fix="leave it out", problems=found)


def _policy(step: Step, document: Json) -> Policies | Policy:
    """The policy that is named, that the case names, or the first one. Raises UnknownPolicyError."""
    named = step.body.get("policy", document.get("policy"))
    return step.shelf.find(named if isinstance(named, str) else None)


def _token(step: Step) -> str:
    """The token, once it is known to be that of the claim which the path names. Raises UnknownEntryError."""
    token: str = step.body["token"]
    if step.ledger.entry(token=token).touch_id != step.named:
        raise courtesy.ledger.UnknownEntryError(step.ledger.tenant, token, secret=True)
    return token


def _placed(error: InvalidInputError, found_at: str, sent_at: str) -> Iterator[Json]:
    """What the policy finds wrong, at its place in the body; what is wrong with the case, at its name."""
    for one in error.problems:
        pointer = one.pointer or ""
        if pointer == found_at or pointer.startswith(f"{found_at}/"):
            yield told(one, sent_at + pointer.removeprefix(found_at))
        else:
            yield told_of_held(one, "/case_id")


def _kept(kept: Claim) -> Answer:
    verdict, until = kept.verdict, kept.lease_until
    told = {
        "courtesy": 1,
        "claimed": True,
        "claim": {
            "touch_id": kept.touch_id,
            "token": kept.token,
            "state": str(kept.state),
            "lease_until": None if until is None else until.isoformat(),
            "revision": kept.revision,
        },
        "verdict": None if verdict is None else courtesy.to_dict(verdict),
    }
    if verdict is None:
        return Answer(told=told, result="again", decision=kept.entry.decision_id)
    return Answer(told=told, status=201, result="claimed", verdict=verdict, decision=kept.entry.decision_id)


def _entry(entry: LedgerEntry) -> Answer:
    return Answer(told=courtesy.to_dict(entry))
