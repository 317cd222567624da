"""Plain data as YAML text, for files that people are to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Writer(yaml.SafeDumper):
    """Writes out what occurs twice, instead of an alias to it."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  yaml's signature
        return True


def yaml_text(document: Mapping[str, object]) -> str:
    """The document, its keys in the order given."""
    text: str = yaml.dump(document, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=120)
    return text
