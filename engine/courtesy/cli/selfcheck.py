"""`courtesy selfcheck`."""

from __future__ import annotations

import secrets
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import Moment
from courtesy.errors import FaultError
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from courtesy.cli.day_times import DayTime
    from courtesy.selfcheck.running import Failure
    from courtesy.selfcheck.tally import Tally

_SEEDS = 10**6
_KINDS = ("policy", "case", "waivers")
"""What is written of a failure, by the options that read it again."""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class SelfCheckError(FaultError):
    """Something that must hold of every verdict does not. `files` hold what shows it."""

    code: ClassVar[str] = "selfcheck"
    way_out: ClassVar[str] = "report it together with the files that were written"

    def __init__(self, what: str, again: str, files: tuple[Path, ...] = ()) -> None:
        super().__init__()
        self.what, self.again, self.files = what, again, files

    def __str__(self) -> str:
        return self.what

    def help(self) -> str:
        """How to see it again."""
        found = f"the smallest files that show it are {joined(map(str, self.files))}; " if self.files else ""
        return f"{found}to see it again: {self.again}"


@click.command(
    epilog="""\b
Examples:
  courtesy selfcheck
  courtesy selfcheck --cases 1000000 --jobs 4"""
)
@click.option(
    "--cases", type=click.IntRange(1, 10**9), default=10_000, show_default=True, help="Number of cases to judge."
)
@click.option("--seed", type=click.IntRange(0), help="Random seed. Default: a new one for each run.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Number of processes to use.")
@click.option("--policy", "policy_file", type=_FILE, help="Check one policy and case instead: the file of the policy.")
@click.option("--case", "case_file", type=_FILE, help="The file of the case.")
@click.option("--waivers", "waivers_file", type=_FILE, help="The file of waivers, if there are any.")
@click.option("--now", type=Moment(), help="The time at which to judge the case, with an offset.")
def command(
    *,
    cases: int,
    seed: int | None,
    jobs: int,
    policy_file: Path | None,
    case_file: Path | None,
    waivers_file: Path | None,
    now: datetime | DayTime | None,
) -> int:
    """Check Courtesy itself on random policies and cases.

    A reference evaluates each policy a second time, from the text of its rules, and must reach the same results. The
    matchers must agree, nothing may turn out to be permitted before its earliest permitted time, and the JSON must fit
    its schema. Where audits are installed, they must say of every past act what a check says. Any failure is reduced to
    a small example and saved in the current folder.
    """
    if policy_file is not None or case_file is not None or now is not None:
        if policy_file is None or case_file is None or not isinstance(now, datetime) or now.tzinfo is None:
            message = "--policy, --case and --now (with an offset) belong together"
            raise click.UsageError(message)
        return _examine(policy_file, case_file, waivers_file, now)
    return _run(cases, secrets.randbelow(_SEEDS) if seed is None else seed, jobs)


def _examine(policy_file: Path, case_file: Path, waivers_file: Path | None, now: datetime) -> ExitCode:
    from courtesy.selfcheck.examiner import NO_WAIVERS, difference_in  # noqa: PLC0415  cold start

    waivers = NO_WAIVERS if waivers_file is None else waivers_file.read_bytes()
    difference = difference_in(policy_file.read_bytes(), case_file.read_bytes(), now, waivers=waivers)
    if difference is not None:
        files = tuple(file for file in (policy_file, case_file, waivers_file) if file is not None)
        raise SelfCheckError(difference.message, _command_line(files, now))
    terminal.emit(f"{case_file} by {policy_file}: nothing differs\n")
    return ExitCode.PERMITTED


def _run(cases: int, seed: int, jobs: int) -> ExitCode:
    from courtesy.selfcheck.running import run  # noqa: PLC0415  cold start
    from courtesy.selfcheck.tally import Tally  # noqa: PLC0415  cold start

    tally, failure, begun = Tally(), None, monotonic()
    with _progress(cases) as advance:
        batches = run(seed, cases, jobs)
        for batch in batches:
            tally.merge(batch.tally)
            advance(batch.tally.cases)
            if batch.failure is not None:
                failure = batch.failure
                batches.close()
                break
    terminal.emit(_summary(tally, seed, monotonic() - begun, "something differs" if failure else "nothing differs"))
    if failure is not None:
        raise _reported(failure, seed, cases)
    return ExitCode.PERMITTED


def _progress(cases: int) -> AbstractContextManager[Callable[[int], None]]:
    """A progress bar for people who watch; nothing for files and pipes."""
    if not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    return _bar(cases)


class _bar:  # noqa: N801  a context manager, used like a function
    def __init__(self, cases: int) -> None:
        self._bar = click.progressbar(length=cases, label="selfcheck", file=sys.stderr)

    def __enter__(self) -> Callable[[int], None]:
        return self._bar.__enter__().update

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(*error)  # type: ignore[arg-type]  # what Python hands over


def _summary(tally: Tally, seed: int, seconds: float, end: str) -> str:
    outcomes = joined(f"{count:,} {outcome}" for outcome, count in tally.outcomes.most_common()) or "none"
    policies = "policy" if tally.policies == 1 else "policies"
    return "".join(
        f"{line}\n"
        for line in (
            f"{tally.cases:,} cases by {tally.policies:,} {policies}, seed {seed}: {end}.",
            f"  Time           {seconds:.1f} seconds",
            f"  Outcomes       {outcomes}",
            f"  Unknowns       left a rule undecided in {tally.undecided:,} cases",
            f"  Waivers        lifted a rule in {tally.waived:,} cases",
            f"  Validity       ended before, or began after {tally.outside:,} cases",
            f"  Clock changes  lay within {tally.clock_changes:,} cases",
            f"  Reference      gave the same for every rule of every case, and for {tally.plans:,} plans of ten cases,",
            f"                 {tally.owed.total():,} obligations, the alternatives of {tally.alternatives:,} cases,",
            f"                 the windows of {tally.windows:,}, {tally.by_lines:,} cases by versions of a policy, and",
            f"                 {tally.by_children:,} by a policy that builds on another, within its locks",
            f"  Audits         {_audits(tally)}",
            f"  Times          {tally.times:,} refused cases tried at the time given, just before and in between,",
            f"                 {tally.grids:,} of them on every quarter of an hour of two weeks",
            f"  JSON           checked for {tally.schema:,} cases",
            f"  Matchers       {joined(sorted(tally.matchers)) or 'none'}",
        )
    )


def _audits(tally: Tally) -> str:
    if tally.missing:
        return f"not compared: {joined(f'`{module}`' for module in sorted(tally.missing))} is not installed"
    return f"gave the same for {tally.audited:,} acts, and so did a check of each"


def _reported(failure: Failure, seed: int, cases: int) -> SelfCheckError:
    """The failure made small and written to files."""
    from courtesy.loading.yaml_writer import yaml_text  # noqa: PLC0415  cold start
    from courtesy.selfcheck.shrinking import shrink  # noqa: PLC0415  cold start

    policy, case, waivers, shown = shrink(
        failure.policy, failure.case, failure.now, failure.difference, waivers=failure.waivers
    )
    texts = (yaml_text(policy), yaml_text(case), *((yaml_text(waivers),) if waivers else ()))
    files = _written(seed, texts)
    if shown is None:
        what = f"{failure.difference.message}; the files alone do not show it, so what was judged before matters"
        return SelfCheckError(what, f"courtesy selfcheck --seed {seed} --cases {cases}", files)
    return SelfCheckError(shown.message, _command_line(files, failure.now), files)


def _command_line(files: tuple[Path, ...], now: datetime) -> str:
    named = " ".join(f"--{kind} {file}" for kind, file in zip(_KINDS, files, strict=False))
    return f"courtesy selfcheck {named} --now {now.astimezone(UTC).isoformat()}"


def _written(seed: int, texts: tuple[str, ...]) -> tuple[Path, ...]:
    """The files with these texts (of a policy, a case, and perhaps waivers), under names that are not taken yet."""
    number = 1
    while True:
        stem = f"selfcheck-{seed}" if number == 1 else f"selfcheck-{seed}-{number}"
        files = tuple(Path(f"{stem}-{kind}.yaml") for kind, _ in zip(_KINDS, texts, strict=False))
        if not any(file.exists() for file in files):
            break
        number += 1
    for file, text in zip(files, texts, strict=True):
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    return files
