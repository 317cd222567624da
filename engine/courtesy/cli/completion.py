"""`courtesy completion`."""

from __future__ import annotations

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode


@click.command(
    epilog="""\b
Examples:
  courtesy completion bash >> ~/.bashrc
  courtesy completion zsh  >> ~/.zshrc
  courtesy completion fish >  ~/.config/fish/completions/courtesy.fish"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the completion script for SHELL.

    It completes commands, options and the names of policies.
    """
    from click.shell_completion import ShellComplete, get_completion_class  # noqa: PLC0415  cold start

    kind = get_completion_class(shell)
    if kind is None:
        message = f"no completion for {shell}"
        raise click.UsageError(message)
    # Bash's own `source` runs bash to look at its version; the script is the same.
    script = ShellComplete.source(kind(ctx.find_root().command, {}, "courtesy", "_COURTESY_COMPLETE"))
    terminal.emit(f"{script.strip()}\n")
    return ExitCode.PERMITTED
