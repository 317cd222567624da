"""Names of channels, purposes and roles, outside of comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import RepeatedNameError, UnknownNameError
from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.spans import Scalar, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.compiling.scope import RuleScope
    from courtesy.spans import Span, Tree


def read_names(tree: Tree | None, kind: str, scope: RuleScope) -> tuple[str, ...]:
    """The known names among one or several, each once, as listed; `kind` is `channel`, `purpose` or `role`."""
    listed = tree if isinstance(tree, SequenceNode) else [tree]
    return tuple(known_names(((item, item.span) for item in listed if isinstance(item, Scalar)), kind, scope))


def known_names(
    names: Iterable[tuple[str, Span]], kind: str, scope: RuleScope, also: tuple[str, ...] = ()
) -> Iterator[str]:
    """The known names (`also` those), each once; an alias of a channel gives the channel. Problems go to the scope."""
    vocabulary = scope.vocabulary
    declared = {"channel": vocabulary.channels, "purpose": vocabulary.purposes, "role": vocabulary.roles}[kind]
    known = (*also, *declared)
    seen = set()
    for written, span in names:
        name = CHANNEL_ALIASES.get(written, str(written)) if kind == "channel" else str(written)
        if name not in known:
            scope.reject(UnknownNameError(span, scope.rule_id, kind, name, known), None)
        elif name in seen:
            scope.reject(RepeatedNameError(span, scope.rule_id, kind, name), None)
        else:
            seen.add(name)
            yield name
