"""What was recorded as text: each touch in words, with its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.instants import find_zone
from courtesy.model.predicate import Direction
from courtesy.model.recorded import Writing
from courtesy.rendering import titles
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, printable, wrapped
from courtesy.spans import dotted
from courtesy.wording import times
from courtesy.wording.acts import act_noun
from courtesy.wording.people import called
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.case import Case, Touch
    from courtesy.model.policy import PolicySource
    from courtesy.model.recorded import Record, Recorded
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.rendering.ink import Paint

_USUAL_OUTCOME = "delivered"


def render(record: Record, policy: PolicySource, paint: Paint) -> str:
    """What was written, and what was there already."""
    return block(_lines(record, policy.vocabulary, paint))


def _lines(record: Record, vocabulary: Vocabulary, paint: Paint) -> Iterator[str]:
    if not record.changes:
        heading = f"Nothing new for {record.file}:"
    elif record.dry_run:
        heading = f"Not yet written into {record.file}:"
    else:
        heading = f"Recorded in {record.file}:"
    yield paint(printable(heading), Ink.STRONG)
    for entry in record.entries:
        yield from wrapped(_act(entry, record.case, vocabulary), indent=2)
        yield from wrapped(_what_was_done(entry), indent=4, paint=paint, ink=Ink.FAINT)
        if entry.advice is not None:
            yield from wrapped(sentence(entry.advice), indent=4, paint=paint, ink=Ink.CAUTION)


def _act(entry: Recorded, case: Case, vocabulary: Vocabulary) -> str:
    """A touch in words and when it was; the file of a mail that is none."""
    if entry.touch is None:
        return entry.source or ""
    zone = find_zone(case.zone) if case.zone else None
    at = entry.touch.at if zone is None else entry.touch.at.astimezone(zone)
    return f"{titles.capital(touch_in_words(entry.touch, case, vocabulary))}, {times.day_and_clock(at)}"


def touch_in_words(touch: Touch, case: Case, vocabulary: Vocabulary) -> str:
    """`follow-up e-mail to interviewer, copied to hr`, `reply from hr by e-mail`, `phone call to hr (no answer)`."""
    if touch.direction is Direction.INBOUND:
        event = vocabulary.words_for("event", touch.event or "touch")
        said = f"{event} from {joined(called(name, case) for name in touch.from_)}"
        noun = vocabulary.channel(touch.channel).noun.name
        said = said if touch.event == "call" else f"{said} ({noun})"
    else:
        said = act_noun(touch.channel, touch.purpose, vocabulary).name
        said += f" to {joined(called(name, case) for name in touch.to)}" if touch.to else ""
    copied = f", copied to {joined(called(name, case) for name in touch.cc)}" if touch.cc else ""
    outcome = touch.outcome.replace("_", " ")
    return f"{said}{copied}{f' ({outcome})' if touch.outcome != _USUAL_OUTCOME else ''}"


def _what_was_done(entry: Recorded) -> str:
    """Where it stands now, from which file it comes, and why it was not simply added."""
    place = "" if entry.path is None else f"`{dotted(entry.path)}`"
    source = "" if entry.source is None or entry.touch is None else f", from {entry.source}"
    action = "" if entry.touch is None or entry.touch.id is None else f", done as `{entry.touch.id}`"
    reason = "" if entry.reason is None else f": {entry.reason}"
    if entry.writing is Writing.ADDED:
        return sentence(f"added as {place}{action}{source}")
    if entry.writing is Writing.CHANGED:
        return sentence(f"{joined(f'`{key}`' for key in entry.keys)} written into {place}{source}{reason}")
    return sentence(f"as it was{f', in {place}' if place else ''}{source}{reason}")
