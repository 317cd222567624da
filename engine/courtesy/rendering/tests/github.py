"""What became of tests as GitHub's workflow commands, which mark the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.policy_tests import TestState
from courtesy.rendering.layout import block
from courtesy.rendering.tests import phrases
from courtesy.rendering.workflow_commands import workflow_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.model.policy_tests import TestReport
    from courtesy.rendering.ink import Paint


def render(reports: Sequence[TestReport], paint: Paint) -> str:  # noqa: ARG001  who reads it colours it
    """An annotation for each test that has not passed, and for what kept tests from being run; then the counts."""
    return block(_lines(reports))


def _lines(reports: Sequence[TestReport]) -> Iterator[str]:
    for report in reports:
        policy = phrases.name(report)
        for problem in phrases.problems_beside(report):
            said = phrases.problem(problem)
            yield _command("error", said, phrases.place(problem) or (report.place, 0, 0), f"{policy}: not run")
        if why := phrases.nothing_ran(report):
            yield _command("error", why, (report.place, 0, 0), f"{policy}: nothing ran")
        for result in report.results:
            if result.state is not TestState.PASSED:
                said = "\n".join((*(f"{key}: {why}" for key, why in phrases.reasons(result)), *result.said))
                yield _command("error", said, phrases.place(result), result.sentence)
        for one in report.untried:
            yield _command("warning", f"{one.rule_id} is {phrases.untried(one)}", phrases.place(one), "not tried")
        for notice in report.notices:
            yield _command("notice", notice.message, None, policy)
        yield phrases.heading(report)


def _command(kind: str, message: str, place: tuple[str, int, int] | None, title: str) -> str:
    if place is None:
        return workflow_command(kind, message, title=title)
    file, line, column = place
    return workflow_command(kind, message, title=title, file=file, line=line, col=column if line else 0)
