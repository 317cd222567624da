"""The command `courtesy`."""

from __future__ import annotations

import atexit
import gc
import platform
from importlib import import_module

import click

from courtesy._version import __version__
from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import INTERRUPTED

COMMANDS = (
    "check", "plan", "next", "when", "new", "record", "log", "replay", "audit", "ledger", "policies", "waivers", "show",
    "docs", "facts", "validate", "lint", "test", "coverage", "mutate", "diff", "release", "schema", "lsp",
    "serve", "bundle", "mcp", "selfcheck", "manual", "completion",
)  # fmt: skip
"""Each is the module of that name beside this file; it is imported when it is asked for."""


class Commands(click.Group):
    """Finds commands by name, and turns what they return or raise into an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"courtesy.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> None:
        """Run the command that was asked for, and exit with its code."""
        try:
            code = super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            code = INTERRUPTED
        except Exception as error:  # noqa: BLE001  users never see a traceback
            code = engine_errors.report(error)
        ctx.exit(int(code))


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's signature
    if not wanted or ctx.resilient_parsing:
        return
    from courtesy import available_matchers  # noqa: PLC0415  cold start
    from courtesy.wording.text import joined  # noqa: PLC0415  cold start

    names = available_matchers()
    matchers = f"matchers {joined(names)}" if len(names) > 1 else f"matcher {names[0]} alone"
    terminal.emit(f"courtesy {__version__}, Python {platform.python_version()}, {matchers}\n")
    ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 nothing refused, 1 something refused, 2 wrong usage, 3 invalid file, 4 undetermined, "
    "5 internal error.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Check planned follow-ups after an interview against a policy.

    Every verdict names the rules it rests on, what was measured, and what would put it right.
    """


def main() -> None:
    """Run the command line, and exit."""
    # On its way out the interpreter looks for garbage among all that was ever loaded: a sixth of a check's time.
    atexit.register(gc.freeze)
    terminal.replace_closed_streams()
    terminal.tolerate_narrow_encodings()
    cli(prog_name="courtesy")
