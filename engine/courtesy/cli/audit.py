"""`courtesy audit`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.bulk.errors import AuditUnavailableError
from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.ledger_options import tenant_option
from courtesy.cli.options import Moment, format_option, policy_option
from courtesy.cli.table_places import TablePlace, check_there, memory_option, threads_option
from courtesy.model.policy import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.cli.auditor import Auditor
    from courtesy.model.audit_report import AuditReport

_BY = ("rule", "month", "channel", "sender")
_SPARK = "spark"
_FILE = click.Path(readable=False, path_type=Path)
_EPILOG = """\b
Examples:
  courtesy audit touches.csv --policy hire-wire
  courtesy audit export/ --mapping mapping.yaml --out findings.parquet
  courtesy audit --ledger sqlite:///ledger.db
  courtesy audit postgresql://localhost/crm --mapping mapping.yaml
  courtesy audit outreach.duckdb --out audit/ --format html > report.html
  courtesy audit export/ --by rule,month --format markdown
  courtesy audit s3a://bucket/touches.parquet --engine spark --out s3a://bucket/audit

Exit codes: 0 nothing broken, 1 something broken, 2 wrong usage, 3 invalid
tables or files, 4 only undetermined, 5 a database does not answer, or an
internal error."""


class _By(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """Some of what is counted by, separated by commas."""

    name = "list"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The names, each once."""
        if isinstance(value, tuple):
            return value
        names = tuple(dict.fromkeys(str(value).split(",")))
        for name in names:
            if name not in _BY:
                self.fail(f"`{name}` is none of {', '.join(_BY)}", param, ctx)
        return names


@click.command(epilog=_EPILOG)
@click.argument("places", nargs=-1, metavar="[TABLES]...", type=TablePlace())
@click.option("--ledger", "address", metavar="LEDGER", help="Judge the cases of a ledger instead of tables.")
@tenant_option
@policy_option
@click.option("--mapping", "mapping_path", type=_FILE, metavar="FILE", help="Which columns and values stand for which.")
@click.option(
    "--out",
    type=TablePlace(),
    metavar="PLACE",
    help="Keep the findings: a .parquet or .csv file, or a folder for all tables.",
)
@format_option("audit")
@click.option(
    "--as-of", type=Moment(), metavar="TIME", help="Leave out later touches; what is owed is judged as of then."
)
@click.option(
    "--owed/--no-owed", "owed", default=True, show_default=True, help="Judge what cases owe, too: it takes longer."
)
@click.option(
    "--by", type=_By(), default=_BY, metavar="LIST", help="Count by these.  [default: rule,month,channel,sender]"
)
@click.option(
    "--worst", type=click.IntRange(0, 100), default=3, show_default=True, help="So many of the worst cases are shown."
)
@memory_option
@threads_option
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What judges: DuckDB on this machine, or the executors of Spark, which read Parquet.",
)
@click.option(
    "--master", metavar="ADDRESS", help="Spark's master, such as spark://host:7077.  [default: as Spark is configured]"
)
def command(
    places: tuple[Path | str, ...],
    *,
    address: str | None,
    tenant: str,
    policy_name: str | None,
    mapping_path: Path | None,
    out: Path | str | None,
    format_name: str,
    engine: str,
    master: str | None,
    **options: Any,
) -> int:
    """Judge past touches, by the million: which of them broke the policy, and where that happened most.

    TABLES are files of CSV (.csv, .tsv), Parquet (.parquet) or DuckDB (.duckdb), folders of them, or a database of
    PostgreSQL by its address, with the tables `touches`, `cases` and `contacts`; only `touches` is needed. `courtesy
    manual auditing` tells their columns.

    What each case owes is judged as of the last touch of all, or of --as-of.

    With --out, findings are kept as they are found: the same command goes on where it was cut off.
    """
    _only_one_source(places, address, mapping_path)
    check_there(places, with_spark=engine == _SPARK)
    _check_engine(engine, address, master, out)
    with AuditUnavailableError.unless_there(_SPARK if engine == _SPARK else "audit"):
        from courtesy.cli.auditor import Given  # noqa: PLC0415  its libraries are an extra

        auditor = _auditor(engine, master)
    from courtesy.rendering import renderer  # noqa: PLC0415  cold start of `--help`

    report = auditor(Given(places, address, tenant), policy_name, mapping_path, out, **options).report()
    terminal.emit(renderer("audit", format_name)(report, terminal.paint()), format_name)
    return _code(report)


def _only_one_source(places: tuple[Path | str, ...], address: str | None, mapping_path: Path | None) -> None:
    """Raises `click.UsageError`."""
    if not places and address is None:
        raise click.UsageError("nothing to judge: name TABLES, or a ledger by --ledger")
    if places and address is not None:
        raise click.UsageError("TABLES and --ledger are two sources: name one of them")
    if address is not None and mapping_path is not None:
        raise click.UsageError("--mapping is for TABLES: the columns of a ledger are known")


def _auditor(engine: str, master: str | None) -> Callable[..., Auditor]:
    """What judges. Raises ModuleNotFoundError where its libraries, which are an extra, are not installed."""
    if engine == _SPARK:
        from courtesy.cli.spark_auditor import SparkAuditor  # noqa: PLC0415

        return partial(SparkAuditor, master=master)
    from courtesy.cli.auditor import Auditor  # noqa: PLC0415

    return Auditor


def _check_engine(engine: str, address: str | None, master: str | None, out: Path | str | None) -> None:
    """Raises `click.UsageError`."""
    ends = Path(out or "").suffix
    if engine == _SPARK:
        if address is not None:
            raise click.UsageError("a ledger is judged on one machine: leave out --engine spark")
        if ends:
            message = f"--out {out} ends in `{ends}`: on Spark name a folder, into which the executors write"
            raise click.UsageError(message)
        return
    if master is not None:
        raise click.UsageError("--master is for --engine spark")
    if isinstance(out, str):
        message = f"--out {out} is an address, which only --engine spark writes to: name a file or a folder"
        raise click.UsageError(message)
    if ends not in {"", ".csv", ".parquet"}:
        message = f"--out {out} ends in `{ends}`: name a .parquet or .csv file, or a folder"
        raise click.UsageError(message)


def _code(report: AuditReport) -> ExitCode:
    required = [one for one in report.owed if one.level == Level.MUST]
    if report.broken or any(one.overdue for one in required):
        return ExitCode.REFUSED
    unknown = report.undetermined or any(one.undetermined for one in required)
    return ExitCode.UNDETERMINED if unknown else ExitCode.PERMITTED
