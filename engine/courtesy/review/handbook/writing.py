"""The handbook of a policy as a text, from Python and for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import renderer

if TYPE_CHECKING:
    from datetime import date

    from courtesy.api import Policies, Policy


def handbook(
    policy: Policy | Policies,
    *,
    on: date,
    version: str | None = None,
    before: Policy | None = None,
    format_name: str = "markdown",
) -> str:
    """What a policy says, for people who read none of its files: Markdown, or with `html` a page by itself.

    It is about the version that holds on a day in the policy's zone (else the next one that will, else the last one
    that did), or about `version`, and tells in what that differs from `before`, which is else the version before it.
    Raises PolicyNotFoundError where there is no such version, and UnknownFormatError.
    """
    from courtesy.review.handbook.composing import compose  # noqa: PLC0415  cold start: most programs write none

    render = renderer("handbook", format_name)
    return render(compose(policy, on=on, version=version, before=before))
