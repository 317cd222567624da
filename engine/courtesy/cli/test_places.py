"""Where tests of a policy may be written: beside it, where it is one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.loading.file_names import seen_from_here
from courtesy.loading.installed import installed_policies
from courtesy.loading.policy_catalog import is_in_package
from courtesy.loading.policy_files import manifest_path
from courtesy.review.tests.finding import folder_beside

if TYPE_CHECKING:
    from courtesy.model.policy import PolicySource


def own_folder_of_tests(source: PolicySource, fix: str) -> Path:
    """The folder of a policy's tests. Raises `click.UsageError` with the fix where nobody may write there."""
    manifest = Path(source.location)
    installed = {manifest_path(one.location).resolve() for one in installed_policies()}
    if is_in_package(manifest) or manifest.resolve() in installed or not manifest.is_file():
        whose = "comes with Courtesy" if is_in_package(manifest) else "is installed, and not yours to write to"
        message = f"{source.id} {whose}: {fix}"
        raise click.UsageError(message)
    return seen_from_here(folder_beside(source))
