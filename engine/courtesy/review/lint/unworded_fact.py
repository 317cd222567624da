"""A fact that is true or false does not say how people say the one and the other.

Verdicts state what was found. Of a fact with `says` and `denies` they state it as people would; without these they have
to make a sentence from its title.

Bad:
    facts:
      attributes.agreed: {type: boolean, title: agreed to texts}
    rules:
      - {id: channels.texts, level: must, applies_to: {channel: sms}, require: {attributes.agreed: true}}
Good:
    facts:
      attributes.agreed:
        type: boolean
        title: whether they agreed to texts
        says: they agreed to texts
        denies: they did not agree to texts
    rules:
      - {id: channels.texts, level: must, applies_to: {channel: sms}, require: {attributes.agreed: true}}
Why: A recruiter reads the sentence, not the fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.subject import Linted, manifest_place
from courtesy.values import FactType
from courtesy.wording.statements import is_so
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(linted: Linted) -> Iterator[LintFinding]:
    """The policy's own facts that lack one of the two sentences, with what verdicts would say."""
    for name in linted.manifest.get("facts", ()) if linted.manifest is not None else ():
        declared = linted.source.vocabulary.facts[name]
        if declared.type is not FactType.BOOLEAN:
            continue
        sentences = {"says": declared.says, "denies": declared.denies}
        lacking = [key for key, said in sentences.items() if not said]
        if not lacking or any("{}" in said for said in sentences.values()):
            continue
        reads = joined(f"`{is_so(declared, positive=key == 'says')}`" for key in lacking)
        several = len(lacking) > 1
        lacks = "has neither `says` nor `denies`" if several else f"has no `{lacking[0]}`"
        yield linted.found(
            Sense.UNWORDED_FACT,
            f"`{name}` {lacks}, so that verdicts say {reads}",
            manifest_place(linted.manifest, "facts", name),
            fix="write the two sentences as people say them" if several else "write the sentence as people say it",
            word=name,
        )
