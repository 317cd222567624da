"""What stands beside the rules of a policy: its channels, what the engine has to be told, its days, its preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.channels import CHANNELS
from courtesy.model.declaration import Changes, Subject, contact_key, own_key
from courtesy.model.handbook import Part, Row
from courtesy.model.missing import BODY, CASE_PARTS, HISTORY
from courtesy.model.nouns import PURPOSES, ROLES
from courtesy.model.reading import facts_read
from courtesy.rendering.policy_page import calendar_days
from courtesy.rendering.preferences_part import preference_rows
from courtesy.rendering.titles import capital
from courtesy.values import FactType
from courtesy.wording.clocks import city
from courtesy.wording.statements import asked_for, value_words
from courtesy.wording.text import joined, plural_noun, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.api import Policy
    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.nouns import Noun
    from courtesy.model.vocabulary import Vocabulary

_UNLISTED = {"deny": "refused", "warn": "permitted, with a warning", "allow": "permitted"}
_KINDS = {
    FactType.BOOLEAN: "yes or no",
    FactType.INTEGER: "a whole number",
    FactType.NUMBER: "a number",
    FactType.STRING: "words",
    FactType.TIME: "a day, or a time",
    FactType.TIME_OF_DAY: "a time of day",
    FactType.DURATION: "a length of time",
}
_TOLD = (
    "The engine knows only what a case tells it. Where a rule needs one of these and the case does not tell it, the "
    "verdict is \N{LEFT DOUBLE QUOTATION MARK}undetermined\N{RIGHT DOUBLE QUOTATION MARK} and asks for it."
)
_PREFERRED = "Plans and advice follow these. Nothing is refused for them."


def parts(policy: Policy) -> Iterator[Part]:
    """Each under its heading, without those of which there is nothing to say."""
    found = (
        Part("Channels and words", "", tuple(_words(policy))),
        Part("What the engine must be told", _TOLD, tuple(_facts(policy))),
        Part("Days and hours", "", tuple(_days(policy))),
        Part("Preferences", _PREFERRED, tuple(_preferences(policy))),
    )
    return (part for part in found if part.rows)


def _words(policy: Policy) -> Iterator[Row]:
    words = policy.source.vocabulary
    yield Row("Channels", _listed(noun for noun in (channel.noun for channel in words.channels.values())))
    own = (
        ("channels", {name: one.noun for name, one in words.channels.items() if name not in CHANNELS}),
        ("purposes", {name: one for name, one in words.purposes.items() if name not in PURPOSES}),
        ("roles", {name: one for name, one in words.roles.items() if name not in ROLES}),
    )
    for kind, nouns in own:
        if nouns:
            yield Row("Its own", sentence(f"{kind}: {joined(noun.name for noun in nouns.values())}"))
    how = _UNLISTED[policy.source.defaults.unlisted_channel]
    yield Row("Any other", f"An action on a channel that is not among these is {how}.")


def _listed(nouns: Iterable[Noun]) -> str:
    return sentence(joined(map(plural_noun, nouns)))


def _facts(policy: Policy) -> Iterator[Row]:
    """What rules read and somebody has to tell; the policy's own facts, also those that no rule reads."""
    words = policy.source.vocabulary
    read = set().union(*map(facts_read, policy.compiled))
    own = [name for name in words.facts if own_key(name) is not None or contact_key(name) is not None]
    told = [name for name, fact in words.facts.items() if name in read and _is_told(fact) and name not in own]
    for name in (*told, *own):
        unread = "" if name in read else " No rule reads it."
        yield Row(capital(asked_for(words.facts[name].title)), f"{_answers(words.facts[name], words)}{unread}")
    facts = [words.facts[name] for name in read if name in words.facts]
    if any(fact.of is Subject.TEXT for fact in facts):
        yield Row(capital(CASE_PARTS[BODY].title), "All of it, as it will be sent.")
    if HISTORY in read or any(fact.changes is Changes.EVENT for fact in facts):
        yield Row(capital(CASE_PARTS[HISTORY].title), "Every action on the candidate's side, and every answer.")


def _is_told(fact: FactDeclaration) -> bool:
    """Whether somebody has to tell it, and it follows from nothing else that is told."""
    return fact.stated or (fact.of is Subject.CONTACT and fact.changes is Changes.NEVER)


def _answers(fact: FactDeclaration, words: Vocabulary) -> str:
    """What can be told of a fact."""
    values = words.values_of(fact)
    if values is not None:
        listed = joined((value_words(fact, value, words) for value in values), "or")
        return sentence(listed)
    return sentence(_KINDS.get(fact.type, fact.type.value.replace("_", " ")))


def _days(policy: Policy) -> Iterator[Row]:
    yield Row("Calendar", calendar_days(policy.source, policy.calendar))
    if policy.source.zone is not None:
        own = f"{city(policy.source.zone)}'s ({policy.source.zone})"
        yield Row("Clock", f"Where a rule names no clock it is the recipient's. The policy's own is {own}.")


def _preferences(policy: Policy) -> Iterator[Row]:
    by_label: dict[str, str] = {}
    last = ""
    for label, said in preference_rows(policy.preferences, policy.source.vocabulary):
        last = label or last
        by_label[last] = f"{by_label[last]} {said}" if last in by_label else said
    return (Row(label, said) for label, said in by_label.items())
