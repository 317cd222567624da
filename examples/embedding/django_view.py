"""A view that asks a service before it sends, with Django: the policy, the cases and the ledger are kept elsewhere.

From this folder, with the ledger and the server of smtp_sender.py:

    pip install 'courtesy[serve]' django
    courtesy serve hire-wire --ledger ledger.db
    python django_view.py runserver
    curl -iX PUT localhost:8000/cases/northgate/mails/hello --data '{"to": ["hr"], "purpose": "other", "body": "Hi"}'

Everything that is not a clear yes is a no: no answer, an answer that is late or cannot be read, an error.
"""

from __future__ import annotations

import json
import smtplib
import sys
from email.message import EmailMessage
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from smtp_sender import NotToAllError, not_taken

ADDRESSES = {"interviewer": "interviewer@example.com", "hr": "careers@example.com"}
"""Of contacts, by their ids; in place of your own table."""
PATIENCE = 10
"""Seconds until a service that does not answer has said no."""

PASSED_ON = {400, 404, 409, 503}
"""What the service answers that concerns who asks us; any other error, such as 401, is between it and us."""

Json = dict[str, Any]


class NoAnswerError(Exception):
    """The service gave no answer that can be acted on: its status, and what it told of it."""

    def __init__(self, status: int, told: Json) -> None:
        super().__init__(told.get("message", "the service does not answer"))
        self.status, self.told = status, told


def ask(route: str, question: Json) -> Json:
    """What the service answers. Raises NoAnswerError."""
    headers = {"Content-Type": "application/json"}
    if settings.COURTESY_TOKEN:
        headers["Authorization"] = f"Bearer {settings.COURTESY_TOKEN}"
    request = Request(settings.COURTESY_URL + route, json.dumps(question).encode(), headers)  # noqa: S310  our own
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  our own
            found = json.load(answer)
    except HTTPError as error:
        with error:
            status = error.code if error.code in PASSED_ON else HTTPStatus.BAD_GATEWAY
            raise NoAnswerError(status, _read(error.read())) from error
    except (OSError, ValueError) as error:
        raise NoAnswerError(HTTPStatus.SERVICE_UNAVAILABLE, {}) from error
    if not isinstance(found, dict):
        raise NoAnswerError(HTTPStatus.BAD_GATEWAY, {})
    return found


@require_http_methods(["PUT"])
def send(request: HttpRequest, case_id: str, mail_id: str) -> JsonResponse:
    """Send a mail once, however often it is put. Who may call it is for your own middleware to say."""
    try:
        action, mail = written(mail_id, json.loads(request.body))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": f"the body is no draft: {error!r}"})
    try:
        answer = ask("/v1/claims", {"case_id": case_id, "action": action, "key": f"{case_id}/{mail_id}"})
        if answer["claimed"] is not True:
            return refused(answer["verdict"])
        claim = answer["claim"]
        mail["Message-ID"] = f"<{claim['touch_id']}@example.net>"
        if claim["state"] != "done":  # else it was sent before
            deliver(mail, f"/v1/claims/{claim['touch_id']}", {"token": claim["token"]})
    except NoAnswerError as error:
        return problem(error.status, error.told)
    except NotToAllError as error:
        return problem(HTTPStatus.BAD_GATEWAY, {"message": str(error)})
    except (OSError, LookupError, TypeError, ValueError) as error:
        return problem(HTTPStatus.BAD_GATEWAY, {"message": f"not known to be sent: {error!r}"})
    return JsonResponse({"message_id": mail["Message-ID"]})


def deliver(mail: EmailMessage, claim: str, token: Json) -> None:
    """Send what is claimed, and say so. Raises NoAnswerError before it is sent, and where it cannot be confirmed."""
    host, port = settings.MAIL_SERVER
    with smtplib.SMTP(host, port, timeout=PATIENCE) as server:  # reached before it counts as being sent
        if ask(f"{claim}/start", token)["state"] != "sending":
            raise NoAnswerError(HTTPStatus.BAD_GATEWAY, {})
        try:
            left_out = server.send_message(mail)
        except smtplib.SMTPException as error:
            if not_taken(error):
                ask(f"{claim}/release", {**token, "not_sent": True})
            raise
        ask(f"{claim}/confirm", token)
    if left_out:
        raise NotToAllError(f"it has gone out, but not to {', '.join(left_out)}")


def written(mail_id: str, draft: Json) -> tuple[Json, EmailMessage]:
    """What is proposed, and the same as a mail. Raises KeyError, TypeError or ValueError where it is no draft."""
    to, cc, subject, body = draft["to"], draft.get("cc", []), draft.get("subject", ""), draft["body"]
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "candidate@example.net", subject
    for header, names in (("To", to), ("Cc", cc)):
        if names:
            mail[header] = ", ".join(ADDRESSES[name] for name in names)
    mail.set_content(body)
    action = {"id": mail_id, "channel": "email", "purpose": draft["purpose"], "to": to, "cc": cc}
    return {**action, "message": {"subject": subject, "body": body}}, mail


def refused(verdict: Json) -> JsonResponse:
    """A problem document about what the policy does not permit."""
    (judged,) = verdict["actions"]
    broken = [one for one in judged["findings"] if one["status"] == "violated" and one["level"] == "must"]
    told = {"message": f"expected a permission, found the outcome `{judged['outcome']}`"}
    rules = [{"rule": one["rule"], "message": one["message"]} for one in broken]
    return problem(HTTPStatus.CONFLICT, told, outcome=judged["outcome"], earliest=judged["earliest"], broken=rules)


def problem(status: int, told: Json, **more: object) -> JsonResponse:
    """A problem document (RFC 9457)."""
    base = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    details = {"detail": told.get("message", "the service does not answer"), "problems": told.get("problems", [])}
    return JsonResponse({**base, **details, **more}, status=status, content_type="application/problem+json")


def _read(body: bytes) -> Json:
    """What an error of the service tells; nothing where it cannot be read."""
    try:
        found = json.loads(body)["error"]
    except (KeyError, TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


urlpatterns = [path("cases/<slug:case_id>/mails/<slug:mail_id>", send)]

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        SECRET_KEY="nothing here is signed",  # noqa: S106  nothing is
        ALLOWED_HOSTS=["localhost", "127.0.0.1", "testserver"],
        MAIL_SERVER=("127.0.0.1", 8025),
        COURTESY_URL="http://127.0.0.1:8080",
        COURTESY_TOKEN="",  # with `--tokens`, the token of this program
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
