"""What stands in a place, in words: a rule as it is shown to people, and what its keys, words and numbers mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.editor.kinds import FileKind
from courtesy.editor.meanings import fact_at, is_duration, meanings_at
from courtesy.editor.numbers import said_of_number
from courtesy.editor.place import word_at
from courtesy.editor.rule_places import rule_id_named, rule_of_place
from courtesy.editor.rule_words import asked, disabled_page, rule_page
from courtesy.editor.schema_nodes import schema_of
from courtesy.editor.sketch import Role
from courtesy.model.declaration import Subject, contact_key, own_key
from courtesy.wording.text import joined, sentence, with_article

if TYPE_CHECKING:
    from courtesy.editor.sheet import Sheet
    from courtesy.editor.sketch import Word
    from courtesy.model.declaration import FactDeclaration


class Hover(Struct, frozen=True):
    """Markdown about a stretch of a text."""

    start: int
    end: int
    markdown: str


def hover(sheet: Sheet, offset: int) -> Hover | None:
    """What is to be read about the place of an offset; None where there is nothing to say."""
    word = word_at(sheet.words, offset)
    if word is None:
        return None
    parts = [part for part in (_about(sheet, word), _rule(sheet, word)) if part]
    return Hover(word.start, word.end, "\n\n---\n\n".join(parts)) if parts else None


def _about(sheet: Sheet, word: Word) -> str:
    """What a key or value means by itself."""
    named = rule_id_named(sheet, word)
    if named is not None:
        return _rule_named(sheet, named)
    if word.role in {Role.KEY, Role.BARE}:
        return _key(sheet, word)
    return _value(sheet, word)


def _rule_named(sheet: Sheet, rule_id: str) -> str:
    """The rule of an id, also where the policy does without it."""
    if sheet.source is None:
        return ""
    if (compiled := sheet.rule(rule_id)) is not None:
        return rule_page(sheet.source, compiled)
    return next((disabled_page(one) for one in sheet.source.disabled if one.rule.id == rule_id), "")


def _rule(sheet: Sheet, word: Word) -> str:
    """What the rule in which a word stands asks for."""
    if sheet.kind not in {FileKind.MANIFEST, FileKind.RULES} or rule_id_named(sheet, word) is not None:
        return ""
    rule_id = rule_of_place(sheet, word.path)
    compiled = None if rule_id is None else sheet.rule(rule_id)
    return "" if compiled is None or sheet.source is None else asked(sheet.source, compiled)


def _key(sheet: Sheet, word: Word) -> str:
    fact = fact_at(sheet, word.path)
    if fact is not None:
        return said_of_fact(fact)
    schema = schema_of(sheet.kind)
    if schema is None:
        return ""
    known = schema.keys(word.path[:-1]).get(word.text)
    if known is not None:
        return _described(word.text, str(known.get("description", "")), _example(known))
    own = schema.own_keys(word.path[:-1])
    meaning = meanings_at(sheet, (*word.path[:-1], "channel")).get(word.text) if "preferences" in word.path else None
    said = meaning or ("" if own is None else str(own.get("description", "")))
    return _described(word.text, said) if said else ""


def _example(node: object) -> str:
    examples = node.get("examples", ()) if isinstance(node, dict) else ()
    shown = [f"`{one}`" for one in examples[:3] if isinstance(one, str | int) and not isinstance(one, bool)]
    return f"For example {joined(shown, 'or')}." if shown else ""


def _described(name: str, *said: str) -> str:
    return "  \n".join([f"**{name}**", *filter(None, said)])


def _value(sheet: Sheet, word: Word) -> str:
    if is_duration(sheet, word.path) and (said := said_of_number(word.text)):
        return _described(word.text, said)
    meaning = meanings_at(sheet, word.path).get(word.text)
    if meaning is None:
        key = next((step for step in reversed(word.path) if isinstance(step, str)), None)
        return _key(sheet, word._replace(text=key)) if key is not None and word.path[-1] == key else ""
    return _described(word.text, meaning)


def said_of_fact(fact: FactDeclaration) -> str:
    """A fact: what it is, of which type, and where a case states it."""
    unit = f", in {fact.unit}" if fact.unit else ""
    title = sentence(fact.title).removesuffix(".")
    lines = [f"**{fact.name}**", f"{title} ({fact.type.replace('_', ' ')}{unit})."]
    if fact.values:
        lines.append(f"One of {joined((f'`{value}`' for value in fact.values), 'and')}.")
    lines.append(_where_stated(fact))
    return "  \n".join(filter(None, lines))


def _where_stated(fact: FactDeclaration) -> str:
    """Where a case says it."""
    if (key := contact_key(fact.name)) is not None:
        return f"A case states it of the contact: `contacts: {{<id>: {{attributes: {{{key}: ...}}}}}}`."
    if (key := own_key(fact.name)) is not None:
        return f"A case states it under `attributes: {{{key}: ...}}`, of the action or of the whole case."
    if fact.event is not None:
        return f"Known from the history: {with_article(f'inbound touch with the event `{fact.event}`')}."
    last = fact.name.rpartition(".")[2]
    where = {
        Subject.ACT: "It follows from the action.",
        Subject.TEXT: "It is measured in the `message` of the action, or stated beside it.",
        Subject.OTHERS: "It follows from the `to` and `cc` of the action.",
        Subject.CONTACT: f"A case states it of the contact: `contacts: {{<id>: {{{last}: ...}}}}`.",
    }
    if fact.of in where:
        return where[fact.of]
    section, _, rest = fact.name.partition(".")
    nested = rest.replace(".", ": {")
    return f"A case states it as `{section}: {{{nested}: ...{'}' * (rest.count('.') + 1)}`."
