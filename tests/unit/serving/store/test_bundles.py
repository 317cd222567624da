"""Bundles: made the same from the same, and refused where anything about them is not as it should be."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import courtesy
from courtesy.cli.main import cli
from courtesy.serving.store import limits
from courtesy.serving.store.archive import packed, unpacked
from courtesy.serving.store.bundle import verified
from courtesy.serving.store.content import content_in
from courtesy.serving.store.errors import BadBundleError, BadSignatureError
from courtesy.serving.store.manifest import read_manifest
from courtesy.serving.store.reading import QuickDisk
from tests.helpers.stores import Trial, bundle, files, policy, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from courtesy.serving.store.keys import PrivateKey


@pytest.fixture(autouse=True)
def _nothing_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files need not have been left alone for a while."""
    monkeypatch.setattr(QuickDisk, "settled", 0)


def _run(code: int, *arguments: object) -> str:
    """What a command says that ends with this code: its result, or what is wrong, never both."""
    result = CliRunner().invoke(cli, ["bundle", *map(str, arguments)])
    assert code == result.exit_code, result.output
    assert "" in {result.stdout, result.stderr}
    return result.output


# ------------------------------------------------------------------------------------------------ archives


def _tar(*members: tuple[str, bytes | None], kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name, data in members:
            one = tarfile.TarInfo(name)
            one.type, one.linkname, one.size = kind, link, len(data or b"")
            archive.addfile(one, io.BytesIO(data or b""))
    return held.getvalue()


def _bomb() -> bytes:
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb", compresslevel=1) as stream:
        head = tarfile.TarInfo("long")
        head.type, head.size = tarfile.GNUTYPE_LONGNAME, 1 << 34
        stream.write(head.tobuf(tarfile.GNU_FORMAT))
        for _ in range(20):
            stream.write(bytes(limits.MIB))
    return held.getvalue()


WHOLE = packed(files())
REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no archive": lambda: b"courtesy: 1\n",
    "one that is cut": lambda: WHOLE[:-9],
    "one that is cut in the middle": lambda: WHOLE[: len(WHOLE) // 2],
    "a changed byte": lambda: WHOLE[:60] + bytes([WHOLE[60] ^ 1]) + WHOLE[61:],
    "a name that leads out": lambda: _tar(("../policy.yaml", b"x")),
    "a name that leads out later": lambda: _tar(("a/../../policy.yaml", b"x")),
    "an absolute name": lambda: _tar(("/etc/policy.yaml", b"x")),
    "a name for another system": lambda: _tar(("C:\\policy.yaml", b"x")),
    "a hidden name": lambda: _tar((".git/config", b"x")),
    "a name that nobody can see": lambda: _tar(("a\nb.yaml", b"x")),
    "names that differ in case": lambda: _tar(("Policy.yaml", b"x"), ("policy.yaml", b"y")),
    "names that differ in how an accent is written": lambda: _tar(("caf\u00e9.yaml", b"x"), ("cafe\u0301.yaml", b"y")),
    "folders that differ in case": lambda: _tar(("A/one.yaml", b"x"), ("a/two.yaml", b"y")),
    "one name twice": lambda: _tar(("a.yaml", b"x"), ("./a.yaml", b"y")),
    "a file that is a folder, too": lambda: _tar(("a", b"x"), ("a/b.yaml", b"y")),
    "a symbolic link": lambda: _tar(("a.yaml", None), kind=tarfile.SYMTYPE, link="/etc/passwd"),
    "a hard link": lambda: _tar(("a.yaml", None), kind=tarfile.LNKTYPE, link="b.yaml"),
    "a device": lambda: _tar(("a.yaml", None), kind=tarfile.CHRTYPE),
    "a pipe": lambda: _tar(("a.yaml", None), kind=tarfile.FIFOTYPE),
    "a file that is too large": lambda: _tar(("a.yaml", bytes(limits.FILE + 1))),
    "files that are too many": lambda: _tar(*((f"{number}.yaml", b"") for number in range(limits.FILES + 1))),
    "files that are too large together": lambda: _tar(*((f"{n}.yaml", bytes(limits.FILE)) for n in range(20))),
    "folders that are too deep": lambda: _tar(("/".join("abcdefghi") + "/j.yaml", b"x")),
    "a head that grows without end": _bomb,
}


@pytest.mark.parametrize("name", REFUSED)
def test_archives_that_are_refused(name: str) -> None:
    """What is no whole archive of plain files inside it is refused, and nothing is written anywhere."""
    with pytest.raises(BadBundleError, match=r"^given: expected .+, found .+"):
        unpacked("given", REFUSED[name]())


def test_archives_made_by_others() -> None:
    """What `tar` makes of a folder can be read: folders, and a dot before each name."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        folder = tarfile.TarInfo("./a")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        one = tarfile.TarInfo("./a/b.yaml")
        one.size = 1
        archive.addfile(one, io.BytesIO(b"x"))
    assert {"a/b.yaml": b"x"} == unpacked("given", held.getvalue())


def test_archives_depend_on_nothing_else() -> None:
    """The same files give the same bytes in any order, and come back as they were."""
    held = {**files(), "\u00e9.md": b"", f"{'a' * 120}.md": b"x"}
    assert packed(held) == packed(dict(reversed(held.items())))
    assert held == unpacked("given", packed(held))


# ------------------------------------------------------------------------------------------------ manifests

MANIFEST: dict[str, Any] = json.loads(bundle(3).manifest or b"")
CHANGES: dict[str, tuple[tuple[str | int, ...], object]] = {
    "nothing": (("format",), 1),
    "times": (("not_before",), "2026-11-27T12:00:00+01:00"),
    "another format": (("format",), 2),
    "no revision": (("revision",), 0),
    "a revision in words": (("revision",), "3"),
    "a revision that is no whole number": (("revision",), 3.5),
    "no policies": (("policies",), []),
    "a policy without a digest": (("policies", 0, "digest"), None),
    "a digest that is none": (("policies", 0, "digest"), "sha256:0"),
    "a key that nobody knows": (("more",), 1),
    "a key of a file that nobody knows": (("files", 0, "more"), 1),
    "no files": (("files",), {}),
    "a time that is none": (("expires_at",), 5),
}


@pytest.mark.parametrize("name", CHANGES)
def test_manifests(name: str) -> None:
    """A manifest is read where the published schema takes it, and else refused with the place that is wrong."""
    path, value = CHANGES[name]
    changed = deepcopy(MANIFEST)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    fits = Draft202012Validator(courtesy.schema("bundle")).is_valid(changed)
    assert fits is (name in {"nothing", "times"})
    if fits:
        assert 3 == read_manifest("given", json.dumps(changed).encode()).revision
        return
    with pytest.raises(BadBundleError, match=r"^given: manifest.json.*: expected .+, found .+") as found:
        read_manifest("given", json.dumps(changed).encode())
    assert ".".join(str(step) for step in path[:1]).removesuffix("more") in str(found.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b"{}", b"[" * 100_000, b'"x"'])
def test_manifests_that_are_none(data: bytes) -> None:
    """What is no manifest at all is refused in one sentence."""
    with pytest.raises(BadBundleError, match=r"^given: manifest.json: expected .+, found .+"):
        read_manifest("given", data)


# ------------------------------------------------------------------------------------------------ the commands


def test_the_way_of_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are made once, a bundle is made the same again, and is whole for who has the right key."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "agency", files())
    _run(0, "key", "own")
    assert 0o600 == (tmp_path / "own.private.pem").stat().st_mode & 0o777
    assert "file exists" in _run(3, "key", "own")
    _run(0, "key", "other")
    make = ("--revision", 3, "--key", "own.private.pem", "--expires-at", "2027-01-01T00:00Z", "-o")
    said = _run(0, "make", "agency", *make, "one.tar.gz")
    assert "revision 3, made with" in said
    assert "tests that passed: 2" in said
    write(tmp_path / "agency", files())
    _run(0, "make", "agency", *make, "two.tar.gz")
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()
    said = _run(0, "verify", "one.tar.gz", "--key", "other.public.pem", "--key", "own.public.pem")
    assert "expires at 2027-01-01T00:00:00+00:00" in said
    assert "was not asked" in _run(0, "verify", "one.tar.gz")
    assert "another key" in _run(3, "verify", "one.tar.gz", "--key", "other.public.pem")
    unpacked_to = write(tmp_path / "unpacked", unpacked("one", (tmp_path / "one.tar.gz").read_bytes()))
    _run(0, "verify", unpacked_to, "--key", "own.public.pem")
    assert "a bundle already" in _run(3, "make", unpacked_to, *make, "x.tar.gz")
    (unpacked_to / "agency/1.0.0/policy.yaml").write_text(policy(days=1))
    assert "other bytes" in _run(3, "verify", unpacked_to)


_BROKEN = policy().replace("must", "most").encode()
BAD: dict[str, tuple[dict[str, bytes], tuple[object, ...], int, str]] = {
    "tests that fail": (files(tested=6), (), 1, "failed-tests"),
    "a policy that is none": ({"a/policy.yaml": _BROKEN}, (), 3, "a/policy.yaml:8:10"),
    "no policy": ({"a.md": b"x"}, (), 3, "no-policies"),
    "no folder": (files(), ("--output", "b.tar.gz", "none"), 2, "unexpected extra argument"),
    "an output of another kind": (files(), ("--output", "b.zip"), 2, "name it b.tar.gz"),
    "a key that signs nothing": (files(), ("--key", "given/agency/1.0.0/policy.yaml"), 3, "bad-key"),
    "times in the wrong order": (
        files(), ("--not-before", "2027-01-01T00:00Z", "--expires-at", "2026-01-01T00:00Z"), 2, "never be used",
    ),
    "a time without an offset": (files(), ("--not-before", "2027-01-01T00:00"), 2, "say it in UTC with Z"),
    "a project that looks elsewhere": (
        {"courtesy.yaml": b"policies: ['..']\n", **files()}, (), 3, "outside-source",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bundles_that_are_not_made(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would not become active is not made, and nothing is written."""
    held, options, code, said = BAD[name]
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "given", held)
    assert said in _run(code, "make", "given", "--revision", 1, "-o", "b.tar.gz", *options)
    assert not list(tmp_path.glob("b.*"))


def test_a_project_without_its_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a project the policies and waivers go into the bundle, and no cases."""
    monkeypatch.chdir(tmp_path)
    held = {"courtesy.yaml": b"policies: [policies]\nwaivers: w.yaml\n", "w.yaml": b"[]\n", "cases/a.yaml": b"{}\n"}
    write(tmp_path / "given", {**held, **{f"policies/{name}": data for name, data in files().items()}})
    _run(0, "make", "given", "--revision", 1, "-o", "b.tar.gz")
    names = unpacked("b", (tmp_path / "b.tar.gz").read_bytes())
    assert ["courtesy.yaml", "manifest.json", "w.yaml"] == sorted(name for name in names if "/" not in name)
    assert not any(name.startswith("cases/") for name in names)


def test_a_policy_that_builds_on_files_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a policy builds on has to come with it, or with a package, since elsewhere it could change."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "elsewhere", {"policy.yaml": policy().encode()})
    child = "courtesy: 1\nid: child\nversion: 1.0.0\ntitle: A child\nextends: {}\n"
    write(tmp_path / "given", {"child/policy.yaml": child.format(tmp_path / "elsewhere" / "policy.yaml").encode()})
    said = _run(3, "make", "given", "--revision", 1, "-o", "b.tar.gz")
    assert "child: expected files of the same folder or of a package, found `agency@1.0.0`" in said
    write(tmp_path / "given", {"child/policy.yaml": child.format("hire-wire@^1.0").encode()})
    _run(0, "make", "given", "--revision", 1, "-o", "b.tar.gz")


def test_going_back_by_command(tmp_path: Path) -> None:
    """A store that is none, or keeps nothing to go back to, is told."""
    assert "no such folder" in _run(3, "rollback", tmp_path / "none")
    assert "nothing was ever active" in _run(3, "rollback", tmp_path)
    trial = Trial(tmp_path)
    trial.step(bundle(1))
    assert "nothing but what is active is kept" in _run(3, "rollback", tmp_path)
    trial.step(bundle(2, files("1.1.0")))
    assert "kept are 1" in _run(3, "rollback", tmp_path, "--to", 7)
    assert "revision 1 is active: agency 1.0.0\n" == _run(0, "rollback", tmp_path)
    trial.follower.follow()
    assert {"agency@1.0.0": 7} == trial.active
    (next(tmp_path.glob("sha256-*/agency/1.1.0")) / "policy.yaml").write_text("x")
    assert "expected the files that were put there, found others" in _run(3, "rollback", tmp_path, "--to", 2)


# ------------------------------------------------------------------------------------------------ whatever is sent


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_byte_of_a_bundle_can_be_changed(data: st.DataObject, keys: tuple[PrivateKey, PrivateKey]) -> None:
    """A signed bundle with other bytes is refused, or what is in it is the same."""
    key = keys[0]
    good = bundle(1, key=key)
    sent = packed({**good.files, "manifest.json": good.manifest or b"", "manifest.sig": good.signature or b""})
    at = data.draw(st.integers(0, len(sent) - 1))
    changed = sent[:at] + bytes([data.draw(st.integers(0, 255))]) + sent[at + data.draw(st.integers(0, 2)) :]
    try:
        found = verified("given", content_in(unpacked("given", changed)), [key.public])
    except (BadBundleError, BadSignatureError):
        pass
    else:
        assert (good.files, key.public.fingerprint) == (found.files, found.signed_by)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 3) | st.floats(0, 3) | st.sampled_from(["", "x", f"sha256:{0:064}"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["path", "id", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)
_PLACES: list[tuple[str | int, ...]] = [
    *((name,) for name in (*MANIFEST, "more")),
    *(("policies", 0, name) for name in ("id", "version", "digest", "more")),
    *(("files", 0, name) for name in ("path", "sha256", "more")),
    ("policies", 0),
    ("files", 0),
]


@given(place=st.sampled_from(_PLACES), value=_VALUES)
@settings(max_examples=150, deadline=None)
def test_manifests_are_read_as_their_schema_says(place: tuple[str | int, ...], value: object) -> None:
    """What the published schema refuses is refused, and what it takes is taken, but for times and names."""
    changed = deepcopy(MANIFEST)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    fits = Draft202012Validator(courtesy.schema("bundle")).is_valid(changed)
    try:
        read_manifest("given", json.dumps(changed).encode())
    except BadBundleError:
        assert not fits or isinstance(value, str), (place, value)
    else:
        assert fits, (place, value)
