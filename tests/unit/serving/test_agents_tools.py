"""What the tools for agents answer, asked by the official client."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy.serving.agents.cases import HeldCases
from courtesy.serving.agents.desk import Desk
from courtesy.serving.agents.limits import MAX_QUESTION_BYTES, MAX_TOUCHES
from courtesy.serving.agents.tools import TITLES, output_schema
from tests.helpers.agents import CASE, TEXT, ask, desk, meet, reach_permission, told

if TYPE_CHECKING:
    from pathlib import Path

    from mcp import Client

OWN_WORDS = """
courtesy: 1
id: northgate
version: 1.0.0
title: Ours
zone: Europe/London
valid: {from: 2026-01-01}
channels: {fax: {noun: fax}}
purposes: {feedback: {noun: request for feedback}}
facts:
  attributes.competing_offer: {type: boolean, title: whether there is another offer}
  recipient.attributes.rank: {type: one_of, values: [junior, senior], title: rank of the recipient}
rules:
  - {id: channels.no-fax, level: must, title: No fax, applies_to: {channel: fax}, forbid: true}
  - {id: content.offer, level: must, title: With an offer, applies_to: {channel: phone},
     require: {attributes.competing_offer: true}}
"""


def test_a_refused_agent_reaches_a_permitted_action_by_what_it_is_told_to_try() -> None:
    """An agent that only ever sends back the first action of `try_next` ends with one that is permitted."""
    turns = meet(desk(), lambda client: reach_permission(client, TEXT))
    assert [("sms", "deny"), ("handwritten_note", "allow")] == [(channel, said["outcome"]) for channel, said in turns]


def test_a_refusal_is_a_result() -> None:
    """A refusal is an answer with its schema and no error, and says that nothing is permitted."""
    result = ask(desk(), "check_action", case=CASE, action=TEXT)
    assert not result.is_error
    assert told(result) == result.structured_content
    assert ("deny", False, "never") == tuple(told(result)[key] for key in ("outcome", "permitted", "retry"))


@pytest.mark.parametrize(
    ("action", "outcome", "retry"),
    [
        ({"channel": "handwritten_note", "purpose": "follow_up", "to": "interviewer"}, "allow", "now"),
        ({"channel": "phone", "purpose": "follow_up", "to": "interviewer"}, "warn", "now"),
        ({"channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": "hr"}, "wait", "at_earliest"),
        ({"channel": "linkedin_connection", "to": "interviewer"}, "undetermined", "after_telling"),
        ({"channel": "sms", "to": "interviewer"}, "deny", "never"),
        ({"channel": "telegram", "to": "interviewer"}, "deny", "never"),
    ],
)
def test_every_outcome_says_what_to_do(action: dict[str, Any], outcome: str, retry: str) -> None:
    """Each outcome has its own word for when to ask again; a channel that nobody has listed is judged."""
    said = desk().answer("check_action", {"case": CASE, "action": action})
    assert (outcome, retry) == (said["outcome"], said["retry"])


def test_what_is_missing_is_decided_once_it_is_put_where_the_answer_says() -> None:
    """Facts that are put into the question at the places that an answer names make it decided."""
    question: dict[str, Any] = {"case": CASE, "action": {"channel": "linkedin_connection", "to": "interviewer"}}
    missing = desk().answer("check_action", question)["missing"]
    question = json.loads(json.dumps(question))
    for one in missing:
        *steps, last = one["put"].split("/")[1:]
        place = question
        for step in steps:
            place = place.setdefault(step, {})
        place[last] = 2 if one["fact"].endswith("recommendations") else True
    assert desk().answer("check_action", question)["permitted"]


def test_a_misspelt_word_is_an_error_that_can_be_repaired() -> None:
    """A wrong word is told by its place in the question with the likely fix, and permits nothing."""
    result = ask(desk(), "check_action", case=CASE, action={**TEXT, "purpose": "folow_up", "to": "interviewr"})
    assert result.is_error
    said = told(result)
    assert said["permitted"] is False
    assert [
        ("/action/purpose", "did you mean `follow_up`?"),
        ("/action/to", "did you mean `interviewer`?"),
    ] == [(one["path"], one["fix"]) for one in said["problems"]]


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"action": TEXT}, ""),
        ({"case": "case.yaml", "action": TEXT}, "/case"),
        ({"case": CASE, "action": [TEXT]}, "/action"),
        ({"case": CASE, "action": TEXT, "detail": "long"}, "/detail"),
        ({"case": CASE, "action": TEXT, "now": "2030-01-01T00:00Z"}, ""),
        ({"case": {**CASE, "zone": "EST"}, "action": TEXT}, "/case/zone"),
        ({"case": {**CASE, "policy": "northgate"}, "action": TEXT}, "/case/policy"),
    ],
)
def test_wrong_arguments_are_errors_with_their_place(arguments: dict[str, Any], path: str) -> None:
    """What a tool does not take is an error with its path; no agent can say what time it is."""
    result = ask(desk(), "check_action", **arguments)
    assert result.is_error
    assert path in {one["path"] for one in told(result)["problems"]}


@pytest.mark.parametrize("days", [0, 401, 1.5, True, "7"])
def test_days_are_a_bounded_whole_number(days: object) -> None:
    """How far ahead an agent may look is bounded."""
    assert told(ask(desk(), "next_steps", case=CASE, days=days))["problems"][0]["path"] == "/days"


@pytest.mark.parametrize(
    ("case", "limit"),
    [
        ({**CASE, "id": "x" * MAX_QUESTION_BYTES}, MAX_QUESTION_BYTES),
        ({**CASE, "history": [{}] * (MAX_TOUCHES + 1)}, MAX_TOUCHES),
    ],
)
def test_what_is_too_large_is_refused_with_the_limit(case: dict[str, Any], limit: int) -> None:
    """A question that is larger than the server reads is an error that names the limit."""
    result = ask(desk(), "check_action", case=case, action=TEXT)
    assert result.is_error
    assert f"{limit:,}" in told(result)["say"]


@pytest.mark.parametrize(
    "error", [courtesy.FaultError("matchers disagree"), RuntimeError("a mistake"), OSError("gone")]
)
def test_a_fault_permits_nothing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disagreement of the matchers, or any other fault, is an error and no answer."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Desk, "answer", fail)
    result = ask(desk(), "check_action", case=CASE, action=TEXT)
    assert (True, False) == (result.is_error, told(result)["permitted"])


def test_an_answer_that_takes_too_long_is_none() -> None:
    """When its time is over, a question ends with an error that permits nothing."""
    result = ask(desk(deadline=1e-9), "plan_follow_up", case=CASE)
    assert (True, "deadline-exceeded") == (result.is_error, told(result)["error"])


def test_tools_only_read_and_say_so() -> None:
    """Every tool is marked as read-only, and answers by its schema; none grants or edits anything."""

    async def talk(client: Client) -> list[Any]:
        return list((await client.list_tools()).tools)

    listed = meet(desk(), talk)
    assert list(TITLES) == [tool.name for tool in listed]
    assert all(tool.annotations.read_only_hint and not tool.annotations.destructive_hint for tool in listed)
    assert [output_schema(name) for name in TITLES] == [tool.output_schema for tool in listed]


def test_schemas_have_the_words_of_the_policy() -> None:
    """What a tool takes lists the channels, purposes and facts of the policy that answers, with what they are."""
    schema = desk(courtesy.parse_policy(OWN_WORDS)).schema("check_action")
    action, contact = (schema["$defs"][name]["properties"] for name in ("action", "contact"))
    assert {"fax", "email"} <= set(action["channel"]["enum"])
    assert "`feedback`: request for feedback" in action["purpose"]["description"]
    assert {"description": "whether there is another offer", "type": "boolean"} == action["attributes"]["properties"][
        "competing_offer"
    ]
    assert ["junior", "senior"] == contact["attributes"]["properties"]["rank"]["enum"]
    assert {"enum": ["channels.no-fax", "content.offer"]}.items() <= desk(courtesy.parse_policy(OWN_WORDS)).schema(
        "explain_rule"
    )["properties"]["rule"].items()


def test_a_pinned_case_is_judged_by_its_version() -> None:
    """A case that names a version is judged by it whatever the date, and the answer says so."""
    clock = courtesy.from_dict(courtesy.Touch, {"channel": "email", "at": "2025-12-01T09:00-05:00"}).at
    ours = desk(courtesy.parse_policy(OWN_WORDS), clock=clock)
    question = {"case": {**CASE, "policy": "northgate@1.0.0"}, "action": {"channel": "email", "to": "hr"}}
    said = ours.answer("check_action", question)
    assert said["permitted"]
    assert "pinned" in said["notes"][0] or "northgate@1.0.0" in said["notes"][0]


def test_cases_of_the_server_cannot_be_changed_by_agents(tmp_path: Path) -> None:
    """A server with cases takes an id and no case, reads the file anew each time, and says where facts go."""
    file = tmp_path / "northgate-designer.json"
    file.write_text(json.dumps(CASE), encoding="utf-8")
    held = desk(cases=HeldCases([tmp_path]))
    email = {"channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": "hr"}
    assert held.answer("check_action", {"action": email})["outcome"] == "wait"
    invited = {"channel": "email", "direction": "inbound", "from": "interviewer", "event": "invitation"}
    file.write_text(json.dumps({**CASE, "history": [{**invited, "at": "2026-11-21T10:00"}]}), encoding="utf-8")
    assert held.answer("check_action", {"case_id": "northgate-designer", "action": email})["permitted"]
    connect = {"channel": "linkedin_connection", "to": "interviewer"}
    assert "in the case `northgate-designer`" in held.answer("check_action", {"action": connect})["missing"][0]["put"]
    for arguments in ({"case": CASE, "action": email}, {"case_id": "northgate", "action": email}):
        result = ask(held, "check_action", **arguments)
        assert result.is_error
    assert "did you mean `northgate-designer`?" == told(result)["problems"][0]["fix"]
    file.write_text(json.dumps({**CASE, "id": "an-id"}), encoding="utf-8")
    for name in ("an-id", "northgate-designer"):
        assert held.answer("check_action", {"case_id": name, "action": email})["outcome"] == "wait"


def test_two_cases_of_one_id_are_an_error(tmp_path: Path) -> None:
    """Two files that stand for one case are told apart by whoever starts the server."""
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text(json.dumps({**CASE, "id": "same"}), encoding="utf-8")
    with pytest.raises(courtesy.CourtesyError, match="the case `same` is in several files"):
        HeldCases([tmp_path]).read(courtesy.load_policies("hire-wire"))


def test_the_other_tools_answer_in_the_same_shape() -> None:
    """When, next steps and plan: each by its schema, to which the client holds them."""
    phone = {"channel": "phone", "purpose": "check_in", "to": "interviewer"}
    email = {"channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": "hr"}
    asked = [
        ("when_possible", {"case": CASE, "action": phone}),
        ("when_possible", {"case": CASE, "action": email, "days": 2}),
        ("when_possible", {"case": CASE, "action": TEXT, "detail": "full"}),
        ("next_steps", {"case": CASE, "days": 7}),
        ("plan_follow_up", {"case": CASE, "days": 10}),
    ]

    async def talk(client: Client) -> list[Any]:
        return [told(await client.call_tool(name, arguments)) for name, arguments in asked]

    now, later, never, steps, plan = meet(desk(), talk)
    assert (True, "now", "allow") == (now["permitted"], now["retry"], now["try_next"][0]["outcome"])
    assert ("at_earliest", "2026-11-27T15:30:00-05:00") == (later["retry"], later["earliest"])
    assert ("never", "prohibitions.no-text-messages") == (never["retry"], never["must_fix"][0]["rule"])
    assert never["whole"]["windows"][0]["outcome"] == "deny"
    assert ["handwritten_note", "email"] == [one["action"]["channel"] for one in steps["try_next"]]
    assert ["handwritten_note", "email"] == [one["action"]["channel"] for one in plan["try_next"]]


def test_a_done_action_is_not_done_again() -> None:
    """An action that the history has is no longer permitted, and no other time makes it so."""
    touch = {"id": "card", "channel": "handwritten_note", "purpose": "thank_you", "to": "interviewer"}
    case = {**CASE, "history": [{**touch, "at": "2026-11-20T18:00"}]}
    said = desk().answer("check_action", {"case": case, "action": touch})
    assert (False, "never", True) == (said["permitted"], said["retry"], said["say"].startswith("Already done"))


def test_a_text_that_is_too_long_is_to_be_written_anew() -> None:
    """Where only a shorter text helps, the action asks for one, and comes out as promised with it."""
    note = {"channel": "handwritten_note", "purpose": "follow_up", "to": "interviewer"}
    said = desk().answer("check_action", {"case": CASE, "action": {**note, "message": {"body": "word " * 200}}})
    (one,) = [one for one in said["try_next"] if "write" in one]
    assert "at most 150 words" in one["write"]
    short = {**one["action"], "message": {"body": "I look forward to hearing from you."}}
    assert one["outcome"] == desk().answer("check_action", {"case": CASE, "action": short})["outcome"]


def test_a_prompt_about_a_case_of_the_server_knows_its_contacts(tmp_path: Path) -> None:
    """Where the server has the case, the rules for a text are those for that contact of it."""
    (tmp_path / "northgate.json").write_text(json.dumps(CASE), encoding="utf-8")
    held = desk(courtesy.parse_policy(OWN_WORDS), HeldCases([tmp_path]))

    async def talk(client: Client) -> str:
        found = await client.get_prompt("write_follow_up", {"contact": "hr", "purpose": "feedback"})
        return found.messages[0].content.text  # type: ignore[union-attr]

    assert meet(held, talk).startswith("Write a request for feedback e-mail to hr.")
