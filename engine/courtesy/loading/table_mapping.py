"""The file that maps tables of another program to those of an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError, Problem
from courtesy.loading import schemas
from courtesy.loading.errors import ExactlyOneError, UnknownKeyError
from courtesy.loading.scalars import as_list, read_zone
from courtesy.loading.source import read_file, read_tree
from courtesy.model.table_mapping import SEPARATOR, ColumnMapping, TableMapping, TablesMapping
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from courtesy.spans import Scalar

_ALL = "all"


def read_mapping(path: Path, columns: Mapping[str, Collection[str]]) -> TablesMapping:
    """What a mapping file says of the tables with those columns.

    Raises InvalidInputError with everything that is wrong with it, and OSError.
    """
    tree = read_tree(read_file(path), str(path))
    problems, sound = schemas.check(tree, "audit_mapping")
    if not isinstance(sound, MappingNode):
        raise InvalidInputError(problems)
    reader = _Reader(problems)
    found = TablesMapping(
        **{name: reader.table(sound[name], sorted(known)) for name, known in columns.items() if name in sound}
    )
    if problems:
        raise InvalidInputError(problems)
    return found


class _Reader:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def table(self, tree: MappingNode, known: list[str]) -> TableMapping:
        """How one table is read."""
        stated: MappingNode = tree.get("columns", MappingNode({}))
        for name in stated:
            if name not in known:
                self.problems.append(UnknownKeyError(stated.span_of(name), name, known))
        ignored = as_list(tree.get("ignore"))
        rest = len(ignored) == 1 and not isinstance(tree["ignore"], list) and ignored[0] == _ALL
        return TableMapping(
            source=_text(tree, "from"),
            columns={name: self._column(name, one) for name, one in stated.items()},
            ignore=() if rest else tuple(map(str, ignored)),
            ignore_rest=rest,
            zone=self._zone(tree),
        )

    def _column(self, name: str, tree: MappingNode | Scalar) -> ColumnMapping:
        if not isinstance(tree, MappingNode):
            return ColumnMapping(column=str(tree))
        if "column" in tree and "value" in tree:
            keys = ("column", "value")
            self.problems.append(ExactlyOneError(tree.span_of("value"), "of `column` and `value`", keys, keys))
        column = None if "value" in tree else (_text(tree, "column") or name)
        return ColumnMapping(
            column=column,
            value=_text(tree, "value"),
            values={str(one): str(meant) for one, meant in tree.get("values", {}).items()},
            separator=_text(tree, "separator") or SEPARATOR,
            zone=self._zone(tree),
        )

    def _zone(self, tree: MappingNode) -> str | None:
        if "zone" not in tree:
            return None
        found = read_zone(tree["zone"])
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found


def _text(tree: MappingNode, key: str) -> str | None:
    return str(tree[key]) if key in tree else None
