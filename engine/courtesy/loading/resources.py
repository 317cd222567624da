"""Where the schemas and the shipped policies lie: inside the wheel, or at the top of a source checkout."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def data_root() -> Path:
    """The folder that holds `schemas/` and `policies/`."""
    package = Path(__file__).resolve().parent.parent
    return package if (package / "schemas").is_dir() else package.parent.parent


def schema_address(name: str) -> str:
    """Where editors find a schema: with the installed package, so that they need no network."""
    return (data_root() / "schemas" / f"{name}.schema.json").resolve().as_uri()
