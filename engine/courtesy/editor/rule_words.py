"""A rule in Markdown, as `courtesy show` tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.policy_page import meaning, told_of_rule
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import Disabled, PolicySource


def rule_page(policy: PolicySource, compiled: CompiledRule) -> str:
    """The whole rule."""
    rule = compiled.rule
    return f"**{rule.title or rule.id}** ({rule.level})\n\n{_rows(told_of_rule(policy, compiled))}"


def disabled_page(one: Disabled) -> str:
    """A rule that the policy does without, with the reason."""
    rule = one.rule
    told = [("Disabled", sentence(one.because)), ("By", f"{rule.author}, disabled by {one.by}")]
    told.append(("Rule", f"{rule.id} ({rule.type})"))
    return f"**{rule.title or rule.id}** ({rule.level}, disabled)\n\n{_rows(told)}"


def asked(policy: PolicySource, compiled: CompiledRule) -> str:
    """What the rule asks for, and of which acts."""
    rule = compiled.rule
    return f"`{rule.id}` ({rule.level})\n\n{_rows(meaning(policy, compiled))}"


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- *{label}*: {said}" for label, said in rows)
