"""`courtesy mcp`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.log_options import PATH, key_option
from courtesy.cli.missing import MissingAgentServerError
from courtesy.cli.options import Moment, complete_policy, matcher_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from courtesy.cli.day_times import DayTime
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.recording import Log
    from courtesy.serving.agents.cases import Cases
    from courtesy.serving.agents.desk import Desk

_MOST_PORTS = 65_535
_EXAMPLES = """\b
Examples:
  courtesy mcp
  courtesy mcp northgate --case case.yaml
  courtesy mcp --cases cases/
  courtesy mcp --ledger ledger.db
  courtesy mcp --log decisions/ --key-file log.key
  courtesy mcp --http 127.0.0.1:8765
  courtesy mcp --socket /run/courtesy.sock

Exit codes: 0 served, 2 wrong usage, 3 invalid file, or the address is taken,
5 internal error."""


class _HostAndPort(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """Where to listen: `127.0.0.1:8765`, `[::1]:8765`, or a port alone."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """The host and the port."""
        host, _, port = str(value).rpartition(":")
        if not (port.isascii() and port.isdigit() and int(port) <= _MOST_PORTS):
            self.fail(f"`{value}` is no address such as 127.0.0.1:8765", param, ctx)
        return host.strip("[]") or "127.0.0.1", int(port)


@click.command(epilog=_EXAMPLES)
@click.argument("policy_name", metavar="[POLICY]", required=False, shell_complete=complete_policy)
@click.option(
    "--case",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A case that agents ask about, by its id. They cannot change it.",
)
@click.option(
    "--cases",
    "folders",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of such cases.",
)
@click.option(
    "--ledger",
    metavar="ADDRESS",
    help="Agents ask about the cases of this ledger, and claim what they send: a file of SQLite, or postgresql://...",
)
@click.option("--tenant", default="default", show_default=True, help="Whose cases of the ledger.")
@click.option("--http", "address", type=_HostAndPort(), metavar="HOST:PORT", help="Serve over HTTP on this machine.")
@click.option(
    "--socket", type=click.Path(path_type=Path), metavar="PATH", help="Serve over HTTP on a Unix socket of your own."
)
@click.option(
    "--deadline",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Give up on a question after this many seconds.",
)
@click.option(
    "--clock",
    type=Moment(),
    metavar="TIME",
    help="Only for trials: take this time for now. Every answer says so.  [default: the clock]",
)
@click.option(
    "--log",
    "log_path",
    type=PATH,
    metavar="FOLDER",
    help="Write each decision into a log in this folder first; needs --key-file.",
)
@key_option(required=False, why=" With --ledger it masks what claims decide.")
@matcher_option
def command(
    policy_name: str | None,
    files: tuple[Path, ...],
    folders: tuple[Path, ...],
    address: tuple[str, int] | None,
    socket: Path | None,
    *,
    clock: datetime | DayTime | None,
    **options: Any,
) -> int:
    """Answer AI agents by a policy: whether an action is permitted, when, and what to do instead.

    It speaks the Model Context Protocol, over standard input and output unless --http or --socket is given. POLICY is a
    name, name@version, or path; left out, it is that of the case or of courtesy.yaml, else hire-wire. Without --case,
    --cases and --ledger, agents send the case with every question. See `courtesy manual agents`.
    """
    if address is not None and socket is not None:
        message = "use --http or --socket, not both"
        raise click.UsageError(message)
    if options["key_file"] is None if options["log_path"] else options["key_file"] and not options["ledger"]:
        message = "--log and --key-file go together: the key makes the hashes of the log"
        raise click.UsageError(message)
    if options["ledger"] is not None and (files or folders):
        message = "a ledger has its cases: use --ledger, or --case and --cases"
        raise click.UsageError(message)
    serve = _way(address, socket)
    with _log(options.pop("log_path"), options["key_file"]) as log:
        serve(_desk(policy_name, files, folders, clock, log=log, **options))
    return ExitCode.PERMITTED


def _log(folder: Path | None, key_file: Path | None) -> AbstractContextManager[Log | None]:
    """The log that this process writes. Raises CourtesyError."""
    if folder is None or key_file is None:
        return nullcontext()
    from courtesy.recording import key_in, open_segment  # noqa: PLC0415  cold start of `--help`

    return open_segment(folder, key=key_in(key_file), drop_refusals=True)


def _way(address: tuple[str, int] | None, socket: Path | None) -> Callable[[Desk], None]:
    """How to serve. Raises MissingAgentServerError."""
    with MissingAgentServerError.unless_there():
        from courtesy.serving.agents.transports import serve_http, serve_stdio  # noqa: PLC0415  an extra
        from courtesy.serving.listening import Address  # noqa: PLC0415  likewise
    at = socket if address is None else Address(*address)
    return serve_stdio if at is None else lambda desk: serve_http(desk, at, _tell)


def _desk(
    policy_name: str | None,
    files: tuple[Path, ...],
    folders: tuple[Path, ...],
    clock: datetime | DayTime | None,
    *,
    ledger: str | None,
    tenant: str,
    log: Log | None,
    key_file: Path | None,
    matcher: MatcherName,
    deadline: float,
) -> Desk:
    """What answers, once the policy and the cases are known to be usable. Raises CourtesyError, OSError."""
    from courtesy.api import Policies, Policy  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.case_input import CaseSource, moment_in  # noqa: PLC0415  likewise
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  likewise
    from courtesy.ledger import open as open_ledger  # noqa: PLC0415  likewise
    from courtesy.recording import key_in  # noqa: PLC0415  likewise
    from courtesy.serving.agents.cases import HeldCases, SentCases  # noqa: PLC0415  likewise
    from courtesy.serving.agents.claims import LedgerCases  # noqa: PLC0415  likewise
    from courtesy.serving.agents.desk import Desk  # noqa: PLC0415  likewise

    choice = PolicyChoice(policy_name, matcher)
    named = CaseSource(files[0]).names_policy if len(files) == 1 and not folders else None
    policy = choice.of(named).policy
    assert isinstance(policy, Policy | Policies)  # noqa: S101
    zone = policy.sources[-1].zone or "UTC"
    now = None if clock is None else moment_in(clock, zone, "the policy's `zone`", "--clock")
    cases: Cases = SentCases()
    if ledger is not None:
        fixed = None if now is None else lambda: now
        key = None if key_file is None else key_in(key_file)
        cases = LedgerCases(open_ledger(ledger, tenant=tenant, clock=fixed, log_key=key))
    elif files or folders:
        cases = held = HeldCases([*files, *folders], None if named is None else str(named))
        held.read(policy)
    return Desk(policy, cases, clock=now, deadline=deadline, log=log)


def _tell(address: str) -> None:
    terminal.complain(f"Serving agents at {address}\n")
