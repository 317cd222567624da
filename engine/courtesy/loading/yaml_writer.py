"""Plain data as YAML text, for files that people are to read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from courtesy.instants import parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORD = r"[A-Za-z0-9][A-Za-z0-9_.@+:/-]*+(?<!:)"
_PLAIN = re.compile(rf"{_WORD}(?: {_WORD})*+")
"""Text that means itself without quotation marks, in lists and mappings of either style."""
_TEXT = "tag:yaml.org,2002:str"
_RESOLVER: Any = yaml.resolver.Resolver()


class _Writer(yaml.SafeDumper):
    """Writes out what occurs twice, instead of an alias to it."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  yaml's signature
        return True


def yaml_text(document: Mapping[str, object] | Sequence[object], *, compact: bool = False) -> str:
    """The document, or a list, with keys in the order given; a `compact` one has what is innermost on one line."""
    flow = None if compact else False
    text: str = yaml.dump(
        document, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=120, default_flow_style=flow
    )
    return text


def scalar_text(text: str) -> str:
    """A text as a scalar on one line: times and words as they are, in quotation marks what YAML could misread."""
    if _PLAIN.fullmatch(text) and (parse_timestamp(text) is not None or _is_text(text)):
        return text
    return json.dumps(text, ensure_ascii=False)


def _is_text(text: str) -> bool:
    """Whether readers that guess at types take it for text: they read `no`, `012` and `09:00` as something else."""
    return bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT)
