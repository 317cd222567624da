"""What is probably not meant in a policy that is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.loading.left_out import rule_files_left_out
from courtesy.loading.policy_catalog import PolicyNotFoundError, resolve
from courtesy.loading.policy_loader import read_policy
from courtesy.model.verdict import Notice
from courtesy.wording.text import short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.api.policy import Policy


def oversights(policy: Policy) -> tuple[Notice, ...]:
    """Rule files that lie beside the manifest and are not included, and a name that another content has already."""
    return (*_left_out(policy), *_taken(policy))


def _left_out(policy: Policy) -> Iterator[Notice]:
    """A rule file lies beside the manifest and is not included."""
    for name in rule_files_left_out(policy.source):
        message = f"`{name}` holds rules and is not included: name it under `include`, or move it elsewhere"
        yield Notice(code="not-included", message=message)


def _taken(policy: Policy) -> Iterator[Notice]:
    """A shipped policy has this id and version, and other content: verdicts would not tell the two apart."""
    try:
        path, _ = resolve(f"{policy.id}@{policy.version}")
    except PolicyNotFoundError:
        return
    shipped, _ = read_policy(path)
    if shipped is not None and shipped.digest != policy.digest:
        message = (
            f"this is not the {policy.id} {policy.version} that comes with Courtesy, whose digest begins with "
            f"{short_digest(shipped.digest)}: give it an id or a version of its own"
        )
        yield Notice(code="taken-name", message=message)
