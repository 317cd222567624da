"""Asking from Python what the tests of a policy notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from courtesy.api.policy import Policy
    from courtesy.loading.project import Project
    from courtesy.model.mutation import Mutant, MutationReport


def mutate(
    policy: Policy,
    *,
    rules: Collection[str] = (),
    project: Project | None = None,
    tell: Callable[[Mutant], None] | None = None,
) -> MutationReport:
    """Change each number, bound, level, entry and condition of a policy's rules once, and run its tests each time.

    With `rules` only parts of these are changed. `tell` is called with each change as soon as its fate is known. Where
    tests fail on the policy as it is no change is tried, and the report names them. The policy itself is left as it is.
    Tests of all versions together are run with the other versions as they are, for which `project` is where their
    parents are found; the one that the policy lies in, if left out.

    Raises InvalidInputError where a file of tests is invalid.
    """
    from courtesy.review.mutation.running import mutation_of  # noqa: PLC0415  cold start: most programs ask nothing

    return mutation_of(policy, rules=rules, project=project, tell=tell)
