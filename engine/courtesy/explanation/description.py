"""An act in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.wording.acts import act_noun
from courtesy.wording.people import called
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from courtesy.model.case import Action, Case
    from courtesy.model.vocabulary import Vocabulary


def describe(action: Action, case: Case, vocabulary: Vocabulary) -> str:
    """The act in words: `follow-up e-mail to interviewer, copied to hr`."""
    said = act_noun(action.channel, action.purpose, vocabulary).name
    to = f" to {joined(called(contact, case) for contact in action.to)}" if action.to else ""
    copied = f", copied to {joined(called(contact, case) for contact in action.cc)}" if action.cc else ""
    return f"{said}{to}{copied}"
