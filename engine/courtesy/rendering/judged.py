"""Which policy judged, in which versions, and who named it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.origin import NamedBy
from courtesy.wording.text import joined, short_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.origin import PolicyReference

_WHY = {
    NamedBy.FLAG: ", as `--policy` says,",
    NamedBy.CASE: ", as the case says,",
    NamedBy.PROJECT: ", as `courtesy.yaml` says,",
    NamedBy.DEFAULT: ", since no policy was named,",
}


def versions(asked: PolicyReference, judged: Iterable[PolicyReference] = ()) -> str:
    """The policy in the versions that judged, and who named it: `acme 1.0.0, as the case says,`."""
    named = list(dict.fromkeys(one.version for one in judged)) or [asked.version]
    why = "" if asked.named_by is None else _WHY[asked.named_by]
    return f"{asked.id} {joined(named)}{', each on its dates' if len(named) > 1 else ''}{why}"


def digests(judged: Iterable[PolicyReference]) -> str:
    """The digests of the versions: `digest 0f3a`, or `digests 0f3a and 9b1c`."""
    each = list(dict.fromkeys(short_digest(one.digest) for one in judged))
    return f"{'digest' if len(each) == 1 else 'digests'} {joined(each)}"
