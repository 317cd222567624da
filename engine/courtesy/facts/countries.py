"""The countries of the holidays library, each read by itself: asked for one, the library imports all of them."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from holidays import HolidayBase

_PACKAGE = "holidays.countries"
_CODES = range(2, 4)
"""How long a code is: what else a country is called is no code."""


@lru_cache(maxsize=1024)
def country_of(code: str) -> type[HolidayBase] | None:
    """What the library knows of the country of a code (`US`, `USA`); None where it knows none."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415  cold start

    for module, (name, *codes) in COUNTRIES.items():
        if code in codes and is_code(code):
            found: type[HolidayBase] = getattr(_module(module), name)
            return found
    return None


def is_code(name: str) -> bool:
    """Whether what a country is called is a code of it."""
    return len(name) in _CODES


def _module(name: str) -> ModuleType:
    """The module of a country: by the library's way where that has been gone, or cannot be avoided."""
    import holidays  # noqa: PLC0415  cold start

    folder = Path(holidays.__file__).parent / "countries"
    spec = None if _PACKAGE in sys.modules else PathFinder.find_spec(name, [str(folder)])
    if spec is None or spec.loader is None:
        return import_module(f"{_PACKAGE}.{name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
