"""One case of a check: choose its policy, read it, give it its actions, and judge."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from courtesy.cli.case_input import moment_in
from courtesy.cli.flag_case import action_document, read_flags, setting_of, unnamed
from courtesy.cli.flag_source import FlagSource
from courtesy.cli.policy_choice import PolicyChoice
from courtesy.errors import CourtesyError
from courtesy.loading.source import read_file
from courtesy.model.case import Message
from courtesy.model.outcome import worst
from courtesy.rendering.verdict.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from courtesy.api.questions import Questions
    from courtesy.cli.case_input import CaseSource
    from courtesy.cli.request import Request
    from courtesy.model.case import Action, Case
    from courtesy.recording import Log


class NoActionError(CourtesyError):
    """A case proposes nothing."""

    code: ClassVar[str] = "no-action"
    way_out: ClassVar[str] = "list actions in the case, describe one by flags, or give a draft with `--eml`"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"the case in `{self.name}` proposes no action"

    def help(self) -> str:
        """Where actions come from."""
        return (
            "list some under `actions:`, give one with --channel and --to, or a draft with --eml; "
            "`courtesy plan` proposes some"
        )


class CaseChecker:
    """Judges cases as one request asks. Each policy is loaded once."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._choice = PolicyChoice(request.policy_name, request.matcher)
        self._drafts: dict[Path, bytes] = {}
        self.log: Log | None = None
        """What every verdict is written into before it is told; None where nobody wants that."""
        self.asked: tuple[Questions, Case, datetime] | None = None
        """The last case that was judged, by what, and as of when."""

    def load(self) -> None:
        """Load the policy that was named, so that what is wrong with it is told once. Raises `CourtesyError`."""
        self._choice.load()

    def report(self, source: CaseSource | None, *, named: bool) -> Report:
        """The verdict on one case, None being that of the flags; `named` puts its name above it.

        Raises `CourtesyError`, `OSError`.
        """
        chosen = self._choice.of(None if source is None else source.names_policy)
        policy = chosen.policy
        case, now = self._case(source, policy)
        if not case.actions:
            raise NoActionError("the flags" if source is None else source.name)
        every, as_of = self.request.all_findings, self.request.as_of
        verdict = policy.check_plan(case, now=now, as_of=as_of, all_findings=every, alternatives=True)
        if self.log is not None:
            self.log.write(policy, case, verdict, as_of=as_of)  # type: ignore[arg-type]  # of one version or of all
        self.asked = policy, case, now
        if source is None:
            # Flags state one act and not the case around it: what is owed there cannot be told from them.
            outcome = worst(tuple(action.outcome for action in verdict.actions))
            notices = (*self._flags.notices, *verdict.notices)
            verdict = replace(verdict, obligations=(), outcome=outcome, notices=notices)
        name = source.name if named and source is not None else None
        return Report(verdict=chosen.told(verdict), policy=policy.to_read(now), name=name)

    def _case(self, source: CaseSource | None, policy: Questions) -> tuple[Case, datetime]:
        request = self.request
        if source is None:
            case = self._flags.read(policy, action=request.action if request.action.channel is not None else None)
            now = self._flags.now
        else:
            case = source.read(policy, self._choice.zone)
            now = moment_in(request.now, case.zone, source.zone_hint)
            if request.action.channel is not None:
                lone = read_flags(policy, {**setting_of(case), "actions": [action_document(request.action, now)]})
                case = case.with_actions(tuple(unnamed(action, case) for action in lone.actions))
        if request.drafts:
            drafts = [self._draft(path, case, policy) for path in request.drafts]
            case = case.with_actions(_told_apart(drafts, request.drafts, case))
        return case, now

    @cached_property
    def _flags(self) -> FlagSource:
        request = self.request
        zone = self._choice.zone
        return FlagSource(request.case, request.now, to=request.action.to, cc=request.action.cc, zone=zone)

    def _draft(self, path: Path, case: Case, policy: Questions) -> Action:
        if path not in self._drafts:
            self._drafts[path] = read_file(path)
        said, ignored = self.request.action, self.request.draft.ignore_address
        named = {"to": said.to, "cc": said.cc, "ignore_addresses": ignored}
        draft = policy.parse_draft(self._drafts[path], case, str(path), **named, purpose=said.purpose)
        of_text = {"tone": said.tone, "language": said.language}
        stated = {name: value for name, value in of_text.items() if value is not None}
        return replace(draft, message=replace(draft.message or Message(), **stated)) if stated else draft


def _told_apart(drafts: Sequence[Action], paths: Sequence[Path], case: Case) -> tuple[Action, ...]:
    """Several drafts with the names of their files as ids: acts of one id would be taken for the same act."""
    names = [path.stem for path in paths]
    if len(set(names)) < len(names):
        names = [f"draft-{number}" for number in range(1, len(paths) + 1)]
    return tuple(unnamed(replace(draft, id=name), case) for draft, name in zip(drafts, names, strict=True))
