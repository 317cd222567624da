"""Makes the seed corpus anew from the examples, the policies and the bad input: `python -m tests.fuzz.seeds`."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
LARGEST = 8192


def _rules(data: bytes) -> Iterator[bytes]:
    """A rule file, and each of its rules alone."""
    yield data
    for rule in data.split(b"\n- ")[1:]:
        yield b"- " + rule


def seeds() -> Iterator[tuple[str, bytes]]:
    """Targets with inputs."""
    for file in sorted((ROOT / "examples").glob("*.yaml")):
        yield "case", file.read_bytes()
    for file in sorted([*(ROOT / "policies").rglob("*.yaml"), *(ROOT / "examples" / "agency").rglob("*.yaml")]):
        if "tests" not in file.parts[-2:]:
            data = file.read_bytes()
            yield from (("policy", part) for part in (_rules(data) if file.name != "policy.yaml" else [data]))
    for file in sorted((ROOT / "examples").glob("*.eml")):
        yield "mail", file.read_bytes()
    bad = [yaml.safe_load(file.read_bytes()) for file in sorted((ROOT / "tests/unit/cli/bad_input").glob("*.yaml"))]
    for case in (case for cases in bad for case in cases.values()):
        for name, text in case.get("files", {}).items():
            target = "mail" if name.endswith(".eml") else "case" if "case" in name else "policy"
            yield target, (text if isinstance(text, bytes) else str(text).encode())


def main() -> None:
    """Write those that are not there yet."""
    for target, data in seeds():
        if len(data) <= LARGEST:
            (CORPUS / target / sha256(data).hexdigest()[:12]).write_bytes(data)
    for folder in sorted(CORPUS.iterdir()):
        print(folder.name, len(list(folder.iterdir())))


if __name__ == "__main__":
    main()
