"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from courtesy.instants import parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    Command = Callable[..., object]

DEFAULT_POLICY = "hire-wire"


class Moment(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A time in ISO 8601, with an offset or local."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The datetime that was written, naive where it has no offset."""
        moment = parse_timestamp(str(value))
        if not isinstance(moment, datetime):
            self.fail(f"`{value}` is no time such as 2026-11-27T15:30 or 2026-11-27T15:30-05:00", param, ctx)
        return moment


class TimeText(Moment):
    """The same, handed on as text, for who knows the zone to read it in."""

    def __init__(self, *, or_date: bool = False) -> None:
        self.or_date = or_date

    def convert(  # type: ignore[override]  # the text is what is wanted
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The text, once it is known to be a time."""
        text = str(value)
        if not (self.or_date and parse_timestamp(text) is not None):
            super().convert(value, param, ctx)
        return text


def complete_policy(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The policies whose names begin as typed, for shell completion."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  cold start

    from courtesy import list_policies  # noqa: PLC0415  cold start

    names = dict.fromkeys(name for entry in list_policies() for name in (entry.id, f"{entry.id}@{entry.version}"))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def policy_option(command: Command) -> Command:
    """`--policy`."""
    return click.option(
        "--policy",
        "policy_name",
        default=DEFAULT_POLICY,
        show_default=True,
        metavar="POLICY",
        shell_complete=complete_policy,
        help="A policy's name, name@version, or path.",
    )(command)
