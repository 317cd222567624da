"""`courtesy check`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import ExitCode, for_outcome, gravest
from courtesy.cli.flag_options import case_flags, people_flags
from courtesy.cli.log_options import key_option
from courtesy.cli.options import (
    TimeText,
    as_of_option,
    deadline_option,
    format_option,
    matcher_option,
    now_option,
    policy_option,
)
from courtesy.deadline import within
from courtesy.model.fact_declarations import TONES
from courtesy.rendering import renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from courtesy.cli.case_checker import CaseChecker
    from courtesy.cli.case_input import CaseSource
    from courtesy.cli.request import Request
    from courtesy.recording import Log
    from courtesy.rendering.verdict.report import Report

# Whether a file can be read is told with its content, so that one that cannot does not keep others from being judged.
_FILE = click.Path(readable=False, path_type=Path)
_EXAMPLES = """\b
Examples:
  courtesy check case.yaml
  courtesy check cases/ --format json --now 2026-11-25T09:00-05:00
  courtesy check cases/ --brief
  courtesy check case.yaml --eml draft.eml
  courtesy check case.yaml --save-test "a call at eight is refused"
  courtesy check draft.eml --to interviewer --interview 2026-11-20T15:30
                 --zone America/New_York
  courtesy check --channel email --purpose follow_up --to interviewer
                 --interview "yesterday 15:30" --zone America/New_York

Exit codes: 0 nothing refused, 1 something refused, 2 wrong usage, 3 invalid
file, 4 undetermined, 5 internal error. Of several, the worst: 5, 3, 1, 4, 0."""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[CASE...]", type=click.Path(readable=False, path_type=Path))
@policy_option
@now_option
@as_of_option
@format_option("verdict")
@click.option("--brief", is_flag=True, help="Show one line for each action, and what they come to.")
@click.option("--all", "all_findings", is_flag=True, help="Also show rules that are satisfied or do not apply.")
@matcher_option
@deadline_option
@click.option("--eml", "drafts", multiple=True, type=_FILE, metavar="FILE", help="Check this e-mail draft. Repeatable.")
@people_flags("A contact to address.", "A contact who gets a copy.")
@click.option(
    "--ignore-address",
    multiple=True,
    metavar="ADDRESS",
    help="An address in a draft that is not a person, such as a filing address. Repeatable.",
)
@click.option("--channel", metavar="CHANNEL", help="Check one action on this channel, such as email or phone.")
@click.option("--purpose", metavar="PURPOSE", help="The purpose, such as thank_you or follow_up.")
@click.option("--at", type=TimeText(), metavar="TIME", help="The planned time.  [default: now]")
@click.option("--subject", metavar="TEXT", help="The subject of the message.")
@click.option("--body", metavar="TEXT", help="The text of the message.")
@click.option("--body-file", type=_FILE, metavar="FILE", help="A file with the text of the message.")
@click.option(
    "--save-test",
    "sentence",
    metavar="SENTENCE",
    help="Keep the verdict as a test of the policy: it lies beside it, and `courtesy test` runs it.",
)
@click.option(
    "--log",
    "log_path",
    type=_FILE,
    metavar="FILE",
    help="Write each verdict into this log, or one of this folder, first; needs --key-file.",
)
@key_option(required=False)
@click.option("--tone", type=click.Choice(TONES), help="The tone of the text, in place of the measured one.")
@click.option("--language", metavar="CODE", help="The language of the text, such as de. Tone is measured in English.")
@case_flags
def command(
    format_name: str,
    deadline: float | None,
    log_path: Path | None,
    key_file: Path | None,
    *,
    brief: bool,
    sentence: str | None,
    **options: Any,
) -> int:
    """Check actions against a policy and explain each verdict.

    CASE is a YAML or JSON file, a folder of them, an e-mail draft (.eml), or - for standard input. An action given
    by flags or as a draft replaces those that the case proposes. The addresses of a draft are matched to
    the `emails` of contacts. For addresses that no contact has, name contacts with --to and --cc, one for each.

    With --format json, one case gives one object. Several cases, or a folder, give an array of
    {"case": name, "verdict": object}.
    """
    if brief and (format_name != "text" or options["all_findings"]):
        message = "--brief shortens the text; it cannot be used with --all or another format"
        raise click.UsageError(message)
    if (log_path is None) is not (key_file is None):
        message = "--log and --key-file go together: the key makes the hashes of the log"
        raise click.UsageError(message)
    request = _request(options)
    from courtesy.cli.case_checker import CaseChecker  # noqa: PLC0415  after the usage is known to be right

    checker = CaseChecker(request)
    checker.load()
    named = len(request.paths) > 1 or any(path.is_dir() for path in request.paths)
    if named and sentence is not None:
        message = "--save-test keeps one verdict, but several cases are given"
        raise click.UsageError(message)
    with _written(log_path, key_file) as checker.log:
        reports, codes = _judge_all(checker, _sources(request), deadline, named=named)
    if reports or (named and format_name == "json"):
        terminal.emit(_renderer(format_name, brief=brief)(reports, terminal.paint()), format_name)
    if sentence is not None and checker.asked is not None:
        from courtesy.cli.test_saving import save_test  # noqa: PLC0415  cold start: a check saves nothing

        save_test(sentence, reports[0].verdict, *checker.asked, as_of=request.as_of)
    return gravest(codes)


def _written(path: Path | None, key_file: Path | None) -> AbstractContextManager[Log | None]:
    """The log that verdicts are written into, None where there is none. Raises `CourtesyError`."""
    if path is None or key_file is None:
        return nullcontext()
    from courtesy import recording  # noqa: PLC0415  cold start

    opened = recording.open_segment if path.is_dir() else recording.open
    return opened(path, key=recording.key_in(key_file))


def _renderer(format_name: str, *, brief: bool) -> Callable[..., str]:
    if not brief:
        return renderer("verdict", format_name)
    from courtesy.rendering.verdict.brief import render  # noqa: PLC0415  cold start

    return render


def _judge_all(
    checker: CaseChecker, sources: Iterable[CaseSource | None], deadline: float | None, *, named: bool
) -> tuple[list[Report], list[ExitCode]]:
    """The verdicts on all cases that can be read; what is wrong with the others is told at once."""
    from courtesy.cli.case_checker import NoActionError  # noqa: PLC0415  after the usage is known to be right

    reports, codes = [], []
    for source in sources:
        try:
            with within(deadline):
                report = checker.report(source, named=named)
        except click.UsageError:
            raise
        except NoActionError as error:
            if source is not None and source.found:
                engine_errors.note(error, "it is skipped")
            else:
                codes.append(engine_errors.report(error))
        except Exception as error:  # noqa: BLE001  one bad file does not keep the others from being judged
            codes.append(engine_errors.report(error if source is None else source.plainer(error)))
        else:
            reports.append(report)
            codes.append(for_outcome(report.verdict.outcome))
    return reports, codes


def _sources(request: Request) -> Iterator[CaseSource | None]:
    """The cases to judge: those of the paths, or None, which is the one that the flags state."""
    from courtesy.cli.folders import cases_at  # noqa: PLC0415  cold start of `--help`

    return cases_at(request.paths, request.policy_name) if request.paths else iter((None,))


def _request(options: dict[str, Any]) -> Request:
    """The options as one value. Raises `click.UsageError` where they contradict each other."""
    from courtesy.cli.case_input import time_asked  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.file_kinds import is_draft  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.request import ActionFlags, CaseFlags, DraftFlags, Request  # noqa: PLC0415  cold start of `--help`

    given = dict(options)
    paths, drafts = given.pop("paths"), given.pop("drafts")
    now, as_of = given.pop("now"), given.pop("as_of")
    body_file: Path | None = given.pop("body_file")
    if body_file is not None:
        if given["body"] is not None:
            message = "give the text of the message with --body or with --body-file, not both"
            raise click.UsageError(message)
        given["body"] = _text_of(body_file)
    action = ActionFlags(**{name: given.pop(name) for name in ActionFlags.__struct_fields__})
    draft = DraftFlags(**{name: given.pop(name) for name in DraftFlags.__struct_fields__})
    case = CaseFlags(**{name: given.pop(name) for name in CaseFlags.__struct_fields__})
    return Request(
        paths=tuple(path for path in paths if not is_draft(path)),
        drafts=(*drafts, *filter(is_draft, paths)),
        now=time_asked(now, as_of),
        as_of=as_of is not None,
        action=action,
        draft=draft,
        case=case,
        **given,
    )


def _text_of(file: Path) -> str:
    """The text of a file. Raises `click.UsageError` where it cannot be had."""
    from courtesy.cli.case_input import MOST_READ  # noqa: PLC0415  cold start of `--help`

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_READ).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        message = f"--body-file {file} cannot be read: {getattr(error, 'strerror', None) or 'it is no path'}"
        raise click.UsageError(message) from None
