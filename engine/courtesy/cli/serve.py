"""`courtesy serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.missing import MissingServerError
from courtesy.cli.serve_access import access_of, access_options
from courtesy.cli.serve_ledger import ledger_option, usable
from courtesy.cli.serve_log import log_of, log_options
from courtesy.cli.serve_policies import check_policy_options, policies_that_change, policy_options

if TYPE_CHECKING:
    from courtesy.api import Policies
    from courtesy.serving.http.settings import Settings
    from courtesy.serving.served import Served

_MOST_PROCESSES = 64
_EPILOG = """\b
Examples:
  courtesy serve
  courtesy serve ./northgate --port 8080
  courtesy serve --policies ./agency --store /var/lib/agency
  courtesy serve --policies https://example.com/agency.tar.gz --key agency.public.pem
  courtesy serve hire-wire northgate --socket /run/courtesy.sock
  courtesy serve --host 0.0.0.0 --tokens tokens.txt --url https://courtesy.example.com
  courtesy serve --ledger ledger.db
  courtesy serve --log decisions/ --key-file log.key
  courtesy serve --jwks https://id.example.com/keys --issuer https://id.example.com --audience courtesy

Exit codes: 0 told to end, 2 wrong usage, 3 invalid file, or the address is
taken, 5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("names", nargs=-1, metavar="[POLICY]...")
@click.option("--host", metavar="ADDRESS", help="Listen on this address.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Listen on this port; 0 takes a free one.  [default: 8080]")
@click.option("--socket", type=click.Path(path_type=Path), metavar="PATH", help="Listen on a Unix socket instead.")
@click.option("--url", metavar="URL", help="The address under which clients know the server, as behind a proxy.")
@policy_options
@access_options
@ledger_option
@log_options
@click.option(
    "--workers",
    type=click.IntRange(1, _MOST_PROCESSES),
    default=1,
    help="Processes that answer on one socket; one that ends is replaced.  [default: 1]",
)
@click.option(
    "--searchers",
    type=click.IntRange(1, _MOST_PROCESSES),
    help="Processes that search for each worker.  [default: one for each processor, at most 4, in all]",
)
def command(names: tuple[str, ...], **options: Any) -> int:
    """Answer other programs over HTTP: may this be done, when, and what instead.

    POLICY are names or paths of policies, each served in all its versions; the first one answers where a question names
    none. Without any it is the policy that `courtesy check` takes. They stay as they are; those of --policies can
    change. `courtesy manual serving` tells the routes, `courtesy manual bundles` how policies come in.
    """
    check_policy_options(options, names)
    if options["socket"] is not None and (options["host"] is not None or options["port"] is not None):
        message = "use --socket, or --host and --port, not both"
        raise click.UsageError(message)
    if options["url"] is not None:
        _check_url(options["url"])
    with MissingServerError.unless_there():
        from courtesy.serving.http.settings import NotProtectedError, Settings  # noqa: PLC0415  its libraries are an extra
        from courtesy.serving.http.workers.supervisor import NotStartedError  # noqa: PLC0415  likewise
        from courtesy.serving.served import Served  # noqa: PLC0415  likewise
        from courtesy.serving.shelf import Shelf  # noqa: PLC0415  likewise

        if options["source"] is not None:
            import courtesy.serving.store  # noqa: F401, PLC0415  likewise, before anything is begun
    try:
        settings = Settings(
            host=(options["host"] or "127.0.0.1").removeprefix("[").removesuffix("]"),
            port=8080 if options["port"] is None else options["port"],
            socket=options["socket"],
            url=options["url"],
            **access_of(options),
            ledger=usable(options["ledger"]),
            **log_of(options),
            workers=options["workers"],
            searchers=options["searchers"] or max(min(os.cpu_count() or 1, 4) // options["workers"], 1),
        )
        settings.check()
        if options["source"] is None:
            _serve(Served(Shelf(_policies(names))), settings)
        else:
            with policies_that_change(options) as served:
                _serve(served, settings)
    except NotProtectedError as error:
        engine_errors.report(error)
        return ExitCode.USAGE
    except NotStartedError as error:
        engine_errors.report(error)
        return ExitCode.FAULT
    return ExitCode.PERMITTED


def _check_url(url: str) -> None:
    """Raise `click.UsageError` where routes cannot be put behind an address, or it has what is nobody's business."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        message = f"--url {url} is no address: it begins with https:// and a name"
        raise click.UsageError(message)
    if parts.query or parts.fragment or parts.username is not None:
        message = "--url is an address to which routes are added: leave out `?`, `#` and names before the host"
        raise click.UsageError(message)


def _say(line: str) -> None:
    terminal.complain(f"{line}\n")


def _serve(served: Served, settings: Settings) -> None:
    with MissingServerError.unless_there():
        from courtesy.serving.http.running import serve  # noqa: PLC0415  its libraries are an extra

    def tell(address: str) -> None:
        names = "no policies yet" if served.shelf is None else ", ".join(served.shelf.policies)
        _say(f"serving {names} on {address}")

    serve(served, settings, tell, _say)


def _policies(names: tuple[str, ...]) -> list[Policies]:
    """The policies of these names, in all their versions; without a name, the one that judges where none is given."""
    from courtesy.api import load_default_policies, load_policies  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  cold start of `--help`

    choice = PolicyChoice(None, "auto")
    named = names or (() if choice.name is None else (choice.name,))
    if not named:
        return [load_default_policies(project=choice.project)]
    return [load_policies(name, project=choice.project) for name in named]
