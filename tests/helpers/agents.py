"""Agents that ask by the official client of the Model Context Protocol."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from mcp import Client

import courtesy
from courtesy.serving.agents.cases import SentCases
from courtesy.serving.agents.desk import Desk
from courtesy.serving.agents.protocol import Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mcp import StdioServerParameters
    from mcp.types import CallToolResult

    from courtesy.serving.agents.cases import Cases

_T = TypeVar("_T")
CLOCK = "2026-11-23T09:00-05:00"
CASE: dict[str, Any] = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"interviewer": {"roles": ["interviewer"]}, "hr": {"roles": ["hr"]}},
}
TEXT: dict[str, Any] = {"channel": "sms", "purpose": "follow_up", "to": "interviewer"}


def desk(policy: courtesy.Policy | courtesy.Policies | None = None, cases: Cases | None = None, **more: Any) -> Desk:
    """A desk for hire-wire to which cases are sent, on the Monday after the interview, unless told otherwise."""
    clock = datetime.fromisoformat(CLOCK)
    policy = policy or courtesy.load_policies("hire-wire")
    return Desk(policy, cases or SentCases(), **{"clock": clock, **more})


def meet(server: Desk | StdioServerParameters | str, talk: Callable[[Client], Awaitable[_T]]) -> _T:
    """What comes of a talk with a server: in this process, over standard input and output, or over HTTP."""

    async def meeting() -> _T:
        met = Protocol(server).server if isinstance(server, Desk) else server
        async with Client(met) as client:
            return await talk(client)

    return anyio.run(meeting)


def ask(server: Desk | StdioServerParameters | str, tool: str, **arguments: Any) -> CallToolResult:
    """What a tool answers."""
    return meet(server, lambda client: client.call_tool(tool, arguments))


def told(result: CallToolResult) -> dict[str, Any]:
    """What an agent reads: the text of the answer."""
    (block,) = result.content
    read: dict[str, Any] = json.loads(block.text)  # type: ignore[union-attr]
    return read


async def reach_permission(client: Client, action: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What a scripted agent does to be permitted: it takes the first action that it is told to try, nothing else.

    The tools and words of each turn, to the answer that permits.
    """
    turns = []
    while True:
        result = await client.call_tool("check_action", {"case": CASE, "action": action})
        assert not result.is_error, result.content
        turns.append((action["channel"], told(result)))
        if turns[-1][1]["permitted"]:
            return turns
        action = turns[-1][1]["try_next"][0]["action"]
