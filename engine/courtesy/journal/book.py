"""One case into which things are written, one after the other. The same thing twice is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from courtesy.instants import instant
from courtesy.journal.bounces import effect, same_minute
from courtesy.journal.changes import NewTouch, NewValue, changed
from courtesy.journal.entries import Question, entry, listed, same, written
from courtesy.journal.errors import NotRecordedError, UneditableFileError
from courtesy.journal.letters import Received, Sent, advice, purpose_question, understood
from courtesy.loading.scalars import read_time
from courtesy.loading.source import read_tree
from courtesy.model.channels import EMAIL
from courtesy.model.recorded import Recorded, Writing
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.spans import MappingNode, SequenceNode
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from courtesy.journal.changes import Change
    from courtesy.journal.layout import Entry
    from courtesy.journal.letters import Said
    from courtesy.loading.mail.letter import Letter
    from courtesy.model.case import Case, Touch
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Tree

_STATED = ("purpose", "event", "outcome")
"""What may be said anew of a mail that is recorded already."""
_RECORDED = "this e-mail is recorded already"
_WHO = ("channel", "direction", "from", "to", "cc")


class Book:
    """The file of a case. `data` is what it holds now; nothing is written to disk here.

    `read` reads a tree or mapping as a case. Raises InvalidInputError where the file holds none.
    """

    def __init__(self, data: bytes, file: str, read: Callable[[object], Case], vocabulary: Vocabulary) -> None:
        self.data, self._file, self._read, self._vocabulary = data, file, read, vocabulary
        self._take(data)

    def _take(self, data: bytes) -> None:
        tree = read_tree(data, self._file)
        self.case = self._read(tree)
        self.data = data
        self.tree: MappingNode = tree  # type: ignore[assignment]  # it has been read as a case
        self.touches = self._in_order()

    def _in_order(self) -> list[Touch]:
        """The touches as the file lists them: a case has them in the order of time, those of one instant as listed."""
        moments = [read_time(touch["at"], self.case.zone) for touch in self._history]
        places = sorted(range(len(moments)), key=lambda place: instant(moments[place]))  # type: ignore[arg-type]  # all were read
        by_time = () if self.case.history is None else self.case.history.touches
        return [touch for _, touch in sorted(zip(places, by_time, strict=True), key=lambda one: one[0])]

    @property
    def _history(self) -> Sequence[Any]:
        """The touches as the file lists them."""
        touches: Tree | None = self.tree.get("history")
        return touches if isinstance(touches, SequenceNode) else ()

    def _touch(self, stated: object) -> Touch:
        kept = {key: self.tree[key] for key in ("zone", "contacts") if key in self.tree}
        case = self._read({**kept, "history": [stated]})
        assert case.history is not None  # noqa: S101  it was stated
        return case.history.touches[0]

    def _change(self, changes: Sequence[Change]) -> None:
        if self.case.history is None:
            hint = "list under `history` what is known; `[]` says that nothing has happened"
            raise UneditableFileError(self._file, "a list under `history`", hint)
        self._take(changed(self.data, self._file, changes))

    # -------------------------------------------------------------------------------------------- what is stated

    def add(self, touch: Entry, source: str | None = None) -> Recorded:
        """Add a touch; one of which every word is there already is not added again, and gets its id if it had none."""
        stated = self._touch(touch)
        for place, other in enumerate(self.touches):
            if other == stated or (None in {other.id, stated.id} and replace(other, id=stated.id) == stated):
                if other.id is not None or stated.id is None:
                    return self._unchanged(place, "it is in the history already", source)
                self._change([NewValue(("history", place), "id", stated.id, first=True)])
                return self._changed(place, ("id",), source, "it is in the history already")
        self._change([NewTouch(touch)])
        place = len(self._history) - 1
        return Recorded(writing=Writing.ADDED, source=source, path=("history", place), touch=self.touches[place])

    def done(self, action_id: str, said: Said) -> Recorded | None:
        """What tells that the action of that id is done already; None where it is not.

        An outcome that is said anew is written. Raises NotRecordedError where another time is said.
        """
        place = self._place_of(action_id)
        if place is None or (self._came_back(place) and (said.outcome is None or said.at is not None)):
            return None
        done = self._history[place]
        if said.at is not None and self._touch({**done, "at": said.at}).at != self.touches[place].at:
            reason = f"it is recorded as done, at {done['at']}"
            raise NotRecordedError(action_id, reason, "correct the time in the file, if it is wrong")
        if said.outcome is not None and said.outcome != self.touches[place].outcome:
            self._change([NewValue(("history", place), "outcome", said.outcome)])
            return self._changed(place, ("outcome",), None)
        return self._unchanged(place, f"`{action_id}` is recorded as done", None)

    def recorded(self, action_id: str) -> Entry | None:
        """The touch that bears that id, without its time; None where none does."""
        place = self._place_of(action_id)
        if place is None:
            return None
        return entry({key: value for key, value in self._history[place].items() if key not in {"at", "message_id"}})

    def _place_of(self, action_id: str) -> int | None:
        """Where the touch stands that bears an id; one that reached somebody before others."""
        places = [place for place, touch in enumerate(self._history) if touch.get("id") == action_id]
        return min(places, key=self._came_back, default=None)

    def _came_back(self, place: int) -> bool:
        """Whether a touch reached nobody, so that what it was is still to be done."""
        return self.touches[place].outcome in VOID_OUTCOMES

    def proposed(self, action_id: str) -> Entry | None:
        """What the case proposes under that id, as a touch without its time; None where it proposes no such thing.

        An action that has its id by its place alone is given it in the file, so that it stays the same action.
        """
        for place, action in enumerate(self.case.actions):
            if action.id == action_id:
                stated: MappingNode = self.tree["actions"][place]
                if "id" not in stated:
                    self._change([NewValue(("actions", place), "id", action_id, first=True)])
                    stated = self.tree["actions"][place]
                return entry({key: value for key, value in stated.items() if key not in {"at", "message"}})
        return None

    # -------------------------------------------------------------------------------------------- mail

    def mail(self, letter: Letter, said: Said, now: datetime, act: Entry | None = None) -> Recorded | Question:
        """Record a mail; a question where it has to be known first what it is.

        `act` is the action that it was, where that is said. Raises InvalidInputError, NotRecordedError.
        """
        if letter.returned is not None and said.event is None:
            return self._bounce(letter)
        known = self._known(letter)
        if known is not None and not any(getattr(said, key) for key in (*_STATED, "done")):
            return self._unchanged(known, _RECORDED, letter.file)
        found = understood(letter, self.case, said)
        if isinstance(found, Question):
            return found
        self._hold(letter, found, said, act)
        at = said.at or self._time(letter, now)
        stated: dict[str, Any] = {"channel": EMAIL, "at": at, "tags": said.tags, "outcome": said.outcome}
        if isinstance(found, Received):
            stated |= {"direction": "inbound", "from": found.sender, "cc": found.cc, "event": found.event}
        else:
            done = act or {}
            purpose, tags = said.purpose or done.get("purpose"), said.tags or done.get("tags")
            stated = {**done, **stated, "to": found.to, "cc": found.cc, "purpose": purpose, "tags": tags}
        touch = entry({**stated, "message_id": letter.message_id})
        if known is None:
            known = next(self._by_hand(touch), None)
        if known is None and isinstance(found, Sent) and "purpose" not in touch:
            return purpose_question(letter, found, self.case, self._vocabulary)
        recorded = self._once(touch, letter, said, known)
        return replace(recorded, advice=advice(letter, self.case)) if isinstance(found, Received) else recorded

    def _hold(self, letter: Letter, found: Sent | Received, said: Said, act: Entry | None) -> None:
        """Refuse what cannot be said of such a mail."""
        if isinstance(found, Received):
            wrong = next(
                (flag for flag, value in (("--purpose", said.purpose), ("--done", act), ("--to", said.to)) if value),
                None,
            )
            if wrong is not None:
                reason = f"{found.sender} sent it, and `{wrong}` is about e-mails that you sent"
                raise NotRecordedError(letter.file, reason, "if you sent it, say so with `--direction outbound`")
            return
        if said.event is not None:
            reason = "you sent it, and `--event` is about what came in"
            raise NotRecordedError(letter.file, reason, "if it came in, say from whom with `--from`")
        if act is None:
            return
        if not self._vocabulary.channel(str(act["channel"])).by_email:
            raise NotRecordedError(letter.file, f"`{act['id']}` is no e-mail", "leave out `--done`, or the e-mail")
        if not {*listed(act.get("to"))} & {*found.to, *found.cc}:
            people = f"{joined(listed(act.get('to')))}, and this e-mail goes to {joined(found.to)}"
            raise NotRecordedError(letter.file, f"`{act['id']}` goes to {people}", "leave out `--done`")

    def _known(self, letter: Letter) -> int | None:
        """Where the history has the mail already, by its id."""
        ids = (touch.get("message_id") for touch in self._history)
        return next((place for place, one in enumerate(ids) if one == letter.message_id), None)

    def _once(self, touch: Entry, letter: Letter, said: Said, place: int | None) -> Recorded:
        """Add a mail, or say of the touch at `place`, which it is already, what is new."""
        borne = self._place_of(str(touch.get("id")))
        if place is None and borne is not None and not self._came_back(borne):
            reason = f"`{touch['id']}` is recorded with another e-mail, as `history[{borne}]`"
            raise NotRecordedError(letter.file, reason, "leave out `--done`")
        if place is None:
            return self.add(touch, letter.file)
        before = self._history[place]
        new = {key: touch[key] for key in _STATED if getattr(said, key) is not None and touch[key] != before.get(key)}
        new |= {key: touch[key] for key in ("id", "message_id") if key in touch and key not in before}
        if not new:
            return self._unchanged(place, _RECORDED, letter.file)
        self._change([NewValue(("history", place), key, value, first=key == "id") for key, value in new.items()])
        return self._changed(place, tuple(new), letter.file)

    def _by_hand(self, touch: Entry) -> Iterator[int]:
        """Where a touch may be the same mail, written down by hand: to or from the same people, in the same minute."""
        at = self._touch(touch).at
        for place, other in enumerate(self._history):
            if "message_id" not in other and (
                (touch.get("id") is not None and other.get("id") == touch.get("id") and not self._came_back(place))
                or (same(touch, other, _WHO) and same_minute(self.touches[place].at, at))
            ):
                yield place

    def _time(self, letter: Letter, now: datetime) -> str:
        if letter.at is None:
            raise NotRecordedError(letter.file, "it does not say when it was sent", "say so with `--at`")
        if instant(letter.at) > instant(now):
            late = letter.at.isoformat(timespec="minutes")
            raise NotRecordedError(
                letter.file, f"it is dated {late}, which is later than now", "correct it with `--at`"
            )
        return written(letter.at, self.case.zone)

    def _bounce(self, letter: Letter) -> Recorded:
        assert letter.returned is not None  # noqa: S101  asked by the caller
        moments = [touch.at for touch in self.touches]
        found = effect(letter.returned, self._history, moments, self.case)
        if found.refused:
            raise NotRecordedError(letter.file, "it is an e-mail that was sent back", found.reason)
        if not found.changes:
            return self._unchanged(found.place, found.reason, letter.file)
        self._change(found.changes)
        place = found.place if len(found.changes) == 1 else len(self._history) - 1
        return self._changed(place, ("outcome",), letter.file, found.reason)

    # -------------------------------------------------------------------------------------------- what came of it

    def _unchanged(self, place: int | None, reason: str | None, source: str | None) -> Recorded:
        path = None if place is None else ("history", place)
        touch = None if place is None else self.touches[place]
        return Recorded(writing=Writing.UNCHANGED, source=source, path=path, touch=touch, reason=reason)

    def _changed(
        self, place: int | None, keys: tuple[str, ...], source: str | None, reason: str | None = None
    ) -> Recorded:
        assert place is not None  # noqa: S101  something was changed there
        path, touch = ("history", place), self.touches[place]
        return Recorded(writing=Writing.CHANGED, source=source, path=path, touch=touch, keys=keys, reason=reason)
