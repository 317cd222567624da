"""`courtesy record`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import TimeText, format_option, now_option, policy_option
from courtesy.rendering import renderer

if TYPE_CHECKING:
    from courtesy.cli.record_flags import RecordFlags

_FILE = click.Path(readable=False, path_type=Path)
_EXAMPLES = """\b
Examples:
  courtesy record case.yaml --done week-one
  courtesy record case.yaml --done call-hr --at "today 15:30" --outcome no_answer
  courtesy record case.yaml --channel phone --from hr --event call
  courtesy record case.yaml reply.eml
  courtesy record case.yaml sent.eml --purpose follow_up --dry-run

Exit codes: 0 recorded, or recorded before, 2 wrong usage, or something has to
be said first, 3 invalid file, 5 internal error."""


@click.command(epilog=_EXAMPLES)
@click.argument("case", type=_FILE)
@click.argument("more", nargs=-1, metavar="[MAIL...]", type=_FILE)
@policy_option
@now_option
@format_option("record")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--done", multiple=True, metavar="ID", help="An action of the case, or of its plan, is done. Repeatable.")
@click.option(
    "--eml", "mails", multiple=True, type=_FILE, metavar="FILE", help="An e-mail that was sent or received. Repeatable."
)
@click.option("--at", type=TimeText(), metavar="TIME", help="When it happened.  [default: now; of an e-mail, its date]")
@click.option("--channel", metavar="CHANNEL", help="How it happened, such as phone.")
@click.option("--purpose", metavar="PURPOSE", help="What you wrote or called about, such as follow_up.")
@click.option("--to", multiple=True, metavar="CONTACT", help="A contact to whom it went. Repeatable.")
@click.option("--cc", multiple=True, metavar="CONTACT", help="A contact who got a copy. Repeatable.")
@click.option("--from", "from_", metavar="CONTACT", help="The contact it came from.")
@click.option("--event", metavar="EVENT", help="What came in: reply, auto_reply, call, stop_request or invitation.")
@click.option("--outcome", metavar="OUTCOME", help="What came of it, such as no_answer.  [default: delivered]")
@click.option("--tags", multiple=True, metavar="TAG", help="A word of your own. Repeatable.")
@click.option(
    "--direction",
    type=click.Choice(["outbound", "inbound"]),
    help="Whether you sent the e-mail, or got it.",
)
@click.option(
    "--ignore-address",
    multiple=True,
    metavar="ADDRESS",
    help="An address in an e-mail that is not a person, such as a filing address. Repeatable.",
)
def command(case: Path, more: tuple[Path, ...], format_name: str, **options: Any) -> int:
    """Write into a case what was done, or what came in.

    CASE is a YAML or JSON file, which keeps its comments, order and layout. With - the case comes from standard
    input and goes to standard output. Say what was done by the id of an action (--done), by flags, or with the
    e-mail itself (MAIL, or --eml): who wrote it, and to whom, follows from the addresses in the case. What is not
    certain is asked on a terminal; elsewhere the message names the flag that says it. Recording the same e-mail
    twice changes nothing.
    """
    options["mails"] += more
    flags = _flags(case, format_name, options)
    from courtesy.cli.recorder import Recorder  # noqa: PLC0415  after the usage is known to be right

    recorder = Recorder(flags)
    try:
        record = recorder.record()
        recorder.write()
    except click.ClickException:
        raise
    except Exception as error:  # noqa: BLE001  what is wrong with a case is told by its place in the file
        return engine_errors.report(recorder.plainer(error))
    text = renderer("record", format_name)(record, recorder.policy.to_read(recorder.now), terminal.paint())
    if flags.piped:
        terminal.emit_file(recorder.book.data)
        terminal.complain(text)
    else:
        terminal.emit(text, format_name)
    return ExitCode.PERMITTED


def _flags(case: Path, format_name: str, options: dict[str, Any]) -> RecordFlags:
    """The options as one value. Raises `click.UsageError` where they contradict each other."""
    from courtesy.cli.record_flags import RecordFlags  # noqa: PLC0415  cold start of `--help`

    flags = RecordFlags(case=case, **options)
    if flags.piped and format_name == "json":
        message = "a case from standard input goes to standard output, where JSON has no room: use --dry-run, or a file"
        raise click.UsageError(message)
    return flags
