"""What came of a trial, as it stands in RESULTS.md."""

from __future__ import annotations

from statistics import median, quantiles
from typing import TYPE_CHECKING

from tests.bench.results import machine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.serving.trial import Report

_KINDS = {
    "check": "`/v1/check`, one act",
    "evaluation": "one evaluation, brief",
    "batch": "four evaluations, brief, by two policies",
    "when": "`/v1/when`, twenty days",
    "full": "one evaluation with alternatives",
}
_THREADS = """\
Checks run in threads. One brief evaluation took 0.58 ms at p50 on the loop itself, 0.61 in a thread and 0.89 in another
process. On the loop itself one large check kept `/healthz` waiting for 259 ms at p99 and another check for 260 ms, with
threads 40 and 32 ms (2026-11-27, one worker, load average 4).
"""
_INTRODUCTION = """\
`courtesy serve --workers 2 --searchers 1` for {minutes:g} minutes, asked by {clients} clients one question after the
other. {machine}; {others}.
`python -m tests.bench.serving`.

Meanwhile two policies of the same ids and versions get other rules every few seconds, file by file, each file torn for
a moment; a worker is killed, or a process that searches. Every answer is compared with that of the policy in the
client's process whose digest it names.
"""


def text_of(report: Report, others: str) -> str:
    """All tables; `others` says what else used the machine."""
    head = _INTRODUCTION.format(minutes=report.seconds / 60, clients=report.clients, machine=machine(), others=others)
    return "\n".join([head, *_counts(report), "", *_times(report), "", *_beside(report), *_memory(report)])


def _counts(report: Report) -> Iterator[str]:
    found = report.found
    failed = ", ".join(f"{what}: {times}" for what, times in sorted(found.failed.items())) or "none"
    other = {what: times for what, times in found.refused.items() if what not in found.failed}
    failures = sum(report.failures.values())
    yield from ("| | |", "|---|---:|")
    yield f"| questions | {found.asked.total():,} |"
    yield f"| answers that are right | {found.right:,} |"
    yield f"| wrong answers | {len(found.wrong)} |"
    yield f"| answers by mixed or unknown policies | {len(found.mixed)} |"
    yield f"| answers of 500 and more | {failed} |"
    yield f"| other refusals | {', '.join(f'{what}: {times}' for what, times in sorted(other.items())) or 'none'} |"
    yield f"| cut off with a worker that was killed | {report.cut} |"
    yield f"| lost otherwise | {report.lost} |"
    yield f"| workers killed, processes that search killed | {report.killed}, {len(report.kills) - report.killed} |"
    yield f"| times that policies were written, with a file torn for two seconds | {report.published}, {report.torn} |"
    yield f"| revisions that became active, looks that failed | {report.revisions}, {failures} |"
    yield f"| variants that answered, of 6 | {len(found.variants)} |"
    yield f"| exit status after SIGTERM | {report.status} |"


def _times(report: Report) -> Iterator[str]:
    yield "Milliseconds until an answer was there, and in the client's process for the same work:"
    yield ""
    yield "| question | answers | p50 | p99 | p50 in process | p99 in process | p50 to p50 |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for kind, told in _KINDS.items():
        served, here = report.found.served.get(kind, []), report.found.here.get(kind, [])
        if not served or not here:
            continue
        ratio = median(served) / median(here)
        yield (
            f"| {told} | {len(served):,} | {_ms(median(served))} | {_ms(_p99(served))} "
            f"| {_ms(median(here))} | {_ms(_p99(here))} | {ratio:.1f} |"
        )
    served = [one for times in report.found.served.values() for one in times]
    yield ""
    load = f"; the load average was {min(report.load):.0f} to {max(report.load):.0f}" if report.load else ""
    yield f"{len(served) / report.seconds:.0f} answers a second in all, while the clients work on the same cores{load}."


def _beside(report: Report) -> Iterator[str]:
    if report.beside is None:
        return
    found = report.beside
    yield "Milliseconds of a small question alone, and while two clients ask all the time as much as a question may"
    yield (
        f"hold ({_ms(median(found.large))} at p50, {_ms(_p99(found.large))} at p99; "
        f"{found.too_late} of {len(found.large)} were too late):"
    )
    yield ""
    yield "| question | p50 alone | p99 alone | p50 beside | p99 beside |"
    yield "|---|---:|---:|---:|---:|"
    for name, alone in found.alone.items():
        beside = found.beside[name]
        yield f"| {name} | {_ms(median(alone))} | {_ms(_p99(alone))} | {_ms(median(beside))} | {_ms(_p99(beside))} |"
    yield ""
    yield _THREADS


def _memory(report: Report) -> Iterator[str]:
    names = ("supervisor", "worker 1", "searcher of 1", "worker 2", "searcher of 2", "files of 2")
    yield "MiB held by each process; the second worker lives from the start to the end, the others are killed:"
    yield ""
    yield f"| minute | {' | '.join(names[:-1])} | open files of worker 2 |"
    yield "|---|" + "---:|" * len(names)
    for minute, held in enumerate(report.memory, 1):
        shown = " | ".join(f"{held[name]:.0f}" if name in held else "starting" for name in names)
        yield f"| {minute if minute < len(report.memory) else 'end'} | {shown} |"


def _p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[-1] if len(times) > 1 else times[0]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
