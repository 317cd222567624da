"""`courtesy new rule`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import complete_policy

TYPES = ("forbid", "require", "wait", "deadline", "limit", "hours", "follow", "expect")
LEVELS = ("must", "should", "may")
_EXAMPLES = """\b
Examples:
  courtesy new rule wait timing.quiet --policy ./northgate
  courtesy new rule limit frequency.calls --policy ./northgate --level should
           --title "Few calls" --because "Nobody likes to be chased."

Exit codes: 0 written, 2 wrong usage, or the rule is there, 3 something is
invalid."""


@click.command(epilog=_EXAMPLES)
@click.argument("kind", metavar="TYPE", type=click.Choice(TYPES))
@click.argument("rule_id", metavar="ID")
@click.option(
    "--policy",
    "policy_name",
    metavar="POLICY",
    shell_complete=complete_policy,
    help="The policy to add it to: name, name@version, or path.  [default: as in courtesy.yaml]",
)
@click.option("--level", type=click.Choice(LEVELS), help="How binding it is.  [default: must]")
@click.option("--title", metavar="TEXT", help="The guidance in one line.")
@click.option("--because", metavar="TEXT", help="The reason, in a sentence.")
def command(policy_name: str | None, **options: Any) -> int:
    """Add a rule to start from to a policy, and tests of it that pass.

    ID is the section, a dot, and a name: `timing.quiet` goes into timing.yaml, below the rules that are there, or into
    the policy's one file. TYPE is forbid, require, wait, deadline, limit, hours, follow or expect; the rule says what
    the page of its type shows. Nothing else in the files changes, comments and order stay. On a terminal you are asked
    for what no flag says.
    """
    from courtesy.cli.editor_files import kept_up  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  likewise
    from courtesy.cli.rule_draft import RuleDraft, completed, policy_to_edit  # noqa: PLC0415  likewise

    project = project_here()
    policy = policy_to_edit(policy_name, project)
    draft = completed(RuleDraft(**options), policy)
    written = draft.write(policy, project)
    for path in dict.fromkeys((*written, *kept_up(Path(policy.source.location), project))):
        terminal.emit(f"Written: {path}\n")
    return ExitCode.PERMITTED
