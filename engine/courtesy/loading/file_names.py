"""How the files of projects and policies are called. Kept by itself: commands ask before they read anything."""

from __future__ import annotations

SUFFIXES = (".yaml", ".yml", ".json")
MANIFESTS = ("policy.yaml", "policy.yml", "policy.json")
PROJECT_FILES = ("courtesy.yaml", "courtesy.yml")
WAIVER_FILES = ("waivers.yaml", "waivers.yml", "waivers.json")
RELEASES = "releases.yaml"
SCHEMAS = ".courtesy"
"""The folder beside a policy in which the schemas with its own words lie."""
