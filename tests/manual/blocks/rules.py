"""Pages of rule types: the docstring, the keys, and the examples judged."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

import yaml

from courtesy.rules import RULE_TYPES
from courtesy.wording.text import joined, sentence
from tests.helpers.rule_pages import CASE, page_of
from tests.manual.blocks.layout import WIDTH, items
from tests.manual.blocks.schemas import rule_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAN = "courtesy check case.yaml --policy policy.yaml --now 2026-11-20T16:00"


def rule_page(name: str) -> str:
    """The page of a rule type: its docstring, its keys, and its examples judged."""
    page = page_of(name)
    doc = (RULE_TYPES[name].__doc__ or "").partition("Policy:")[0]
    about = textwrap.fill(" ".join(doc.split()), WIDTH)
    return "\n\n".join(
        [about, *rule_keys(name), _offers(name), *_examples(name, page), f"Why? {sentence(page['Why'])}"]
    )


def _offers(name: str) -> str:
    """The numbers that texts of such a rule may carry."""
    offered = joined([f"`{{{key}}}`" for key in RULE_TYPES[name].offers], "or")
    return textwrap.fill(f"Its title, reason and remedy may carry {offered}.", WIDTH)


def _examples(name: str, page: dict[str, str]) -> Iterator[str]:
    history = yaml.load(page.get("History", "[]"), yaml.BaseLoader)  # noqa: S506  makes nothing but text
    yield _file("policy.yaml", _policy(page["Policy"], _title(name)))
    of_the_plan = name == "expect"
    if not of_the_plan:
        yield _file("case.yaml", _case("history", history))
    for label, words in (("Bad", "This is refused:"), ("Good", "This is permitted:")):
        action = yaml.load(page[label], yaml.BaseLoader)  # noqa: S506  makes nothing but text
        yield words
        if of_the_plan:
            yield _file("case.yaml", _case("actions", action))
        yield _console(_PLAN if of_the_plan else _command(action))


def _title(name: str) -> str:
    """The first part of the docstring's first sentence."""
    return re.split(r"[.;:]", RULE_TYPES[name].__doc__ or "")[0]


def _file(name: str, text: str) -> str:
    return f"```yaml {name}\n{text}```"


def _policy(rule: str, title: str) -> str:
    keys = "".join(f"    {line}\n" for line in _top_level(rule))
    return (
        "courtesy: 1\nid: example\nversion: 1.0.0\ntitle: An example\nzone: America/New_York\n"
        f"defaults: {{calendar: US}}\nrules:\n  - id: example.rule\n    title: {title}\n    level: must\n{keys}"
    )


def _top_level(flow: str) -> Iterator[str]:
    """The keys of a mapping in flow style, each on a line of its own."""
    depth, start, inner = 0, 0, flow.strip()[1:-1]
    for place, character in enumerate(inner):
        depth += (character in "{[") - (character in "}]")
        if character == "," and depth == 0:
            yield inner[start:place].strip()
            start = place + 1
    yield inner[start:].strip()


def _console(command: str) -> str:
    lines = textwrap.wrap(f"$ {command}", 78, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return "```console\n" + " \\\n".join(lines) + "\n```"


def _case(key: str, acts: list[dict[str, str]]) -> str:
    touches = "".join(f"  - {{{', '.join(f'{key}: {value}' for key, value in touch.items())}}}\n" for touch in acts)
    return (
        f"zone: {CASE['zone']}\ninterview: {{ended_at: 2026-11-20T15:30}}\ncontacts:\n"
        f"  contact: {{roles: [interviewer]}}\n" + (f"{key}:\n{touches}" if acts else "")
    )


def _command(action: dict[str, Any]) -> str:
    parts = ["courtesy check case.yaml --policy policy.yaml", f"--channel {action['channel']}"]
    if action["channel"] != "public_post":
        parts.append("--to contact")
    if body := action.get("message", {}).get("body"):
        parts.append(f'--body "{body}"')
    return " ".join([*parts, f"--as-of {action.get('at', '2026-11-20T15:30')}"])


def stricter_list() -> str:
    """Which way a locked rule of each type may be changed, as the type declares it."""
    return items(
        f"- `{name}`: {joined(order.words if key == name else f'a {order.words} `{key}`' for key, order in orders)}."
        for name, orders in ((name, kind.stricter.items()) for name, kind in RULE_TYPES.items())
    )
