"""Agents claim what they send, so that two of them cannot take one slot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import courtesy
import courtesy.ledger
from courtesy.cli.main import cli
from courtesy.serving.agents.claims import LedgerCases
from courtesy.serving.agents.tools import CLAIMS, TITLES
from tests.helpers.agents import CASE, ask, desk, meet, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mcp import Client

    from courtesy.serving.agents.desk import Desk

LATER = datetime.fromisoformat("2026-11-30T10:00-05:00")
EMAIL = {"channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": "hr"}


@pytest.fixture
def claiming(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a ledger, in the second week after the interview, when one e-mail is permitted."""
    policy = courtesy.load_policies("hire-wire")
    courtesy.ledger.init(tmp_path / "ledger.db")
    with courtesy.ledger.open(tmp_path / "ledger.db", policy=policy, clock=lambda: LATER) as ledger:
        ledger.import_case({**CASE, "id": "northgate"})
        yield desk(policy, LedgerCases(ledger), clock=LATER)


def claim(server: Desk, **more: Any) -> dict[str, Any]:
    """What an agent is told that claims the e-mail."""
    return server.answer("claim_action", {"case_id": "northgate", "action": EMAIL, **more})


def test_a_claim_is_confirmed(claiming: Desk) -> None:
    """What is permitted is claimed, done and confirmed, by the official client; then the rules count it."""

    async def talk(client: Client) -> list[dict[str, Any]]:
        asked = {"case_id": "northgate", "action": EMAIL}
        first = told(await client.call_tool("claim_action", asked))
        held = {"claim": first["claim"]["token"]}
        done = told(await client.call_tool("confirm_action", {**held, "provider_id": "mail-1"}))
        return [first, done, told(await client.call_tool("check_action", asked))]

    first, done, again = meet(claiming, talk)
    assert (True, "sending") == (first["permitted"], first["claim"]["state"])
    assert ("done", False) == (done["state"], done["late"])
    assert ("wait", "frequency.email-once-a-week") == (again["outcome"], again["must_fix"][0]["rule"])


def test_an_agent_is_answered_about_its_own_action(claiming: Desk) -> None:
    """Where the case of a ledger proposes actions itself, what an agent asks about is judged, and nothing else."""
    assert isinstance(claiming.cases, LedgerCases)
    claiming.cases.ledger.import_case({**CASE, "id": "northgate", "actions": [{**EMAIL, "id": "week-one"}]})
    text = {"channel": "sms", "to": "interviewer"}
    for tool in ("check_action", "claim_action"):
        answer = claiming.answer(tool, {"case_id": "northgate", "action": text})
        assert ("deny", False) == (answer["outcome"], answer["permitted"])
    named = claim(claiming, action={**EMAIL, "id": "week-one", "cc": []})
    assert ("deny", "channels.copy-the-hiring-department") == (named["outcome"], named["must_fix"][0]["rule"])
    assert claim(claiming)["permitted"]


def test_one_of_two_agents_gets_the_slot(claiming: Desk) -> None:
    """Of agents that claim at once one is permitted; the others are refused, with when it is their turn."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: claim(claiming), range(4)))
    assert [False, False, False, True] == sorted(one["permitted"] for one in answers)
    assert {"at_earliest"} == {one["retry"] for one in answers if not one["permitted"]}


def test_what_is_released_is_free_again(claiming: Desk) -> None:
    """An agent that does not send gives the slot back, and the next one gets it."""
    token = claim(claiming)["claim"]["token"]
    assert not claim(claiming)["permitted"]
    assert claiming.answer("release_action", {"claim": token})["state"] == "released"
    assert claim(claiming)["permitted"]


def test_a_request_that_is_repeated_is_not_permitted_twice(claiming: Desk) -> None:
    """The same key gives the same claim, which is not to be sent again; for another action it is a conflict."""
    first, second = claim(claiming, key="job-1"), claim(claiming, key="job-1")
    assert (True, False) == (first["permitted"], second["permitted"])
    assert first["claim"]["token"] == second["claim"]["token"]
    call = {"channel": "phone", "purpose": "check_in", "to": "hr"}
    result = ask(claiming, "claim_action", case_id="northgate", action=call, key="job-1")
    assert (True, "key-conflict") == (result.is_error, told(result)["error"])


@pytest.mark.parametrize(
    ("tool", "arguments", "error"),
    [
        ("claim_action", {"case_id": "nowhere", "action": EMAIL}, "bad-arguments"),
        ("claim_action", {"case_id": "northgate", "action": {**EMAIL, "at": "2026-12-24T10:00-05:00"}}, "too-early"),
        ("confirm_action", {"claim": "nothing"}, "unknown-entry"),
        ("confirm_action", {"claim": "nothing", "happened_at": "yesterday"}, "bad-arguments"),
        ("confirm_action", {"claim": "nothing", "outcome": "deliverd"}, "bad-arguments"),
        ("release_action", {"claim": "nothing"}, "unknown-entry"),
    ],
)
def test_wrong_claims_are_errors(tool: str, arguments: dict[str, Any], error: str, claiming: Desk) -> None:
    """What cannot be claimed, confirmed or released is an error that permits nothing."""
    result = ask(claiming, tool, **arguments)
    assert (True, error, False) == (result.is_error, told(result)["error"], told(result)["permitted"])


def test_only_a_server_with_a_ledger_writes(claiming: Desk) -> None:
    """The tools that write are offered with a ledger alone, and say that they do."""

    async def talk(client: Client) -> dict[str, bool]:
        return {one.name: one.annotations.read_only_hint for one in (await client.list_tools()).tools}  # type: ignore[union-attr,misc]

    assert {**dict.fromkeys(TITLES, True), **dict.fromkeys(CLAIMS, False)} == meet(claiming, talk)
    assert dict.fromkeys(TITLES, True) == meet(desk(), talk)


def test_a_ledger_that_is_none_is_told_at_once(tmp_path: Path) -> None:
    """A ledger is opened before anything is served, and has its own cases."""
    done = CliRunner().invoke(cli, ["mcp", "--ledger", str(tmp_path / "none.db")])
    assert (5, "", True) == (done.exit_code, done.stdout, "error[ledger-unavailable]" in done.stderr)
    (tmp_path / "case.json").write_text("{}", encoding="utf-8")
    both = CliRunner().invoke(cli, ["mcp", "--ledger", "l.db", "--case", str(tmp_path / "case.json")])
    assert (2, True) == (both.exit_code, "a ledger has its cases" in both.stderr)
