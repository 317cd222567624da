"""Keys that sign, for all tests of the store."""

from __future__ import annotations

import pytest

from courtesy.serving.store.keys import PrivateKey, new_pair, read_private


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[PrivateKey, PrivateKey]:
    """Two keys that sign."""
    folder = tmp_path_factory.mktemp("keys")

    def made(name: str) -> PrivateKey:
        (folder / name).write_bytes(new_pair()[0])
        return read_private(folder / name)

    return made("one"), made("other")
