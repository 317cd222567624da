"""The case that flags state, where a file would stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.cli.case_input import moment_in
from courtesy.cli.flag_case import action_document, case_document, described_by, read_flags
from courtesy.cli.machine_zone import machine_zone, zone_notice

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy import Policy
    from courtesy.cli.day_times import DayTime
    from courtesy.cli.request import ActionFlags, CaseFlags
    from courtesy.model.case import Case
    from courtesy.model.verdict import Notice


class FlagSource:
    """A case from flags, in the place of a `CaseSource`. Where no zone is given, it has the machine's and says so."""

    name = "the flags"
    zone_hint = "--zone"

    def __init__(
        self, flags: CaseFlags, asked: datetime | DayTime, *, to: tuple[str, ...], cc: tuple[str, ...]
    ) -> None:
        """Raises `click.UsageError` where there is no zone, or `asked` is no time in it."""
        self.notices: tuple[Notice, ...] = ()
        if flags.zone is None:
            flags = replace(flags, zone=machine_zone())
            self.notices = (zone_notice(flags.zone or ""),)
        self._flags, self._to, self._cc = flags, to, cc
        self.now = moment_in(asked, flags.zone, self.zone_hint)

    def document(self, policy: Policy) -> dict[str, object]:
        """The case as a file states it, in the words of a policy."""
        return case_document(self._flags, self._to, self._cc, policy.source.vocabulary, self.now)

    def read(self, policy: Policy, action: ActionFlags | None = None) -> Case:
        """The case in the words of a policy, with the action that flags state. Raises `InvalidInputError`."""
        document = self.document(policy)
        if action is not None:
            document["actions"] = [action_document(action, self.now)]
        return read_flags(policy, document, described_by(self._flags))

    def plainer(self, error: Exception) -> Exception:
        """What is wrong with a case from flags is told by the flags."""
        return error
