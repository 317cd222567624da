"""What agents read before they ask: pages and prompts, by the official client."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from mcp import MCPError

import courtesy
from tests.helpers.agents import desk, meet

if TYPE_CHECKING:
    from mcp import Client

SMALL = """
courtesy: 1
id: northgate
version: 1.0.0
title: Ours
zone: Europe/London
rules:
  - {id: content.short, level: must, title: Short, applies_to: {channel: email, purpose: follow_up},
     require: {message.words: {at_most: 20}}, because: Time is short.}
  - {id: content.kind, level: should, title: Kind, applies_to: {channel: phone}, forbid: {message.tone: negative}}
  - {id: timing.week, level: must, title: A week, applies_to: {channel: email},
     wait: {at_least: 7 days, after: interview}}
  - {id: obligations.card, level: should, title: A card to each, expect: {act: {channel: handwritten_note},
     within: 24 hours, after: interview, for_each: interviewer}}
"""


@pytest.fixture(scope="module")
def policy() -> courtesy.Policy:
    """A small policy with two rules about texts, one about time, and something that is owed."""
    return courtesy.parse_policy(SMALL)


def test_pages_are_listed_and_read(policy: courtesy.Policy) -> None:
    """The policy, each rule, its facts and the format of cases are pages."""
    uris = ["policy/northgate@1.0.0", "rule/northgate/content.short", "facts/northgate", "schema/case"]

    async def talk(client: Client) -> tuple[list[str], list[str]]:
        listed = [one.uri for one in (await client.list_resources()).resources]
        read = [(await client.read_resource(f"courtesy://{uri}")).contents[0] for uri in uris]
        return listed, [one.text for one in read]  # type: ignore[union-attr]

    listed, (page, rule, facts, schema) = meet(desk(policy), talk)
    said = desk(policy).answer("explain_rule", {"rule": "content.short"})
    assert ("Time is short.", True) == (said["because"], "at most 20 words" in said["says"])
    assert [f"courtesy://{uri}" for uri in (uris[0], *uris[2:])] == listed
    assert page == courtesy.handbook(policy, on=desk().now().date(), version="1.0.0")
    assert "Only if the message has at most 20 words." in rule
    assert "A week" not in rule
    assert "- `message.words` (integer" in facts
    assert courtesy.schema("case") == json.loads(schema)


@pytest.mark.parametrize(
    "uri",
    [
        *("courtesy://policy/northgate@2.0.0", "courtesy://policy/hire-wire", "courtesy://rule/northgate/nothing"),
        *("file:///etc/passwd", "courtesy://schema/verdict", "courtesy://facts/northgate/more"),
    ],
)
def test_there_are_no_other_pages(uri: str, policy: courtesy.Policy) -> None:
    """Any other address is an error that names the pages there are."""

    async def talk(client: Client) -> None:
        with pytest.raises(MCPError, match="there is no page"):
            await client.read_resource(uri)

    meet(desk(policy), talk)


@pytest.mark.parametrize(
    ("given", "bound"),
    [
        ({"purpose": "follow_up"}, ["content.short"]),
        ({"purpose": "check_in"}, []),
        ({"purpose": "check_in", "channel": "phone"}, ["content.kind"]),
    ],
)
def test_the_prompt_for_a_text_has_the_rules_that_bind_it(
    given: dict[str, str], bound: list[str], policy: courtesy.Policy
) -> None:
    """Of the policy's rules those are told that apply to such an action and ask about its text, and no others."""

    async def talk(client: Client) -> str:
        found = await client.get_prompt("write_follow_up", {"contact": "interviewer", **given})
        return found.messages[0].content.text  # type: ignore[union-attr]

    text = meet(desk(policy), talk)
    assert bound == [line[2:].partition(" ")[0] for line in text.splitlines() if line.startswith("- ")]
    assert "check_action" in text


def test_the_prompt_after_an_interview_has_what_is_owed(policy: courtesy.Policy) -> None:
    """What the policy expects is told, with the tools that plan it."""

    async def talk(client: Client) -> tuple[list[Any], str]:
        listed = [(one.name, [a.name for a in one.arguments or ()]) for one in (await client.list_prompts()).prompts]
        found = await client.get_prompt("plan_after_interview", {})
        return listed, found.messages[0].content.text  # type: ignore[union-attr]

    listed, text = meet(desk(policy), talk)
    assert [("write_follow_up", ["contact", "purpose", "channel"]), ("plan_after_interview", [])] == listed
    assert "- obligations.card (should): A card to each" in text


@pytest.mark.parametrize(
    "given", [{"contact": "interviewer"}, {"contact": "boss", "purpose": "follow_up"}, {"purpose": "chat"}]
)
def test_wrong_words_in_a_prompt_are_an_error(given: dict[str, str], policy: courtesy.Policy) -> None:
    """A prompt is not written for words that the policy does not know."""

    async def talk(client: Client) -> None:
        with pytest.raises(MCPError, match="expected"):
            await client.get_prompt("write_follow_up", given)

    meet(desk(policy), talk)
