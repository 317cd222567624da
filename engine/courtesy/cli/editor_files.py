"""The schemas with a policy's own words beside it, and the line in its files by which editors find them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.cli.case_writing import create_file, replace_file
from courtesy.editor.schema.other_files import OWN_WORDS
from courtesy.editor.schema.reading import manifest_at, words_of
from courtesy.editor.schema.tolerant import read_so_far
from courtesy.loading.file_names import MANIFESTS, SCHEMAS, SUFFIXES
from courtesy.loading.policy_catalog import is_in_package
from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.editor.schema.words import Words
    from courtesy.loading.project import Project

_LINE = re.compile(rb"^# yaml-language-server:[^\r\n]*", re.MULTILINE)
_RULE_FILE = "#/$defs/rule_file"


class PackagedPolicyError(Exception):
    """Files of a policy that comes with Courtesy are not changed."""


def as_text(schema: object) -> str:
    """A schema with own words as its file has it: as small as it can be told apart line by line."""
    return json.dumps(schema, indent=0, ensure_ascii=False) + "\n"


def put(path: Path, data: bytes) -> bool:
    """Write a file, and the folders that it needs, unless it holds this already; whether it was written.

    Raises UnwritableFileError and ChangedMeanwhileError.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, data)
        return True
    before = path.read_bytes()
    if before != data:
        replace_file(path, before, data)
    return before != data


def install(name: str | Path, project: Project | None) -> tuple[list[Path], Words]:
    """Write the schemas of a policy beside it, and the line that names them into its files: what was written."""
    manifest = manifest_at(name, project)
    if is_in_package(manifest):
        raise PackagedPolicyError
    words = words_of(manifest, project)
    written = []
    for kind, files in _files_of(manifest).items():
        schema = _schema_file(manifest, kind)
        if files and put(schema, as_text(OWN_WORDS[kind](words)).encode()):
            written.append(schema)
        for file, part in files:
            address = Path("../" * len(file.relative_to(manifest.parent).parts[1:])) / schema.relative_to(
                manifest.parent
            )
            before = file.read_bytes()
            after = with_line(before, f"{address.as_posix()}{part}")
            if before != after:
                replace_file(file, before, after)
                written.append(file)
    return written, words


def refreshed(manifest: Path, project: Project | None) -> list[Path]:
    """Write those schemas beside a policy anew that lie there and no longer have its words: what was written."""
    there = {kind: schema for kind in OWN_WORDS if (schema := _schema_file(manifest, kind)).is_file()}
    words = words_of(manifest, project) if there else None
    if words is None or words.unread:
        return []
    return [schema for kind, schema in there.items() if put(schema, as_text(OWN_WORDS[kind](words)).encode())]


def kept_up(manifest: Path, project: Project | None) -> list[Path]:
    """Install the schemas of a policy again where they were installed, for files that are new: what was written."""
    return install(manifest, project)[0] if _schema_file(manifest, "policy").is_file() else []


def with_line(text: bytes, address: str) -> bytes:
    """The text of a file with the line by which editors find its schema, in place of the one that it has."""
    line = f"# yaml-language-server: $schema={address}".encode()
    mark = b"\xef\xbb\xbf" if text.startswith(b"\xef\xbb\xbf") else b""
    rest = text.removeprefix(mark)
    if _LINE.search(rest):
        return mark + _LINE.sub(lambda _: line, rest, count=1)
    return mark + line + (b"\r\n" if b"\r\n" in rest else b"\n") + rest


def _schema_file(manifest: Path, kind: str) -> Path:
    """Where the schema lies; that of a policy in one file of many is called after it."""
    name = manifest.stem if kind == "policy" and manifest.name not in MANIFESTS else kind
    return manifest.parent / SCHEMAS / f"{name}.schema.json"


def _files_of(manifest: Path) -> dict[str, list[tuple[Path, str]]]:
    """The YAML files of a policy by the kind of their schema, each with the part of it that it has to fit."""
    found = {"policy": [(manifest, ""), *((file, _RULE_FILE) for file in _included(manifest))]}
    if manifest.name in MANIFESTS:
        tests = sorted((manifest.parent / "tests").rglob("*"))
        found["tests"] = [(file, "") for file in tests if file.suffix in SUFFIXES and file.is_file()]
    return {kind: [(file, part) for file, part in files if file.suffix != ".json"] for kind, files in found.items()}


def _included(manifest: Path) -> Iterator[Path]:
    tree = read_so_far(manifest).tree
    listed = tree.get("include") if isinstance(tree, MappingNode) else None
    for name in listed if isinstance(listed, SequenceNode) else ():
        file = manifest.parent / str(name)
        if file.is_file() and file.resolve().is_relative_to(manifest.parent.resolve()):
            yield file
