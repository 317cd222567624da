"""An endpoint that asks before it sends, with FastAPI: a refusal is a problem document (RFC 9457) with its way out.

From this folder, with the ledger and the server of smtp_sender.py:

    pip install courtesy fastapi uvicorn
    uvicorn --factory fastapi_endpoint:from_ledger
    curl -iX PUT localhost:8000/cases/northgate/mails/hello --json '{"to": ["hr"], "purpose": "other", "body": "Hi"}'
"""

from __future__ import annotations

import smtplib
from functools import partial
from http import HTTPStatus
from math import ceil
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

import courtesy
from courtesy import ledger
from smtp_sender import Mailer, NoMailError, NotToAllError

STATUS: dict[type[Exception], int] = {
    courtesy.RefusedError: 409,
    courtesy.InvalidInputError: 422,
    courtesy.UnusableArgumentError: 422,
    RequestValidationError: 422,
    NoMailError: 422,
    ledger.UnknownCaseError: 404,
    ledger.KeyConflictError: 409,
    ledger.ClaimLostError: 409,
    NotToAllError: 502,
    smtplib.SMTPException: 502,
    OSError: 503,
    courtesy.DeadlineExceededError: 503,
    courtesy.FaultError: 503,
}
"""What went wrong, to its status; anything else is 500. Whatever it is, nothing but 200 says that a mail was sent."""


class Draft(BaseModel):
    """A mail that somebody would like to send. What its words mean is for the policy to say."""

    model_config = ConfigDict(extra="forbid")
    to: list[str]
    cc: list[str] = []
    purpose: str
    subject: str = ""
    body: str


class Sent(BaseModel):
    """A mail that was sent."""

    message_id: str
    state: str


def create_app(mailer: Mailer) -> FastAPI:
    """The application around what sends."""
    app = FastAPI(title="Mails that a policy permits")

    @app.put("/cases/{case_id}/mails/{mail_id}")
    def send(case_id: str, mail_id: str, draft: Draft) -> Sent:  # no `async`: judging and sending keep a thread busy
        """Send a mail once, however often it is put."""
        message = courtesy.Message(subject=draft.subject, body=draft.body)
        action = courtesy.Action(
            "email", id=mail_id, purpose=draft.purpose, to=tuple(draft.to), cc=tuple(draft.cc), message=message
        )
        entry = mailer.send(case_id, action)
        return Sent(message_id=mailer.message_id(entry.touch_id), state=entry.state)

    for kind in STATUS:
        app.add_exception_handler(kind, problem)
    return app


def problem(_: Request, error: Exception) -> JSONResponse:
    """Why a mail was not sent, and what can be done about it."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    told: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    told["detail"], headers = str(error), {}
    if isinstance(error, RequestValidationError):
        told["detail"] = "the body is no draft"
        told["problems"] = [
            {"at": "/".join(map(str, ["", *one["loc"][1:]])), "message": one["msg"]} for one in error.errors()
        ]
    if isinstance(error, courtesy.CourtesyError):
        told |= {"type": f"urn:courtesy:{error.code}", "help": error.help()}
    if isinstance(error, courtesy.InvalidInputError):
        told["problems"] = [
            {"at": (one.pointer or "").removeprefix("/actions/0"), "message": str(one), "suggestion": one.suggestion}
            for one in error.problems
        ]
    if isinstance(error, courtesy.RefusedError) and isinstance(error.verdict, courtesy.Verdict):
        verdict = error.verdict
        told["outcome"] = verdict.outcome
        told["broken"] = [{"rule": one.rule_id, "message": one.message} for one in verdict.broken(courtesy.Level.MUST)]
        told["missing"] = list(verdict.missing)
        if verdict.earliest is not None:
            told["earliest"] = verdict.earliest.isoformat()
            headers["Retry-After"] = str(ceil((verdict.earliest - verdict.now).total_seconds()))
    return JSONResponse(told, status, headers, media_type="application/problem+json")


def from_ledger() -> FastAPI:
    """The application of the ledger in this folder."""
    policy = courtesy.load_policies("hire-wire")
    book = ledger.open("ledger.db", policy=policy)
    return create_app(
        Mailer(book, policy, "candidate@example.net", partial(smtplib.SMTP, "127.0.0.1", 8025, timeout=30))
    )
