"""What the digests of a policy are the same for, and what they are not."""

from __future__ import annotations

import json
import re
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy


def _texts(file: Path) -> Any:
    """What a file says, every scalar as text."""
    return yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  makes nothing but text


STATED = _texts(Path(__file__).parent / "identity.yaml")
LITERALS = {"true": True, "false": False}
SAME = {"alike": (True, True), "words": (True, False), "other": (False, True)}
"""Whether what judges is the same, and what is read, by kind of change."""
NAMES = [(kind, name) for kind in SAME for name in STATED[kind]]


def _typed(value: Any) -> Any:
    """The document as JSON has it: what is no text in YAML is none in JSON."""
    if isinstance(value, dict):
        return {key: _typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typed(inner) for inner in value]
    return LITERALS.get(value, int(value) if value.isdecimal() else value)


def _loaded(document: Any) -> courtesy.Policy:
    return courtesy.parse_policy(json.dumps(_typed(document)), "policy.json", matcher="native")


def _edited(document: Any, path: str, value: Any) -> None:
    node, steps = document, path.split(".")
    if steps[:2] == ["facts", "attributes"]:
        steps[1:3] = [".".join(steps[1:3])]
    for step in steps[:-1]:
        node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
    node[steps[-1]] = value


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_digests(kind: str, name: str) -> None:
    """A change of what judges, or of what is read, changes the digest of that and not the other one."""
    other = deepcopy(STATED["base"])
    for path, value in STATED[kind][name]:
        _edited(other, path, value)
    one, two = _loaded(STATED["base"]), _loaded(other)
    assert SAME[kind] == (one.digest == two.digest, one.text_digest == two.text_digest)


def test_digests_stay_what_releases_have_recorded() -> None:
    """The digests of a policy that has been released stay, whatever becomes of the engine."""
    policy = _loaded(STATED["base"])
    assert STATED["pinned"] == {"digest": policy.digest, "text_digest": policy.text_digest}


@pytest.mark.parametrize("name", ["order", "comments", "quotes", "files", "json"])
def test_layout(name: str, tmp_path: Path) -> None:
    """Neither digest depends on how the files are laid out, and on how many there are."""
    shipped = courtesy.load_policy("hire-wire")
    folder = tmp_path / "copy"
    shutil.copytree(Path(shipped.source.location).parent, folder)
    manifest = _texts(folder / "policy.yaml")
    files = {file: _texts(folder / file) for file in manifest["include"]}
    match name:
        case "order":
            _write(folder, {"policy.yaml": _backwards(manifest)} | {file: _backwards(files[file]) for file in files})
        case "comments":
            for file in folder.glob("*.yaml"):
                file.write_text(re.sub(r"(?m)^(?=\S)", "# Of old.\n\n", file.read_text("utf-8")), "utf-8")
        case "quotes":
            for file in folder.glob("*.yaml"):
                file.write_text(re.sub(r"\b(email|7 days|US)\b(?=[,}\]])", r'"\1"', file.read_text("utf-8")), "utf-8")
        case "files":
            del manifest["include"]
            _write(folder, {"policy.yaml": manifest | {"rules": [rule for file in files for rule in files[file]]}})
        case "json":
            (folder / "policy.yaml").unlink()
            del manifest["include"]
            whole = manifest | {"rules": [rule for file in files for rule in files[file]]}
            (folder / "policy.json").write_text(json.dumps(_typed(whole)), "utf-8")
    copy = courtesy.load_policy(folder, matcher="native")
    assert (shipped.digest, shipped.text_digest) == (copy.digest, copy.text_digest)


def _backwards(value: Any) -> Any:
    """The same with its keys in the other order."""
    if isinstance(value, dict):
        return {key: _backwards(inner) for key, inner in reversed(value.items())}
    return [_backwards(inner) for inner in value] if isinstance(value, list) else value


def _write(folder: Path, files: dict[str, Any]) -> None:
    for name, document in files.items():
        (folder / name).write_text(yaml.safe_dump(_typed(document), sort_keys=False), "utf-8")
