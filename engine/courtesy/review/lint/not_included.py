"""A file with rules lies beside the manifest, and `include` does not name it.

Its rules are not part of the policy: they judge nothing, and their mistakes are not found.

Bad:
    include: [timing.yaml]
Good:
    include: [timing.yaml, channels.yaml]
Why: A rule file that was forgotten looks, in the folder, like one that holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.loading.left_out import rule_files_left_out
from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.subject import Linted, manifest_place

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(linted: Linted) -> Iterator[LintFinding]:
    """Each such file, told where the manifest would name it."""
    for name in rule_files_left_out(linted.source):
        yield linted.found(
            Sense.NOT_INCLUDED,
            f"`{name}` holds rules and is not included",
            manifest_place(linted.manifest, "include"),
            fix="name it under `include`, or move it elsewhere",
            word=name,
        )
