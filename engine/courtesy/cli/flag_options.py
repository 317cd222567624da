"""The flags that describe a case and the people in it where no file does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli.options import TimeText

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., object]


def people_flags(to: str, cc: str) -> Callable[[Command], Command]:
    """`--to` and `--cc`, with what they mean to the command."""

    def add(command: Command) -> Command:
        copied = click.option("--cc", multiple=True, metavar="CONTACT", help=f"{cc} Repeatable.")
        return click.option("--to", multiple=True, metavar="CONTACT", help=f"{to} Repeatable.")(copied(command))

    return add


def save_flag(command: Command) -> Command:
    """`--save`."""
    return click.option(
        "--save",
        type=click.Path(readable=False, path_type=Path),
        metavar="FILE",
        help="Without a case: write the case that the flags describe into a new file.",
    )(command)


def case_flags(command: Command) -> Command:
    """What is known of the interview and of each contact."""
    options = (
        click.option(
            "--interview",
            type=TimeText(or_date=True),
            metavar="TIME",
            help="Without a case: when the interview ended, such as `yesterday 15:30`.",
        ),
        click.option(
            "--zone",
            metavar="ZONE",
            help="Without a case: your time zone, such as Europe/Berlin.  [default: the machine's]",
        ),
        click.option(
            "--contact",
            multiple=True,
            metavar="CONTACT[:ABOUT,...]",
            help="Without a case: a contact, with roles, a time zone or an e-mail address, such as "
            "desk:hr,Europe/London. Repeatable.",
        ),
        click.option(
            "--role", multiple=True, metavar="ROLE", help="Without a case: a role of --to, such as hr. Repeatable."
        ),
        click.option("--met/--not-met", default=None, help="Without a case: whether you met --to in the interview."),
        click.option("--invited", is_flag=True, help="Without a case: --to has asked to be contacted."),
    )
    for option in reversed(options):
        command = option(command)
    return command
