"""A rule in Markdown, as `courtesy show` tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.citation import origin
from courtesy.rendering.policy_page import meaning
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource


def rule_page(policy: PolicySource, compiled: CompiledRule) -> str:
    """The whole rule."""
    rule = compiled.rule
    rows = [*meaning(policy, compiled)]
    if rule.because:
        rows.append(("Why", sentence(rule.because)))
    if rule.remedy:
        rows.append(("To do", sentence(rule.remedy)))
    if rule.source is not None:
        rows.append(("Source", origin(rule.source, policy, interpretation=rule.interpretation)))
    if rule.changed_by is not None:
        rows.append(("By", f"{rule.author}, changed by {rule.changed_by}"))
    elif rule.author is not None and rule.author != policy.author:
        rows.append(("By", str(rule.author)))
    if rule.locked:
        rows.append(("Locked", "Who builds on this may only make it stricter."))
    return f"**{rule.title or rule.id}** ({rule.level})\n\n{_rows(rows)}\n\n`{rule.id}` ({rule.type})"


def asked(policy: PolicySource, compiled: CompiledRule) -> str:
    """What the rule asks for, and of which acts."""
    rule = compiled.rule
    return f"`{rule.id}` ({rule.level})\n\n{_rows(meaning(policy, compiled))}"


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- *{label}*: {said}" for label, said in rows)
