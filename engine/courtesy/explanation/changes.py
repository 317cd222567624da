"""A change of an act, said to who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.wording.acts import act_noun
from courtesy.wording.people import called
from courtesy.wording.text import agree, joined, with_article
from courtesy.wording.times import day_and_clock

if TYPE_CHECKING:
    from courtesy.model.case import Action, Case
    from courtesy.model.verdict import Change
    from courtesy.model.vocabulary import Vocabulary


def advice(action: Action, change: Change, case: Case, vocabulary: Vocabulary, *, or_later: bool) -> str:
    """What to do instead: `Send it on Friday 27 November 2026, 15:30 EST or later, copying hr`."""
    when = "" if change.at is None else f"on {day_and_clock(change.at)}{' or later' if or_later else ''}"
    verb, parts = vocabulary.channel(action.channel).verb, []
    if change.channel is not None or change.purpose is not None:
        said = act_noun(change.channel or action.channel, change.purpose or action.purpose, vocabulary)
        if change.purpose is not None and said == act_noun(action.channel, action.purpose, vocabulary):
            parts = [f"Make its purpose {vocabulary.words_for('purpose', change.purpose)}", when]
        else:
            parts = [f"Make it {with_article(said)}", when]
    elif when:
        parts = [f"{verb} {when}"]
    left_out = joined((called(contact, case) for contact in change.drop_cc or ()), "or")
    if left_out:
        parts.append(f"without a copy to {left_out}" if parts else f"{verb} without a copy to {left_out}")
    names = joined(called(contact, case) for contact in change.add_cc or ())
    if names:
        parts.append(f"copying {names}" if parts else f"Copy {names}")
    if change.at_most_words is not None:
        most = f"at most {agree(change.at_most_words, 'word')}"
        parts.append(f"in {most}" if parts else f"Shorten it to {most}")
    return ", ".join(part for part in parts if part)
