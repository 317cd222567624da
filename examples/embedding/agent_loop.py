"""An agent that asks before it acts: it claims what it sends, and a refusal tells it what to do instead.

From this folder, with the ledger and the server of smtp_sender.py:

    pip install 'courtesy[serve]'
    python agent_loop.py ledger.db

The agent is a script, so that it does the same each time: it proposes a mail that lacks a copy, and then the first
thing that it is offered. To have a model act, let it write what `revised` gives, from the answer.
"""

from __future__ import annotations

import asyncio
import os
import smtplib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mcp import Client, StdioServerParameters

import courtesy
from courtesy import ledger
from smtp_sender import NoMailError, not_taken, written

MOST_TURNS = 5
"""More proposals than that are no search for a way, but a loop."""

Action = dict[str, Any]
Answer = dict[str, Any]


class NotSentError(Exception):
    """What was to be sent has certainly not gone out."""


@dataclass(frozen=True)
class Ending:
    """What came of it.

    `sent`, `later` (from `earliest` on), `to_tell` (a person has to state something first), `stopped` (it was not sent,
    and nothing else is offered), or `in_doubt` (nobody knows whether it went out: it is to be resolved).
    """

    outcome: str
    say: str
    action: Action
    earliest: str | None = None


async def act(client: Client, case_id: str, action: Action, send: Callable[[Action, str], object]) -> Ending:
    """Send it, or what is permitted instead.

    `send` gets the action and the id of its touch. It raises NotSentError where nothing has gone out; after any other
    error nobody knows.
    """
    said = "nothing was asked"
    for _ in range(MOST_TURNS):
        result = await client.call_tool("claim_action", {"case_id": case_id, "action": action})
        answer = result.structured_content
        if result.is_error or answer is None:
            return Ending("stopped", " ".join(block.text for block in result.content if block.type == "text"), action)
        said = answer["say"]
        if answer["permitted"]:
            return await carried_out(client, answer, action, send)
        match answer["retry"]:
            case "at_earliest":
                return Ending("later", said, action, answer["earliest"])
            case "after_telling":
                return Ending("to_tell", ", ".join(one["fact"] for one in answer["missing"]), action)
        following = revised(action, answer["try_next"])
        if following is None:
            break
        action = following
    return Ending("stopped", said, action)


async def carried_out(client: Client, answer: Answer, action: Action, send: Callable[[Action, str], object]) -> Ending:
    """Send what has been claimed, and say so."""
    token = {"claim": answer["claim"]["token"]}
    try:
        send(action, answer["claim"]["touch_id"])
    except NotSentError as error:
        await client.call_tool("release_action", token)
        return Ending("stopped", str(error), action)
    except Exception as error:  # noqa: BLE001  whatever it was, it must not be sent again
        return Ending("in_doubt", str(error), action)
    done = await client.call_tool("confirm_action", token)
    return Ending("in_doubt" if done.is_error else "sent", answer["say"], action)


def revised(action: Action, offered: list[Answer]) -> Action | None:
    """The first of the offered actions that is still this mail; None where there is none, or it needs another text."""
    for one in offered:
        if one["action"]["channel"] == action["channel"] and "write" not in one:
            at_once = {key: value for key, value in one["action"].items() if key != "at"}  # as claims are
            return {**at_once, "message": action["message"]} if "message" in action else at_once
    return None


def main() -> int:
    """Propose the mail of the case without its copy, and see what comes of it. Further arguments go to the server."""
    policy = courtesy.load_policies("hire-wire")
    try:
        with ledger.open(sys.argv[1], policy=policy) as book:
            document = ledger.stated(book.case("northgate"))
    except courtesy.CourtesyError as error:
        print(f"stopped: {error}", file=sys.stderr)
        return 1

    def send(action: Action, touch_id: str) -> None:
        try:
            case = policy.case_from({**document, "actions": [action]})
            mail = written(case, case.actions[0], "candidate@example.net", f"<{touch_id}@example.net>")
            with smtplib.SMTP("127.0.0.1", 8025, timeout=30) as server:
                server.send_message(mail)
        except (NoMailError, ConnectionError) as error:
            raise NotSentError(error) from error
        except smtplib.SMTPException as error:
            if not_taken(error):
                raise NotSentError(error) from error
            raise

    async def talk() -> Ending:
        asked = ["-m", "courtesy", "mcp", "--ledger", *sys.argv[1:]]
        async with Client(StdioServerParameters(command=sys.executable, args=asked, env=dict(os.environ))) as client:
            message = {"body": "Thank you for the talk. Is there any news?"}
            proposed = {"channel": "email", "purpose": "follow_up", "to": "interviewer", "message": message}
            return await act(client, "northgate", proposed, send)

    ending = asyncio.run(talk())
    print(f"{ending.outcome}: {ending.say}")
    return 0 if ending.outcome == "sent" else 1


if __name__ == "__main__":
    sys.exit(main())
