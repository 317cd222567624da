"""The facts that rules can read, as a table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.rendering.ink import Paint


def render(vocabulary: Vocabulary, paint: Paint) -> str:
    """Every fact with its type, unit, permitted values and a sentence."""
    return block(_facts(vocabulary, paint))


def _facts(vocabulary: Vocabulary, paint: Paint) -> Iterator[str]:
    section = None
    for declaration in vocabulary.facts.values():
        if (of := declaration.name.partition(".")[0]) != section:
            if section is not None:
                yield ""
            section = of
        yield from wrapped(
            f"({type_of(declaration)})", label=declaration.name, label_ink=Ink.STRONG, paint=paint, ink=Ink.FAINT
        )
        yield from wrapped(declaration.title, indent=4)
        if values := vocabulary.values_of(declaration):
            yield from wrapped(", ".join(values), indent=4, label="one of:")


def type_of(declaration: FactDeclaration) -> str:
    """The type of a fact and its unit, in words."""
    name = declaration.type.value.replace("_", " ")
    return f"{name}, in {declaration.unit}" if declaration.unit else name
