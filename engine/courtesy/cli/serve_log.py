"""Where `courtesy serve` writes decisions down: the options about its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from courtesy.cli.log_options import PATH, key_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Command = Callable[..., object]


def log_options(command: Command) -> Command:
    """`--log` and `--key-file`."""
    folder = click.option(
        "--log",
        "log_path",
        type=PATH,
        metavar="FOLDER",
        help="Write each decision into a log in this folder first; needs --key-file.",
    )
    found: Command = folder(key_option(required=False)(command))
    return found


def log_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """The log, as a setting of a server. Raises `click.UsageError`, `CourtesyError`."""
    path, key_file = options["log_path"], options["key_file"]
    if (path is None) is not (key_file is None):
        message = "--log and --key-file go together: the key makes the hashes of the log"
        raise click.UsageError(message)
    if path is None:
        return {"log": None}
    from courtesy.recording import key_in  # noqa: PLC0415  cold start of `--help`
    from courtesy.serving.http.recorder import LogSettings  # noqa: PLC0415  likewise

    return {"log": LogSettings(folder=path, key=key_in(key_file))}
