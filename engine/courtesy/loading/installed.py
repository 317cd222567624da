"""The policies of installed packages: those that name a folder under the entry points `courtesy.policies`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.loading.policy_folders import policies_in

if TYPE_CHECKING:
    from courtesy.loading.policy_folders import Found

GROUP = "courtesy.policies"


@lru_cache(maxsize=1)
def installed_policies() -> tuple[Found, ...]:
    """The policies in the packages that entry points name; looked for once in a process.

    An entry point names a package, `northgate_policies`, whose folder is looked through, and is not run.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415  cold start: what comes with Courtesy needs none

    return tuple(
        found
        for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)
        for folder in _folders(point.module)
        for found in policies_in(folder, f"package {point.dist.name if point.dist else point.module}")
    )


def _folders(module: str) -> tuple[Path, ...]:
    """The folders of a package; none where it is gone, or is no package."""
    from importlib.util import find_spec  # noqa: PLC0415  likewise

    top, *inner = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return ()
    places = () if spec is None else spec.submodule_search_locations or ()
    return tuple(folder for place in places if (folder := Path(place, *inner)).is_dir())
