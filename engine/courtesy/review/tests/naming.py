"""Tests that lie beside one policy and name another: a copy's tests test the copy, and say so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.loading.project import is_path
from courtesy.model.verdict import Notice
from courtesy.review.tests.owners import names
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.api.all_versions import Policies
    from courtesy.api.policy import Policy
    from courtesy.model.policy import PolicySource
    from courtesy.model.policy_tests import TestFile


def named_other(file: TestFile, policy: Policy | Policies) -> Iterator[Notice]:
    """A file of tests names, or holds, another policy than the one that it lies beside and tests."""
    named, sources = file.policy, policy.sources
    if named is None or any(_is_meant(file, one) for one in sources):
        return
    said = "holds a policy of its own" if isinstance(named, MappingNode) else f"names `{named}`"
    beside = f"{sources[-1].id} {', '.join(one.version for one in sources)}"
    message = f"the file {file.path} {said}; its tests are of the policy that they lie beside, {beside}"
    yield Notice(code="other-policy", message=message)


def _is_meant(file: TestFile, source: PolicySource) -> bool:
    named = file.policy
    if named is None or isinstance(named, MappingNode):
        return False
    if is_path(named):
        place, location = (Path(file.path).parent / named).resolve(), Path(source.location).resolve()
        return place in {location, location.parent, location.parent.parent}
    return names(named, source.id, source.version)
