"""A rule in Markdown, as `courtesy show` tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.policy_page import meaning, told_of_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource


def rule_page(policy: PolicySource, compiled: CompiledRule) -> str:
    """The whole rule."""
    rule = compiled.rule
    return f"**{rule.title or rule.id}** ({rule.level})\n\n{_rows(told_of_rule(policy, compiled))}"


def asked(policy: PolicySource, compiled: CompiledRule) -> str:
    """What the rule asks for, and of which acts."""
    rule = compiled.rule
    return f"`{rule.id}` ({rule.level})\n\n{_rows(meaning(policy, compiled))}"


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- *{label}*: {said}" for label, said in rows)
