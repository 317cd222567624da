"""Files with rules that lie beside a manifest and that it does not include."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError
from courtesy.loading.file_names import MANIFESTS, SUFFIXES
from courtesy.loading.source import read_file, read_tree
from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.policy import PolicySource

_OF_A_RULE = frozenset({"id", "level"})


def rule_files_left_out(policy: PolicySource) -> Iterator[str]:
    """The names of such files, sorted; none for a policy of a single file, which may lie among others."""
    manifest = Path(policy.location)
    if manifest.name not in MANIFESTS or not manifest.is_file():
        return
    read = {manifest, *(Path(rule.span.file) for rule in policy.rules)}
    for path in sorted(manifest.parent.iterdir()):
        if path not in read and path.suffix.lower() in SUFFIXES and path.is_file() and _has_rules(path):
            yield path.name


def _has_rules(path: Path) -> bool:
    try:
        tree = read_tree(read_file(path), str(path))
    except InvalidInputError:
        return False  # whatever it is, it is not for this policy
    return isinstance(tree, SequenceNode) and any(
        isinstance(item, MappingNode) and item.keys() >= _OF_A_RULE for item in tree
    )
