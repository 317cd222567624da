"""A rule of a file to a `Rule`. Conditions and bodies stay trees; compiling reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.loading.errors import UnknownNameError, WrongValueError, quoted
from courtesy.loading.placeholders import filled
from courtesy.loading.scalars import text_at
from courtesy.model.policy import Citation, Concerns, Level, Rule
from courtesy.rules import RULE_TYPES
from courtesy.values import boolean_of, integer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.errors import Problem
    from courtesy.model.policy import Author, Source
    from courtesy.spans import MappingNode, Scalar


def read_rule(
    tree: MappingNode, section: str | None, problems: list[Problem], sources: Mapping[str, Source], author: Author
) -> Rule:
    """The rule that a tree states, which fits the schema; `section` is the one that its file is for."""
    rule_id: Scalar = tree["id"]
    first, _, rest = rule_id.partition(".")
    if section is not None and first != section:
        problems.append(
            WrongValueError(
                rule_id.span,
                f"an id that starts with the file's name, {quoted(f'{section}.')}",
                quoted(rule_id),
                f"write `{section}.{rest}`, or move the rule to `{first}.yaml`",
            )
        )
    kind = next(name for name in RULE_TYPES if name in tree)
    if RULE_TYPES[kind].of_plan and "concerns" in tree:
        place, fix = tree.span_of("concerns"), "say with `for_each` whom it is owed to"
        problems.append(WrongValueError(place, f"no `concerns` beside `{kind}`", quoted("concerns"), fix))
    return Rule(
        id=str(rule_id),
        level=Level(str(tree["level"])),
        type=kind,
        body=tree[kind],
        title=filled(tree, "title", RULE_TYPES[kind], problems),
        applies_to=tree.get("applies_to"),
        unless=tree.get("unless"),
        concerns=Concerns(str(tree.get("concerns", Concerns.ADDRESSED))),
        because=filled(tree, "because", RULE_TYPES[kind], problems),
        remedy=filled(tree, "remedy", RULE_TYPES[kind], problems),
        source=_citation(tree.get("source"), problems, sources),
        interpretation=boolean_of(tree.get("interpretation")) or False,
        waivable=boolean_of(tree.get("waivable")) is not False,
        zone=tree.get("zone"),
        calendar=tree.get("calendar"),
        week_starts=tree.get("week_starts"),
        locked=boolean_of(tree.get("locked")) or False,
        span=rule_id.span,
        tree=tree,
        author=author,
    )


def _citation(tree: MappingNode | None, problems: list[Problem], sources: Mapping[str, Source]) -> Citation | None:
    if tree is None:
        return None
    ref: Scalar = tree["ref"]
    if ref not in sources:
        problems.append(UnknownNameError(ref.span, "source of the manifest", ref, sources))
    return Citation(str(ref), text_at(tree, "section"), integer_of(tree.get("paragraph")))
