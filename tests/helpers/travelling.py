"""Values that go through JSON and come back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

import courtesy
from courtesy.rendering.json_writers import WRITERS


def come_back(value: Struct) -> set[type]:
    """Check that a value and all in it that has a form in JSON comes back from that as it was; gives their classes."""
    kinds = set()
    for part in _parts(value):
        if type(part) not in WRITERS:
            continue
        written = json.loads(json.dumps(courtesy.to_dict(part)))
        again = courtesy.from_dict(type(part), written)
        assert part == again
        assert written == courtesy.to_dict(again)
        kinds.add(type(part))
    return kinds


def _parts(value: Any) -> Iterator[Struct]:
    if isinstance(value, tuple):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, Mapping):
        yield from _parts(tuple(value.values()))
    elif isinstance(value, Struct):
        yield value
        yield from _parts(tuple(getattr(value, name) for name in value.__struct_fields__))
