"""`courtesy schema`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import complete_policy

if TYPE_CHECKING:
    from courtesy.editor.schema.words import Words

_EXAMPLES = """\b
Examples:
  courtesy schema policy
  courtesy schema policy --for ./northgate
  courtesy schema policy --for ./northgate --install
  courtesy schema tests --for northgate --output tests.schema.json"""
_OF_FILES = ("policy", "case", "tests", "project", "waivers")
"""The schemas into which the words of a policy can be written."""


@click.command(epilog=_EXAMPLES)
@click.argument(
    "name",
    type=click.Choice(
        [
            "policy",
            "case",
            "tests",
            "project",
            "releases",
            "waivers",
            "verdict",
            "plan",
            "windows",
            "next_steps",
            "agenda",
            "record",
            "ledger",
            "ledger_request",
            "claim",
            "comparison",
            "test_report",
            "lint",
            "coverage",
            "mutation",
            "log_record",
            "log_report",
            "replay",
            "waiver_list",
            "bundle",
            "audit",
            "audit_mapping",
            "audit_tables",
        ]
    ),
)
@click.option(
    "--for",
    "policy",
    metavar="POLICY",
    shell_complete=complete_policy,
    help="Write the words of that policy into it: a name, a path, or the path of one of its files.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it into this file.")
@click.option(
    "--install",
    is_flag=True,
    help="Write the schemas of policy and tests beside POLICY, and the line by which editors find them into its files.",
)
def command(name: str, policy: str | None, output: Path | None, *, install: bool) -> int:
    """Print the JSON Schema of policies, cases, tests, projects, releases, waivers or results.

    Editors and other tools can check files with it. With --for, the schema of files that people write knows a policy's
    own words too: its facts, channels, purposes, roles, sources and rules. The policy may be one that is being edited:
    what cannot be read at the moment is told, and left open. `courtesy manual editors` tells how to set up an editor.
    """
    if policy is not None and name not in _OF_FILES:
        message = (
            f"--for goes with {', '.join(_OF_FILES[:-1])} and {_OF_FILES[-1]}: a policy has no words in the others"
        )
        raise click.UsageError(message)
    if install:
        return _install(name, policy, output)
    import json  # noqa: PLC0415  cold start

    from courtesy import schema  # noqa: PLC0415  cold start
    from courtesy.cli.editor_files import as_text, put  # noqa: PLC0415  cold start

    if policy is None:
        text = json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
    else:
        from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start
        from courtesy.editor.schema.other_files import OWN_WORDS  # noqa: PLC0415  cold start
        from courtesy.editor.schema.reading import words_of  # noqa: PLC0415  cold start

        words = words_of(policy, project_here())
        _tell(words)
        text = as_text(OWN_WORDS[name](words))
    if output is None:
        terminal.emit(text)
    else:
        _say([output] if put(output, text.encode()) else [])
    return ExitCode.PERMITTED


def _install(name: str, policy: str | None, output: Path | None) -> int:
    from courtesy.cli.editor_files import PackagedPolicyError, install  # noqa: PLC0415  cold start
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start

    if name != "policy" or policy is None or output is not None:
        message = "write `courtesy schema policy --for POLICY --install`: it says itself where the schemas go"
        raise click.UsageError(message)
    try:
        written, words = install(policy, project_here())
    except PackagedPolicyError:
        message = "the files of a policy that comes with Courtesy are not changed: name a policy of your own"
        raise click.UsageError(message) from None
    _tell(words)
    _say(written)
    return ExitCode.PERMITTED


def _tell(words: Words) -> None:
    """What could not be read."""
    for unread in words.unread:
        terminal.complain(f"{unread}\n")


def _say(written: list[Path]) -> None:
    from courtesy.loading.file_names import seen_from_here  # noqa: PLC0415  cold start

    if not written:
        terminal.emit("All is up to date.\n")
    terminal.emit("".join(f"Written: {seen_from_here(path)}\n" for path in written))
