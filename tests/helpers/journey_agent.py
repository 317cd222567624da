"""An agent of the tests' own, in a process of its own.

`python -m tests.helpers.journey_agent SERVICE CASE KEY SMTP_PORT` asks a service before it acts, takes the first thing
that it is offered, claims it, sends it and says so. It tells each step on a line of its own, as JSON.
"""

from __future__ import annotations

import json
import smtplib
import sys
from email.message import EmailMessage
from typing import Any
from urllib.request import Request, urlopen

Json = dict[str, Any]
_PATIENCE = 60


class Service:
    """What answers at an address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def ask(self, route: str, question: Json | None = None) -> Json:
        """What it answers to a question, or shows where nothing is asked."""
        data = None if question is None else json.dumps(question).encode()
        request = Request(self.address + route, data, {"Content-Type": "application/json"})  # noqa: S310  a server of ours
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310  likewise
            found: Json = json.load(answer)
        return found


def act(service: Service, case_id: str, key: str, port: int) -> None:
    """Ask, claim, send, and say so."""
    action = permitted(service, case_id)
    answer = service.ask("/v1/claims", {"case_id": case_id, "key": key, "action": action})
    if not answer["claimed"]:
        tell("refused", earliest=answer["verdict"]["actions"][0]["earliest"])
        return
    claim = answer["claim"]
    if claim["state"] != "claimed":
        tell("claimed before", state=claim["state"])
        return
    route, token = f"/v1/claims/{claim['touch_id']}", {"token": claim["token"]}
    service.ask(f"{route}/start", token)
    tell("sends", touch_id=claim["touch_id"])
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "assistant@example.net", f"<{claim['touch_id']}@example.net>"
    mail["To"], mail["Cc"] = "client@example.com", "careers@example.com"
    mail.set_content(action["message"]["body"])
    with smtplib.SMTP("127.0.0.1", port, timeout=_PATIENCE) as server:
        server.send_message(mail)
    service.ask(f"{route}/confirm", token)
    tell("sent")


def permitted(service: Service, case_id: str, now: str | None = None) -> Json:
    """What may be done, now or later: the first thing that is permitted of those that are offered.

    `now` is for servers that let a question choose its time.
    """
    question: Json = {
        "subject": {"type": "agent", "id": "assistant"},
        "action": {"name": "email.follow_up", "properties": {"message": {"body": "Is there any news?"}}},
        "resource": {"type": "contact", "id": "client"},
        "context": {"case_id": case_id, **({} if now is None else {"now": now})},
    }
    while True:
        answer = service.ask("/access/v1/evaluation", question)
        reasons = answer["context"]["courtesy"]
        tell("asked", decision=answer["decision"], broken=[one["rule"] for one in reasons["broken"]])
        if answer["decision"]:
            break
        question = reasons["alternatives"][0]["request"]
    channel, purpose = question["action"]["name"].split(".")
    said = {name: value for name, value in question["action"]["properties"].items() if name != "at"}
    return {**said, "channel": channel, "purpose": purpose, "to": question["resource"]["id"]}


def tell(step: str, **told: Any) -> None:
    """Say what came of a step."""
    print(json.dumps({"step": step, **told}), flush=True)  # noqa: T201  what the test reads


if __name__ == "__main__":
    act(Service(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
