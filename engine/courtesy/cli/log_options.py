"""Options of the commands that write or read a log of decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.cli.options import Command

PATH = click.Path(readable=False, path_type=Path)


def key_option(*, required: bool, why: str = "") -> Callable[[Command], Command]:
    """`--key-file`."""
    return click.option(
        "--key-file",
        type=PATH,
        required=required,
        metavar="FILE",
        help=f"The file with the key of the log: at least 16 bytes that nobody else knows.{why}",
    )
