"""What `courtesy record` was asked to write: read the case, find what each thing is, ask what is not certain, write."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from courtesy.bounds import MAX_MAIL_BYTES
from courtesy.cli.case_input import CaseSource, clock, moment_in
from courtesy.cli.case_writing import replace_file
from courtesy.cli.day_times import as_written
from courtesy.cli.flag_case import flag, read_flags, setting_of
from courtesy.cli.policy_choice import PolicyChoice
from courtesy.cli.questions import answer, unanswered
from courtesy.errors import InvalidInputError
from courtesy.explanation.description import describe
from courtesy.instants import instant, parse_timestamp
from courtesy.journal.book import Book
from courtesy.journal.entries import Choice, Question, entry, written
from courtesy.journal.letters import Said
from courtesy.loading.case_zone import with_zone
from courtesy.loading.errors import UnknownNameError
from courtesy.loading.mail.letter import read_letter
from courtesy.loading.source import read_file
from courtesy.model.channels import EMAIL
from courtesy.model.recorded import Record

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.api.questions import Questions
    from courtesy.cli.record_flags import RecordFlags
    from courtesy.journal.layout import Entry
    from courtesy.loading.mail.letter import Letter
    from courtesy.model.case import Action, Case
    from courtesy.model.recorded import Recorded


class Recorder:
    """Writes what was asked for into one case. Raises `CourtesyError`, `OSError` and `click.UsageError`."""

    def __init__(self, flags: RecordFlags) -> None:
        self.flags = flags
        self.source = CaseSource(flags.case)
        self.policy: Questions
        self.book: Book
        self.now: datetime

    def record(self) -> Record:
        """All that was asked for, in the book; the file is as it was."""
        asked = self.flags.now or clock()

        choice = PolicyChoice(self.flags.policy_name, "native")
        self.policy, zone = choice.of(self.source.names_policy).policy, choice.zone
        case = self.source.read(self.policy, zone)
        self.now = moment_in(asked, case.zone, self.source.zone_hint)

        def case_from(tree: Any) -> Case:
            return self.policy.case_from(with_zone(tree, zone))

        self.book = Book(self.source.data, self.source.name, case_from, self.policy.vocabulary)
        said = self._said()
        done = (self._asked(),) if self.flags.says_nothing else self.flags.done
        entries = [] if self.flags.mails else [self._done(action_id) for action_id in done]
        if self.flags.channel:
            entries.append(self._by_flags(said))
        entries += self._mails(said)
        return Record(file=self.source.name, case=self.book.case, entries=tuple(entries), dry_run=self.flags.dry_run)

    def write(self) -> None:
        """Put the book in place of the file, where it says something new."""
        if self.source.path is not None and not self.flags.dry_run and self.book.data != self.source.data:
            replace_file(self.source.path, self.source.data, self.book.data)

    def plainer(self, error: Exception) -> Exception:
        """What is wrong, by its place in the file of the case where it is about that."""
        about_the_case = isinstance(error, InvalidInputError) and all(one.line is None for one in error.problems)
        named = about_the_case and all(str(one.span.file).startswith("--") for one in error.problems)  # type: ignore[attr-defined]
        return self.source.plainer(error) if not named else error

    # -------------------------------------------------------------------------------------------- by flags

    def _said(self) -> Said:
        names = (*Said.__struct_fields__,)
        given = {name: getattr(self.flags, name) for name in names if name not in {"done", "at"}}
        at = None if self.flags.at is None else self._time(self.flags.at)
        return Said(**given, at=at, done=next(iter(self.flags.done), None))

    def _time(self, text: str) -> str:
        """A time of a flag as the case has it. It is not later than now."""
        stated = parse_timestamp(as_written(text, self.now))
        assert isinstance(stated, datetime)  # noqa: S101  the option takes nothing else
        moment = moment_in(stated, self.book.case.zone, f"`zone:` in {self.source.name}", "--at")
        if instant(moment) > instant(self.now):
            shown = self.now.isoformat(timespec="minutes")
            message = f"--at {text} is later than now, which is {shown}: a history holds what has happened"
            raise click.UsageError(message)
        return written(moment, self.book.case.zone)

    def _at(self, said: Said) -> str:
        return said.at or written(self.now.replace(second=0, microsecond=0), self.book.case.zone)

    def _by_flags(self, said: Said) -> Recorded:
        inbound = said.from_ is not None
        touch = entry(
            {
                "channel": self.flags.channel,
                "purpose": said.purpose,
                "direction": "inbound" if inbound else None,
                "from": said.from_,
                "to": said.to,
                "cc": said.cc,
                "at": self._at(said),
                "event": said.event,
                "outcome": said.outcome,
                "tags": said.tags,
            }
        )
        read_flags(self.policy, {**setting_of(self.book.case), "history": [touch]})
        return self.book.add(touch)

    def _done(self, action_id: str) -> Recorded:
        said = self._said()
        if (done := self.book.done(action_id, said)) is not None:
            return done
        said_too = {"cc": said.cc, "outcome": said.outcome, "tags": said.tags}
        stated = {**self._act(action_id), "at": self._at(said), **{key: one for key, one in said_too.items() if one}}
        touch = entry(stated)
        read_flags(self.policy, {**setting_of(self.book.case), "history": [touch]})
        return self.book.add(touch)

    def _asked(self) -> str:
        """The action that the person at the terminal has done, out of those that are open."""
        case, words = self.book.case, self.policy.vocabulary
        choices = tuple(Choice("done", one.id, describe(one, case, words)) for one in self._open().values())
        if not choices:
            message = "nothing is proposed or planned: say what happened with --channel, or with an e-mail (--eml)"
            raise click.UsageError(message)
        return answer(Question(self.source.name, "what was done?", choices)).value

    def _open(self) -> dict[str, Action]:
        """What the case proposes and is not done, and what its plan has besides, by id."""
        case = self.book.case
        proposed = {one.id: one for one in case.actions if case.done(one) is None}
        return proposed | {one.action.id: one.action for one in self.policy.plan(case, now=self.now).actions}

    def _act(self, action_id: str) -> Entry:
        """The action of that id: one that the case proposes, or else one of its plan."""
        proposed = self.book.proposed(action_id)
        if proposed is not None:
            return proposed
        known = self._open()
        if action_id not in known:
            raise InvalidInputError([UnknownNameError(flag("--done"), "action", action_id, known)])
        action = known[action_id]
        return entry(
            {
                "id": action.id,
                "channel": action.channel,
                "purpose": action.purpose,
                "to": action.to,
                "cc": action.cc,
                "tags": sorted(action.tags),
            }
        )

    # -------------------------------------------------------------------------------------------- mail

    def _mails(self, said: Said) -> list[Recorded]:
        """All mails, those that were sent back behind the others."""
        if self.flags.mails:
            self._check_flags(said)
        letters = [_letter(path) for path in self.flags.mails]
        letters.sort(key=lambda one: (one.returned is not None, one.at.timestamp() if one.at else 0))
        found = [self._mail(letter, said) for letter in letters]
        open_questions = [one for one in found if isinstance(one, Question)]
        if open_questions:
            raise click.UsageError(unanswered(open_questions))
        return [one for one in found if not isinstance(one, Question)]

    def _check_flags(self, said: Said) -> None:
        """Raises InvalidInputError, by the flag, for what is said beside a mail and no touch can have."""
        anybody = next(iter(self.book.case.contacts), None)
        sent = {"purpose": said.purpose, "to": said.to, "cc": said.cc, "outcome": said.outcome, "tags": said.tags}
        received = {"from": said.from_, "event": said.event}
        for stated, rest in (
            (sent, {"to": said.to or anybody}),
            (received, {"direction": "inbound", "from": said.from_ or anybody, "event": said.event or "reply"}),
        ):
            if anybody is not None and any(stated.values()):
                touch = entry({"channel": EMAIL, "at": self._at(said), **stated, **rest})
                read_flags(self.policy, {**setting_of(self.book.case), "history": [touch]})

    def _mail(self, letter: Letter, said: Said) -> Recorded | Question:
        """What has come of a mail, all that could be asked having been asked."""
        while True:
            act = None if said.done is None else self.book.recorded(said.done) or self._act(said.done)
            found = self.book.mail(letter, said, self.now, act)
            if not (isinstance(found, Question) and self.flags.may_ask):
                return found
            chosen = answer(found)
            said = replace(said, **{"from_" if chosen.field == "from" else chosen.field: chosen.value})


def _letter(path: Path) -> Letter:
    return read_letter(read_file(path, MAX_MAIL_BYTES), str(path))
