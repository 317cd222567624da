"""A PostgreSQL server of the tests' own: on a Unix socket, below `.cache/`, and gone when they end.

The server refuses to run as root: then it runs as somebody who may do nothing else.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

CACHE = Path(__file__).parents[2] / ".cache"
_NOBODY = ("postgres", "nobody")
_LONGEST_SOCKET = 80
"""A path of a socket may have about a hundred characters."""
_SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "60",
    "shared_buffers": "16MB",
    "autovacuum": "off",
    "restart_after_crash": "on",
}


def programs() -> Path | None:
    """The folder of the newest server's programs; None where there is none."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def missing() -> list[str]:
    """What there is no asking PostgreSQL without, and is not here."""
    server = [] if programs() else ["the server (see .ci/postgres.sh)"]
    return server + ([] if find_spec("psycopg") else ["psycopg (pip install 'psycopg[binary]')"])


class Server:
    """A running server. Each address that it gives leads to tables of its own."""

    def __init__(self) -> None:
        found = programs()
        assert found is not None
        self._programs = found
        self._user = next((name for name in _NOBODY if _is_known(name)), None) if os.geteuid() == 0 else None
        self.folder = _folder(self._user)
        self._data = self.folder / "data"
        self._numbers = count(1)
        self._run("initdb", "--pgdata", str(self._data), "--auth", "trust", "--username", "tests", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        options = f"-k {self.folder} {settings}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "--wait", "--pgdata", str(self._data), "--log", log, "--options", options)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: `immediate` is as if it had crashed, `fast` breaks off what is going on."""
        self._run("pg_ctl", "stop", "--wait", "--pgdata", str(self._data), "--mode", mode)

    def address(self) -> str:
        """The address of an empty place for tables."""
        import psycopg  # noqa: PLC0415  may be absent

        name = f"place_{next(self._numbers)}"
        plain = f"postgresql://tests@/postgres?host={quote(str(self.folder), safe='')}"
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"create schema {name}")
        return f"{plain}&options=-csearch_path%3D{name}"

    def remove(self) -> None:
        """Stop it, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        user: dict[str, Any] = {}
        if self._user is not None:
            group = pwd.getpwnam(self._user).pw_gid
            user = {"user": self._user, "group": group, "extra_groups": []}
        log = self.folder / "said"
        with log.open("a") as said:  # a pipe would stay open as long as the server runs
            done = subprocess.run(
                [str(self._programs / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self.folder,
                check=False,
                **user,
            )
        assert done.returncode == 0, log.read_text()


def _is_known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _folder(user: str | None) -> Path:
    """A new folder that belongs to that user: below `.cache/` where its path is short, and theirs to reach."""
    CACHE.mkdir(exist_ok=True)
    reachable = user is None or all(parent.stat().st_mode & 1 for parent in (CACHE, *CACHE.parents))
    place = CACHE if reachable and len(str(CACHE)) < _LONGEST_SOCKET else None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=place))
    if user is not None:
        shutil.chown(folder, user)
    return folder
