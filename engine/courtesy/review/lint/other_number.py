"""A title, a reason or a remedy tells another number than the rule judges by.

Numbers are read in digits and in words, with what they count: `a full week` is 7 days, `24 hours` is a day, `twice a
week` is a limit of 2 with a window of 7 days, `nine to five` is 09:00 and 17:00. A title may tell any number of its
rule, and beside one of them whatever else. In reasons and remedies, which speak of other things too, only bounds are
compared (`more than four contacts`), and in remedies times of day. A source whose section tells another number than the
rule is passed over where the rule says that its number is an interpretation. `{at_most}` and its like always tell the
rule's own number.

Bad:
    rules:
      - id: frequency.persistent-contact
        title: At most four contacts a week
        level: must
        limit: {at_most: 3, per: 7 days}
Good:
    rules:
      - id: frequency.persistent-contact
        title: At most {at_most} contacts a week
        level: must
        limit: {at_most: 3, per: 7 days}
Why: People do what the sentence says, and are refused by the number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.inherited_words import TEXTS, stale_texts
from courtesy.review.lint.prose.mentions import Measure, mentions
from courtesy.review.lint.prose.numbers import Numbers
from courtesy.review.lint.subject import Linted, Place
from courtesy.review.parts import tree_of
from courtesy.rules import RULE_TYPES
from courtesy.spans import MappingNode, Scalar
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.policy import Rule
    from courtesy.review.lint.prose.mentions import Mention

_ACTS = frozenset({
    "contact", "touch", "message", "e-mail", "email", "mail", "call", "letter", "note", "card", "request", "reminder",
    "follow-up", "attempt", "post", "text", "approach", "time", "line", "question",
})  # fmt: skip
"""What a limit counts, as reasons say it."""
_LEAST = ("at least", "a minimum", "minimum", "min", "only")
"""How bounds begin that no limit has."""


def check(linted: Linted) -> Iterator[LintFinding]:
    """The texts of rules that tell a number of the kind that the rule has, and that it has not."""
    for rule in linted.source.rules:
        numbers = Numbers(linted.source, rule)
        stale = {(key, text) for key, text, _ in stale_texts(linted, rule)}
        tree = tree_of(rule)
        for key in TEXTS:
            text = tree.get(key)
            if not isinstance(text, Scalar):
                continue
            told = [mention for mention in mentions(text) if _compared(mention, key, rule)]
            # What a text says beside the rule's own number is about something else; hours have two ends.
            right = {mention.measure for mention in told if not _differs(mention, numbers)} - {Measure.CLOCK}
            wrong = (one for one in told if one.measure not in right and _differs(one, numbers))
            if (mention := next(wrong, None)) is not None and (key, mention.text) not in stale:
                yield _told(linted, f"the {TEXTS[key]}", mention, numbers, Place(f"`{key}`", text.span, rule.id))
        yield from _of_source(linted, rule, numbers)


def _compared(mention: Mention, key: str, rule: Rule) -> bool:
    """Whether a number in that text is one that the rule answers for."""
    if mention.measure is Measure.CLOCK:
        return rule.type == "hours" and mention.as_bound and key != "because"
    if key == "title":
        return True
    if mention.measure is Measure.TIME:
        return False
    if mention.text.startswith(_LEAST if rule.type == "limit" else "only"):
        return False
    return mention.as_bound and (mention.measure is not Measure.COUNT or mention.noun in _ACTS)


def _differs(mention: Mention, numbers: Numbers) -> bool:
    return mention.measure in numbers.asked and mention.values.isdisjoint(numbers.all[mention.measure])


def _told(linted: Linted, what: str, mention: Mention, numbers: Numbers, place: Place) -> LintFinding:
    rule = numbers.rule
    written = numbers.written(mention.measure)
    message = f"{what} of `{rule.id}` says `{mention.text}`, and the rule {joined(f'`{one}`' for one in written)}"
    named = RULE_TYPES[rule.type].numbers(rule.body)
    name = next((name for name, said in named.items() if said in written), None)
    fix = "correct the one or the other"
    if name is not None:
        fix += f"; a name in braces, here `{{{name}}}`, always tells the rule's own number"
    return linted.found(Sense.OTHER_NUMBER, message, place, fix=fix)


def _of_source(linted: Linted, rule: Rule, numbers: Numbers) -> Iterator[LintFinding]:
    """A length of time in the heading that a rule rests on, and whose number it says is its own."""
    source = rule.source
    if source is None or source.section is None or rule.interpretation or source.changed_by is not None:
        return
    cited = tree_of(rule).get("source")
    for mention in mentions(source.section):
        if mention.measure is Measure.TIME and _differs(mention, numbers) and isinstance(cited, MappingNode):
            place = Place("`section`", cited.span_of("section"), rule.id)
            found = _told(linted, "the section that is cited", mention, numbers, place)
            yield replace(found, help="write `interpretation: true` where the number is the policy's own")
            return
