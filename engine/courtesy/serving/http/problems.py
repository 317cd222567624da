"""Why a question gets no answer. Whatever the reason is, nothing is permitted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy import ledger
from courtesy.serving.http import faults
from courtesy.serving.shelf import UnknownPolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json = dict[str, Any]
_LOG = logging.getLogger(__name__)
_STATUSES: Mapping[type[courtesy.CourtesyError], int] = {
    ledger.UnknownCaseError: 404,
    ledger.UnknownEntryError: 404,
    ledger.KeyConflictError: 409,
    ledger.ClaimLostError: 409,
    ledger.WrongStateError: 409,
    ledger.TooEarlyError: 409,
}
"""What is wrong with a step in a ledger, where the request itself is none of it."""
_FIXES: Mapping[str, str] = {
    ledger.UnknownCaseError.code: "take it in with `PUT /v1/cases/{case_id}` first",
    ledger.UnknownEntryError.code: "take id and token from the answer to the claim, and ask as the same tenant",
    ledger.TooEarlyError.code: "a claim is a permission to send at once: claim it then, or leave `at` out",
}
"""What to do about it over HTTP, where the help of an error tells how it is done from Python."""


class RejectedError(Exception):
    """A question that is not answered: the HTTP status, a code that stays, and what to do about it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        fix: str | None = None,
        problems: Sequence[Mapping[str, Any]] = (),
        limit: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        state: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.fix, self.state = status, code, message, fix, state
        self.problems, self.limit, self.headers = tuple(problems), limit, dict(headers or {})

    def to_dict(self) -> Json:
        """The error ready for JSON."""
        told: Json = {"status": self.status, "code": self.code, "message": self.message, "help": self.fix}
        if self.limit is not None:
            told["limit"] = dict(self.limit)
        if self.state is not None:
            told["state"] = self.state
        if self.problems:
            told["problems"] = [dict(problem) for problem in self.problems]
        return told

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (self.__dict__.copy(),)


def _remade(state: dict[str, Any]) -> RejectedError:
    """An error as it was in another process."""
    error = RejectedError(state["status"], state["code"], state["message"])
    error.__dict__.update(state)
    return error


def problem(pointer: str, message: str, fix: str | None = None, code: str = "wrong-value") -> Json:
    """One thing that is wrong with a request, by its JSON pointer."""
    return {"code": code, "pointer": pointer, "message": message, "help": fix}


def malformed(problems: Sequence[Mapping[str, Any]]) -> RejectedError:
    """400: the request cannot be read, for these reasons."""
    first = problems[0]
    message = f"{first['pointer'] or 'the body'}: {first['message']}"
    if len(problems) > 1:
        message += f", and {len(problems) - 1} more"
    return RejectedError(400, "malformed", message, fix=first.get("help"), problems=problems)


def told(found: courtesy.Problem, pointer: str) -> Json:
    """What the engine finds wrong in a case or action, at its place in the request."""
    return problem(pointer, str(found), found.help(), found.code)


def told_of_held(found: courtesy.Problem, pointer: str) -> Json:
    """What the engine finds wrong in a case that the request only names, at the place of its name."""
    where = f"{found.pointer} of the case: " if found.pointer else ""
    return problem(pointer, f"{where}{found}", found.help(), found.code)


def too_late() -> RejectedError:
    """504: no answer was found in time, which is no decision."""
    what = "no answer was found in time; treat the action as not permitted"
    code = courtesy.DeadlineExceededError.code
    return RejectedError(504, code, what, fix="ask about fewer actions, touches or days")


def rejected(error: Exception) -> RejectedError:  # noqa: PLR0911  one arm for each kind of failure
    """What an error of the engine means for who asks. Anything unforeseen is an internal error, without its text.

    Faults are told on standard error too.
    """
    foreseen = (RejectedError, UnknownPolicyError, courtesy.CourtesyError)
    of_database = isinstance(error, ledger.LedgerUnavailableError)  # whoever asks a ledger tells of it
    if not of_database and (isinstance(error, courtesy.FaultError) or not isinstance(error, foreseen)):
        _LOG.error("a question failed\n%s", faults.told(error))
    match error:
        case RejectedError():
            return error
        case courtesy.DeadlineExceededError():
            return too_late()
        case ledger.LedgerUnavailableError() | ledger.LedgerVersionError():
            return _no_database(error)
        case courtesy.FaultError():
            return RejectedError(500, error.code, str(error), fix="report it; nothing is permitted")
        case UnknownPolicyError():
            return RejectedError(404, error.code, str(error), fix=error.help())
        case courtesy.InvalidInputError():
            return malformed([told(one, one.pointer or "") for one in error.problems])
        case courtesy.CourtesyError():
            status = next((known for kind, known in _STATUSES.items() if isinstance(error, kind)), 400)
            state = getattr(error, "state", None)
            fix = _FIXES[error.code] if error.code in _FIXES and not getattr(error, "erased", False) else error.help()
            return RejectedError(status, error.code, str(error), fix=fix, state=state and str(state))
        case _:
            return RejectedError(500, "internal-error", "the server failed; treat the action as not permitted")


def _no_database(error: courtesy.CourtesyError) -> RejectedError:
    """503: the reason is told on standard error, and says more of the server than others should know."""
    what = "the ledger's database does not answer; treat the action as not permitted"
    fix = "do not send; ask again with the same key or token"
    return RejectedError(503, error.code, what, fix=fix, headers={"Retry-After": "1"})
