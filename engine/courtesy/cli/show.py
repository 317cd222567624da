"""`courtesy show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click
from msgspec.structs import replace

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import complete_policy
from courtesy.errors import CourtesyError
from courtesy.loading.file_names import seen_from_here
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.spans import Span


class UnknownRuleError(CourtesyError):
    """The policy has no such rule."""

    code: ClassVar[str] = "unknown-rule"
    way_out: ClassVar[str] = "take an id that `courtesy show POLICY` lists"

    def __init__(self, rule_id: str, policy_id: str, nearest: str | None, policy: str) -> None:
        """`policy` is how the user named the policy: by its path, perhaps."""
        super().__init__()
        self.rule_id, self.policy_id, self.nearest, self.policy = rule_id, policy_id, nearest, policy

    def __str__(self) -> str:
        return f"policy `{self.policy_id}` has no rule `{self.rule_id}`"

    def help(self) -> str:
        """The nearest rule, or where to see them all."""
        if self.nearest:
            return f"did you mean `{self.nearest}`?"
        return f"`courtesy show {self.policy}` lists its rules"


@click.command
@click.argument("policy", shell_complete=complete_policy)
@click.argument("rule", required=False)
@click.option("--origin", is_flag=True, help="Tell for each field which policy wrote it, in which file and line.")
def command(policy: str, rule: str | None, *, origin: bool) -> int:
    """Print POLICY, or one RULE of it, as a readable page.

    POLICY is a name, name@version, or path. Rules that a policy disables are shown as disabled, with the reason.
    """
    from courtesy import load_policy  # noqa: PLC0415  cold start
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start
    from courtesy.rendering import policy_page  # noqa: PLC0415  cold start
    from courtesy.rendering.origin_page import render_origins  # noqa: PLC0415  cold start

    compiled = load_policy(policy, matcher="native", project=project_here())
    source, paint = compiled.source, terminal.paint()
    rules = {found.rule.id: found for found in compiled.compiled}
    disabled = {one.rule.id: one for one in source.disabled}
    if rule is not None and rule not in rules and rule not in disabled:
        raise UnknownRuleError(rule, compiled.id, _near(rule, (*rules, *disabled)), policy)
    if origin:
        shown = [found.rule for found in compiled.compiled if rule in {None, found.rule.id}]
        off = [one for one in source.disabled if rule in {None, one.rule.id}]
        page = render_origins(source, shown, off, _place, paint)
    elif rule is None:
        page = policy_page.render_policy(source, compiled.compiled, compiled.calendar, compiled.preferences, paint)
    elif rule in disabled:
        page = policy_page.render_disabled(disabled[rule], _place(disabled[rule].span), paint)
    else:
        page = policy_page.render_rule(source, rules[rule], _place(rules[rule].rule.span), paint)
    terminal.emit(page)
    return ExitCode.PERMITTED


def _place(span: Span) -> str:
    """The place with a short path, where the file lies below the current folder."""
    return str(replace(span, file=str(seen_from_here(Path(span.file)))))


def _near(rule_id: str, known: Iterable[str]) -> str | None:
    """The rule that was probably meant: of an id, the section or the name alone is often all that is remembered."""
    ids = tuple(known)
    return nearest(rule_id, ids) or next((other for other in ids if rule_id in _parts(other)), None)


def _parts(rule_id: str) -> tuple[str, str]:
    section, _, name = rule_id.partition(".")
    return section, name
