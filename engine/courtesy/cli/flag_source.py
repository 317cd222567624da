"""The case that flags state, where a file would stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.cli.case_input import moment_in
from courtesy.cli.flag_case import action_document, case_document, described_by, read_flags
from courtesy.cli.machine_zone import machine_zone, zone_notice

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.api.case_reading import CaseReading
    from courtesy.cli.day_times import DayTime
    from courtesy.cli.request import ActionFlags, CaseFlags
    from courtesy.model.case import Case
    from courtesy.model.verdict import Notice


class FlagSource:
    """A case from flags, in the place of a `CaseSource`. Without a zone it has that of the machine, and says so."""

    name = "the flags"
    zone_hint = "--zone"

    def __init__(
        self,
        flags: CaseFlags,
        asked: datetime | DayTime,
        *,
        to: tuple[str, ...],
        cc: tuple[str, ...],
        zone: str | None = None,
    ) -> None:
        """Without a zone in the flags it has that `zone`.

        Raises `click.UsageError` where there is no zone, or `asked` is no time in it.
        """
        self.notices: tuple[Notice, ...] = ()
        if flags.zone is None and zone is not None:
            flags = replace(flags, zone=zone)
        if flags.zone is None:
            flags = replace(flags, zone=machine_zone())
            self.notices = (zone_notice(flags.zone or ""),)
        self._flags, self._to, self._cc = flags, to, cc
        self.now = moment_in(asked, flags.zone, self.zone_hint)

    names_policy: str | None = None
    """Where a file would name the policy that judges it, `--policy` does."""

    def document(self, policy: CaseReading) -> dict[str, object]:
        """The case as a file states it, in the words of a policy."""
        return case_document(self._flags, self._to, self._cc, policy.vocabulary, self.now)

    def read(self, policy: CaseReading, zone: str | None = None, action: ActionFlags | None = None) -> Case:  # noqa: ARG002  as of a file
        """The case in the words of a policy, with the action that flags state. Raises `InvalidInputError`."""
        document = self.document(policy)
        if action is not None:
            document["actions"] = [action_document(action, self.now)]
        return read_flags(policy, document, described_by(self._flags))

    def plainer(self, error: Exception) -> Exception:
        """What is wrong with a case from flags is told by the flags."""
        return error
