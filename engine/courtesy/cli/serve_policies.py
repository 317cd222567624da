"""The options of `courtesy serve` about policies that change while it runs."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import engine_errors, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.serving.served import Served
    from courtesy.serving.store import PolicyStore, StoreStatus

_OF_A_SOURCE = {"store": "--store", "keys": "--key", "every": "--every", "max_stale": "--max-stale", "dev": "--dev"}
_LEAST, _MOST = 1, 86_400


_OPTIONS = (
    click.option(
        "--policies",
        "source",
        metavar="SOURCE",
        help="Serve what lies there, and what comes to lie there: a folder, a bundle, or the https address of one.",
    ),
    click.option(
        "--store",
        type=click.Path(path_type=Path),
        metavar="FOLDER",
        help="Keep there what was active, so that a start without SOURCE has it.",
    ),
    click.option(
        "--key",
        "keys",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Serve only what is signed by the key whose public key this is; repeatable.",
    ),
    click.option(
        "--every",
        type=click.FloatRange(_LEAST, _MOST),
        metavar="SECONDS",
        help="Look at SOURCE so often.  [default: 30]",
    ),
    click.option(
        "--max-stale",
        type=click.FloatRange(_LEAST),
        metavar="SECONDS",
        help="Be not ready once SOURCE has not held what is active for so long.",
    ),
    click.option("--dev", is_flag=True, help="Let a version of a policy have other rules than it had."),
)


def policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check_policy_options(options: dict[str, Any], names: tuple[str, ...]) -> None:
    """Raise `click.UsageError` where options are not of one kind."""
    if options["source"] is None:
        if given := [flag for name, flag in _OF_A_SOURCE.items() if options[name]]:
            raise click.UsageError(f"{given[0]} is for policies that can change: name where they lie with --policies")
    elif names:
        raise click.UsageError("name policies that stay as they are, or with --policies where they come from, not both")


@contextmanager
def policies_that_change(options: dict[str, Any]) -> Iterator[Served]:
    """What comes from the source that the options describe, looked at now, and again and again until this is left.

    Raises what keeps a source on this machine from being served, where nothing was active before either.
    """
    from courtesy.api import UnusableArgumentError  # noqa: PLC0415  cold start of `--help`
    from courtesy.serving.store import PolicyStore  # noqa: PLC0415  its libraries are an extra

    try:
        store = PolicyStore(
            options["source"],
            options["store"],
            keys=options["keys"],
            **({} if options["every"] is None else {"every": options["every"]}),
            max_stale=options["max_stale"],
            dev=options["dev"],
            tell=lambda status: _tell(store, status),
        )
    except UnusableArgumentError as error:
        raise click.UsageError(f"{error}; {error.help()}") from None
    store.step()
    if store.error is not None and store.is_local and store.served.held is None:
        raise store.error
    store.start()
    try:
        yield store.served
    finally:
        store.stop()


def _tell(store: PolicyStore, status: StoreStatus) -> None:
    """Say what a look at the source came to."""
    if store.error is not None:
        if store.served.held is not None or not store.is_local:
            active = "nothing is active yet" if status.revision is None else f"revision {status.revision} stays active"
            engine_errors.note(store.error, f"{active}, and the source is looked at again")
        return
    if status.waiting is not None:
        active = "nothing is active yet" if status.revision is None else f"revision {status.revision} is active"
        terminal.complain(f"policies: {active}; {status.waiting}\n")
        return
    names = ", ".join(f"{one.id} {one.version}" for one in status.policies)
    terminal.complain(f"policies: revision {status.revision} is active ({names}); tests that passed: {status.tests}\n")
