"""What a reader of a verdict should know and what changes nothing, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from courtesy.model.left_out import LeftOut
from courtesy.model.verdict import Notice
from courtesy.wording.text import agree, joined, plural_noun, sentence, verb_for
from courtesy.wording.times import day, day_and_clock, on_own_clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, tzinfo

    from courtesy.model.waivers import Waiver

CODES = (
    *("time-passed", "done", "moved", "touches-left-out", "unknown-word", "search-gave-up", "version-ends"),
    *("version-begins", "version-then", "no-version", "waiver-ended", "pinned", "words-left-out", "text-stated"),
    "text-unread",
)
"""The codes of all that can be noted with an answer."""


def time_passed(action_id: str, planned: datetime) -> Notice:
    """The time that an action was proposed for lies before now."""
    message = (
        f"It was planned for {day_and_clock(planned)}. That time has passed, so it is judged as of now. "
        "If it was done, add it to the history. If not, give it a new time: until then it does not count for "
        "anything else."
    )
    return Notice(code="time-passed", message=message, action=action_id)


def done(action_id: str, act: str, at: datetime) -> Notice:
    """An action is in the history already."""
    message = (
        f"{sentence(act)[:-1]}: the history has it under the id `{action_id}`, done on {day_and_clock(at)}. "
        "It is judged as of then, and need not be done again."
    )
    return Notice(code="done", message=message, action=action_id)


def moved(action_id: str, act: str, stated: datetime, to: datetime, own: tzinfo | None, *, passed: bool) -> Notice:
    """A plan gives an action that the case proposes another time."""
    why = "that time has passed" if passed else "the policy does not permit it then"
    message = (
        f"{sentence(act)[:-1]}: the case proposes it for {on_own_clock(stated, own)}, but {why}. "
        f"The plan has it on {on_own_clock(to, own)}."
    )
    return Notice(code="moved", message=message, action=action_id)


def touches_left_out(count: int, now: datetime) -> Notice:
    """What happened after the time that is looked back to is not counted."""
    message = (
        f"{agree(count, 'later touch', 'is')} left out of the history: this is what was known on {day_and_clock(now)}."
    )
    return Notice(code="touches-left-out", message=message)


def unknown_word(field: str, word: str, count: int) -> Notice:
    """Touches of the history bear a word that neither the language nor the policy knows."""
    message = (
        f"{agree(count, 'touch', 'has')} the {field} `{word}`, which neither Courtesy nor the policy knows. "
        f"{'It' if count == 1 else 'They'} {verb_for(count, 'counts')}, but not as any of the {plural_noun(field)} "
        "that rules name."
    )
    return Notice(code="unknown-word", message=message)


def search_gave_up(until: datetime, action_id: str | None) -> Notice:
    """Whether a later time is permitted is not known: nobody has looked further."""
    message = f"No permitted time was found up to {day(until)}. Later times were not searched."
    return Notice(code="search-gave-up", message=message, action=action_id)


def version_ends(policy: str, version: str, until: date, action_id: str | None) -> Notice:
    """A version promises nothing beyond its end; `until` is the first date on which it does not hold."""
    last = until - timedelta(days=1)
    message = (
        f"Version {version} of {policy} is valid until {day(until)}: its last day is {day(last)}. "
        "For later times, ask the version that follows."
    )
    return Notice(code="version-ends", message=message, action=action_id)


def version_begins(policy: str, version: str, since: date) -> Notice:
    """From a day on another version of the policy holds."""
    return Notice(code="version-begins", message=f"From {day(since)} on, {policy} {version} holds.")


def version_then(policy: str, version: str, action_id: str) -> Notice:
    """The earliest permitted time of an act lies in a later version, whose rules it keeps."""
    message = f"The time from which it is permitted follows the rules of {policy} {version}, which holds by then."
    return Notice(code="version-then", message=message, action=action_id)


def no_version(policy: str, since: date, until: date) -> Notice:
    """Between two versions of a policy there is a gap; `until` is the first date on which one holds again."""
    message = f"No version of {policy} is valid from {day(since)} until {day(until)}: nothing is permitted then."
    return Notice(code="no-version", message=message)


def waiver_ended(action_id: str, waiver: Waiver) -> Notice:
    """An exception was granted from a rule that is not kept, and no longer holds."""
    message = (
        f"The waiver of `{waiver.rule}` that {waiver.by} granted for this ended with "
        f"{day(waiver.until - timedelta(days=1))}."
    )
    return Notice(code="waiver-ended", message=message, action=action_id)


def waiver_over(waiver: Waiver) -> Notice:
    """An exception from a rule no longer holds, for whatever it was."""
    ended = day(waiver.until - timedelta(days=1))
    message = f"the waiver of `{waiver.rule}` that {waiver.by} granted ended with {ended}: take it out, or prolong it"
    return Notice(code="waiver-ended", message=message)


def pinned(policy: str, version: str, valid: str) -> Notice:
    """A version judges whatever the date; `valid` says when it would hold of itself."""
    message = f"This is pinned to {policy} {version}, which judges it whatever the date{valid}."
    return Notice(code="pinned", message=message)


_OF = {
    LeftOut.QUOTATION: "of quoted mail",
    LeftOut.FORWARDED: "of forwarded mail",
    LeftOut.SIGNATURE: "of a signature",
    LeftOut.FOOTER: "of a mailing list's footer",
    LeftOut.DISCLAIMER: "of a disclaimer",
    LeftOut.ARMOUR: "of encoded signatures, keys or files",
    LeftOut.HIDDEN: "of hidden or struck text",
}
_UNREAD = {
    "winmail.dat": "is in winmail.dat, which only Outlook can read",
    "encryption": "is encrypted, or sealed by S/MIME",
}


def words_left_out(action_id: str, left_out: Mapping[str, int]) -> Notice:
    """Words of a draft do not count: its author does not say them."""
    parts = joined(f"{agree(left_out[kind], 'word')} {_OF[kind]}" for kind in LeftOut if kind in left_out)
    message = f"Only the author's own words count: {parts} {verb_for(sum(left_out.values()), 'are')} left out."
    return Notice(code="words-left-out", message=message, action=action_id, left_out=left_out)


def text_stated(action_id: str, stated: Mapping[str, str]) -> Notice:
    """What a case states of a text stands in place of what would be measured."""
    parts = joined(f"{what} ({value})" for what, value in stated.items())
    message = f"Stated beside the text, not measured: {parts}."
    return Notice(code="text-stated", message=message, action=action_id)


def text_unread(action_id: str, unread: str) -> Notice:
    """A draft has a text that cannot be read, so that nothing is known of it."""
    message = f"The text of this draft {_UNREAD[unread]}: it is not known what it says."
    return Notice(code="text-unread", message=message, action=action_id)
