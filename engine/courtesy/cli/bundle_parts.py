"""What the commands about bundles share."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from courtesy.cli import engine_errors
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.missing import MissingServerError
from courtesy.errors import CourtesyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.serving.store.making import Looked


def with_store(run: Callable[..., int]) -> Callable[..., int]:
    """A command that tells what has to be installed for it, and fails where tests of policies do."""

    @wraps(run)
    def told(*given: Any, **options: Any) -> int:
        try:
            with MissingServerError.unless_there():
                return run(*given, **options)
        except CourtesyError as error:
            if error.code != "failed-tests":
                raise
            engine_errors.report(error)
            return ExitCode.REFUSED

    return told


def lines_about(looked: Looked) -> Iterator[str]:
    """What is in a bundle, for people."""
    manifest = looked.manifest
    yield f"revision {manifest.revision}, made with Courtesy {manifest.made_with}"
    for one in manifest.policies:
        yield f"  {one.id} {one.version}  {one.digest}"
    yield f"files: {len(manifest.files)}, tests that passed: {looked.tests}"
    yield "signed by nobody" if looked.signed_by is None else f"signed by {looked.signed_by}"
    if manifest.not_before is not None:
        yield f"may be used from {manifest.not_before.isoformat()} on"
    if manifest.expires_at is not None:
        yield f"expires at {manifest.expires_at.isoformat()}"
