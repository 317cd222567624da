"""How files are called, those of projects and policies too. Kept by itself: commands ask before they read anything."""

from __future__ import annotations

from pathlib import Path

SUFFIXES = (".yaml", ".yml", ".json")
MANIFESTS = ("policy.yaml", "policy.yml", "policy.json")
PROJECT_FILES = ("courtesy.yaml", "courtesy.yml")
WAIVER_FILES = ("waivers.yaml", "waivers.yml", "waivers.json")
RELEASES = "releases.yaml"
SCHEMAS = ".courtesy"
"""The folder beside a policy in which the schemas with its own words lie."""


def seen_from_here(path: Path) -> Path:
    """The path from the current folder on, where it lies in that; else as it is."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
