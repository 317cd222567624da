"""What agents read before they ask: the policy as a page, its rules, its facts, and the format of cases."""

from __future__ import annotations

import json
import re
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import courtesy
from courtesy.serving.agents.errors import BadArgumentsError, problem

if TYPE_CHECKING:
    from datetime import date, datetime

    from courtesy import Policies, Policy

SCHEME = "courtesy://"
CASE_SCHEMA = f"{SCHEME}schema/case"
MARKDOWN, JSON = "text/markdown", "application/schema+json"
_RULE = re.compile(r'^<a id="(?P<id>[^"]+)"></a>\n(?P<text>.*?)(?=^<a id="|^## |\Z)', re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^- \*\*(?P<label>[^*]+):\*\* (?P<text>.*)$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!<>|~-])")


class Page(NamedTuple):
    """One page that can be read: its address, what it is called, and what kind of text it is."""

    uri: str
    name: str
    title: str
    kind: str


class Pages:
    """The pages of a policy. One is written when it is first asked for."""

    def __init__(self, policy: Policy | Policies) -> None:
        self._policy = policy
        self._versions: tuple[Policy, ...] = policy.versions if isinstance(policy, courtesy.Policies) else (policy,)
        self._handbook = lru_cache(maxsize=32)(self._written)

    def listed(self) -> list[Page]:
        """All pages but those of rules, which have addresses after a pattern."""
        name = self._policy.id
        found = [
            Page(f"{SCHEME}policy/{called}", called, f"{one.title} {one.version}", MARKDOWN)
            for one in self._versions
            for called in (f"{name}@{one.version}",)
        ]
        return [
            *found,
            Page(f"{SCHEME}facts/{name}", f"{name} facts", "What rules can ask about", MARKDOWN),
            Page(CASE_SCHEMA, "case", "The format of cases", JSON),
        ]

    def read(self, uri: str, now: datetime) -> tuple[str, str] | None:
        """The text at an address and its kind; None where there is no page."""
        kind, _, name = uri.removeprefix(SCHEME).partition("/")
        if not uri.startswith(SCHEME):
            return None
        if uri == CASE_SCHEMA:
            return json.dumps(courtesy.schema("case"), indent=2, ensure_ascii=False), JSON
        policy, _, rule = name.partition("/")
        policy, _, version = policy.partition("@")
        known = policy == self._policy.id and (not version or any(one.version == version for one in self._versions))
        if not known or (rule and kind != "rule"):
            return None
        text = None
        if kind == "policy":
            text = self._handbook(self._day(now), version or None)
        elif kind == "facts":
            text = self._facts()
        elif kind == "rule":
            text = self._rule(rule, now, version or None)
        return None if text is None else (text, MARKDOWN)

    def explained(self, rule_id: str, now: datetime) -> dict[str, Any]:
        """A rule in plain words, of the version that holds, else of the newest that has it.

        Raises BadArgumentsError.
        """
        policy = next((one for one in self._in_question(now) if any(rule.id == rule_id for rule in one.rules)), None)
        if policy is None:
            raise BadArgumentsError(
                [problem("/rule", "the id of a rule", f"`{rule_id}`", "see the page of the policy")]
            )
        (rule,) = (one for one in policy.rules if one.id == rule_id)
        blocks = (self._rule(rule_id, now, policy.version) or "").split("\n\n")
        meaning = next((block for block in blocks if _ROW.match(block)), "")  # reason and source stand in later ones
        said = " ".join(f"{row['label']}: {_plain(row['text'])}" for row in _ROW.finditer(meaning))
        told: dict[str, Any] = {
            "rule": rule.id,
            "level": rule.level.value,
            "title": rule.title or rule.id,
            "says": said or rule.title or rule.id,
            "policy": f"{policy.id}@{policy.version}",
        }
        found = {"because": rule.because, "remedy": rule.remedy, "source": _source(rule.source)}
        return {**told, **{key: value for key, value in found.items() if value}}

    def _in_question(self, now: datetime) -> list[Policy]:
        """The versions, that which holds first, and then the newest first."""
        newest_first = list(reversed(self._versions))
        try:
            holds = self._policy.to_read(now).version
        except courtesy.CourtesyError:
            return newest_first
        return sorted(newest_first, key=lambda one: one.version != holds)

    def _rule(self, rule_id: str, now: datetime, version: str | None) -> str | None:
        found = (_RULE.finditer(self._handbook(self._day(now), wanted)) for wanted in self._wanted(now, version))
        return next((rule["text"].strip() + "\n" for page in found for rule in page if rule["id"] == rule_id), None)

    def _wanted(self, now: datetime, version: str | None) -> list[str]:
        return [one.version for one in self._in_question(now)] if version is None else [version]

    def _day(self, now: datetime) -> date:
        zone = self._policy.sources[-1].zone
        return now.astimezone(ZoneInfo(zone) if zone else UTC).date()

    def _written(self, day: date, version: str | None) -> str:
        return courtesy.handbook(self._policy, on=day, version=version)

    def _facts(self) -> str:
        lines = [f"# Facts of {self._policy.title}", ""]
        for name, fact in self._policy.vocabulary.facts.items():
            unit = f", in {fact.unit}" if fact.unit else ""
            values = self._policy.vocabulary.values_of(fact)
            among = f" One of {', '.join(f'`{value}`' for value in values)}." if values else ""
            lines.append(f"- `{name}` ({fact.type.value.replace('_', ' ')}{unit}): {fact.title}.{among}")
        return "\n".join(lines) + "\n"


def _plain(markdown: str) -> str:
    return _ESCAPE.sub(r"\1", markdown)


def _source(source: courtesy.Citation | None) -> str | None:
    if source is None:
        return None
    paragraph = None if source.paragraph is None else f"paragraph {source.paragraph}"
    return ", ".join(part for part in (source.ref, source.section, paragraph) if part)
