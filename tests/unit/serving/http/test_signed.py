"""Signed tokens (JWT): who is admitted by one, who is not, and where the keys of their issuer come from."""

from __future__ import annotations

import asyncio
import json
import logging
import warnings
from datetime import UTC, datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from starlette.testclient import TestClient

from courtesy.cli.main import cli
from courtesy.serving.http.app import application
from courtesy.serving.http.keys import BadKeysError, Keys, KeysUnavailableError, UnknownKeyError, keys_in
from courtesy.serving.http.settings import Settings
from courtesy.serving.http.signed import Issuer, SignedTokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from courtesy.serving.shelf import Shelf

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
AT = int(NOW.timestamp())
ISSUER = Issuer(jwks="keys.json", name="https://id.example.com", audience="courtesy")
CLAIMS: dict[str, Any] = {
    "iss": ISSUER.name,
    "aud": ISSUER.audience,
    "exp": AT + 300,
    "nbf": AT - 5,
    "iat": AT - 5,
    "sub": "scheduler",
    "tenant": "northern",
    "scope": "openid check claim",
}
OF_KINDS = {"ES256": "ec", "ES384": "ec384", "RS256": "rsa", "PS512": "rsa", "EdDSA": "ed"}


@lru_cache(maxsize=8)
def private(kind: str) -> Any:
    """A private key; `other` is nobody's."""
    match kind:
        case "rsa":
            return rsa.generate_private_key(65537, 2048)
        case "short":
            return rsa.generate_private_key(65537, 1024)  # noqa: S505  which is refused
        case "ed":
            return ed25519.Ed25519PrivateKey.generate()
        case "ec384":
            return ec.generate_private_key(ec.SECP384R1())
        case _:
            return ec.generate_private_key(ec.SECP256R1())


def public(kind: str, **stated: Any) -> dict[str, Any]:
    """What a set says of its public key."""
    algorithm: Any = jwt.get_algorithm_by_name({"ec": "ES256", "ec384": "ES384", "ed": "EdDSA"}.get(kind, "RS256"))
    return {**json.loads(algorithm.to_jwk(private(kind).public_key())), "kid": kind, **stated}


def key_set(*kinds: str) -> bytes:
    """A set of public keys."""
    return json.dumps({"keys": [public(kind) for kind in kinds]}).encode()


def token(algorithm: str = "ES256", key: Any = None, kid: str | None = "ec", **claims: Any) -> str:
    """A token; a claim that is None is left out."""
    stated = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        signed_by = None if algorithm == "none" else key or private("ec")
        return jwt.encode(stated, signed_by, algorithm, {} if kid is None else {"kid": kid})


def pem(kind: str) -> bytes:
    """The public key as text, which everybody knows."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    found: bytes = private(kind).public_key().public_bytes(serialization.Encoding.PEM, form)
    return found


def by_public_key() -> str:
    """A token signed with the public key, as if it were a secret that issuer and server share."""
    plain = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    parts = ({"alg": "HS256", "kid": "ec"}, CLAIMS)
    head, body = (jwt.utils.base64url_encode(json.dumps(one).encode()) for one in parts)
    signature = plain.sign(head + b"." + body, pem("ec"))
    return b".".join((head, body, jwt.utils.base64url_encode(signature))).decode()


def changed(place: int) -> str:
    """A good token with another part of a good one in that place."""
    parts, others = token().split("."), token(tenant="southern", kid="rsa").split(".")
    parts[place] = others[place]
    return ".".join(parts)


ADMITTED = {
    **{f"signed by {name}": token(name, private(kind), kind) for name, kind in OF_KINDS.items()},
    "for several audiences": token(aud=["other", "courtesy"]),
    "without `nbf` and `iat`": token(nbf=None, iat=None),
    "expired within the leeway": token(exp=AT - 29),
    "not yet within the leeway": token(nbf=AT + 29, iat=AT + 29),
    "with scopes as a list": token(scope=["check"]),
    "with scopes as `scp`": token(scope=None, scp="check"),
}


@pytest.fixture(scope="module")
def asked(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server that takes signed tokens."""
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    file.write_bytes(key_set("ec", "ec384", "rsa", "ed"))
    issuer = Issuer(jwks=str(file), name=ISSUER.name, audience=ISSUER.audience)
    app = application(shelf, Settings(searchers=0, host="192.0.2.1", issuer=issuer), lambda: NOW)
    with TestClient(app, base_url="http://courtesy.example.com") as client:
        yield client


QUESTION = {
    "subject": {"type": "candidate", "id": "me"},
    "action": {"name": "phone.check_in"},
    "resource": {"type": "contact", "id": "i"},
    "context": {"policy": "hire-wire", "detail": "brief", "case": {"contacts": {"i": {"roles": ["interviewer"]}}}},
}


def ask(client: TestClient, sent: str) -> Any:
    """What is answered to whoever sends that token."""
    return client.post("/access/v1/evaluation", json=QUESTION, headers={"Authorization": f"Bearer {sent}"})


@pytest.mark.parametrize("name", ADMITTED)
def test_admitted(asked: TestClient, name: str) -> None:
    """A token of the issuer, for this server and for now, is taken."""
    answer = ask(asked, ADMITTED[name])
    assert 200 == answer.status_code, answer.text


REFUSED: dict[str, tuple[str, str]] = {
    "signed by nobody": (token("none", kid=None), "algorithm"),
    "signed by nobody, in the name of a key": (token("none"), "algorithm"),
    "signed by a secret": (token("HS256", "x" * 64), "algorithm"),
    "signed by the public key, as if it were a secret": (by_public_key(), "algorithm"),
    "signed by another key of that name": (token(key=private("other")), "signature"),
    "signed by another algorithm than its key": (token("RS256", private("rsa"), "ec"), "key"),
    "of an unknown key": (token(kid="new"), "key"),
    "of no key": (token(kid=None), "`kid`"),
    "for another audience": (token(aud="other"), "audience"),
    "for no audience": (token(aud=None), "`aud`"),
    "of another issuer": (token(iss="https://id.example.com/"), "issuer"),
    "of no issuer": (token(iss=None), "`iss`"),
    "expired": (token(exp=AT - 30), "expired"),
    "that never expires": (token(exp=None), "`exp`"),
    "that expires at no time": (token(exp=True), "`exp`"),
    "that expires beyond all numbers": (token(exp=10**400), "`exp`"),
    "not yet": (token(nbf=AT + 31), "not hold yet"),
    "made later than now": (token(iat=AT + 31), "not hold yet"),
    "with a tenant that is none": (token(tenant=""), "`tenant`"),
    "with a tenant that is no text": (token(tenant=7), "`tenant`"),
    "with scopes that are none": (token(scope=7), "`scope`"),
    "with another head": (changed(0), "key"),
    "with another body": (changed(1), "signature"),
    "with another signature": (changed(2), "signature"),
    "that is none": ("a.b.c", "cannot be read"),
    "with parts that are none": ("..", "cannot be read"),
    "with one part": ("a-token-that-nobody-can-guess", "cannot be read"),
    "that is huge": (token(more="x" * 9000), "longer than 8,192"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(asked: TestClient, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Any other is not: who asks is told why, and neither the answer nor any log shows a part of the token."""
    sent, why = REFUSED[name]
    with caplog.at_level(logging.DEBUG):
        answer = ask(asked, sent)
    error = answer.json()["error"]
    assert (401, "bad-token", 'Bearer error="invalid_token"') == (
        answer.status_code,
        error["code"],
        answer.headers["WWW-Authenticate"],
    )
    assert why in error["message"]
    told = answer.text + str(answer.headers) + caplog.text
    assert [part for part in sent.split(".") if len(part) > 5 and part in told] == []


def test_scopes_and_tenant() -> None:
    """A token says who asks, whose cases they ask about, and what they may; what it says of others is passed over."""
    tokens = SignedTokens(ISSUER, lambda: NOW, Keys("keys", lambda: key_set("ec")))
    caller = asyncio.run(tokens.caller(token()))
    assert ("scheduler", "northern", {"check", "claim"}) == (caller.name, caller.tenant, caller.scopes)
    assert "default" == asyncio.run(tokens.caller(token(tenant=None))).tenant


def test_a_scope_that_is_missing(asked: TestClient) -> None:
    """A token without the scope that a route takes is not enough, and the scope is named."""
    answer = asked.get("/v1/policies", headers={"Authorization": f"Bearer {token()}"})
    assert 403 == answer.status_code
    assert 'scope="policies"' in answer.headers["WWW-Authenticate"]


class Source:
    """Where keys come from: what it gives, how often it was asked, and a clock."""

    def __init__(self, *kinds: str) -> None:
        self.kinds, self.asked, self.now = kinds, 0, 1000.0
        self.keys = Keys("https://id.example.com/keys", self.read, lambda: self.now)

    def read(self) -> bytes:
        """The set. Raises OSError where there are no keys."""
        self.asked += 1
        if not self.kinds:
            raise OSError(111, "Connection refused")
        return b"no set" if self.kinds == ("no set",) else key_set(*self.kinds)

    def find(self, kid: str) -> str:
        """What comes of looking for a key."""

        async def look() -> str:
            try:
                await self.keys.find(kid, "ES256")
            except UnknownKeyError:
                return "unknown"
            except KeysUnavailableError as error:
                return str(error)
            finally:
                if self.keys._renewing is not None:
                    await self.keys._renewing
            return "found"

        return asyncio.run(look())


STEPS: dict[str, tuple[tuple[str, ...], list[tuple[float, tuple[str, ...], str, str, int]]]] = {
    # What the issuer has at first; then, after so many seconds, what it has, who is looked for, what comes, fetches.
    "a key is fetched once": (("ec",), [(0, ("ec",), "ec", "found", 1), (299, ("ec",), "ec", "found", 1)]),
    "an old set is renewed beside": (("ec",), [(0, ("ec",), "ec", "found", 1), (301, ("ec",), "ec", "found", 2)]),
    "a key that was taken away is gone": (
        ("ec",),
        [(0, ("ec",), "ec", "found", 1), (301, ("rsa",), "ec", "found", 2), (302, ("rsa",), "ec", "unknown", 2)],
    ),
    "a new key is found at once": (("rsa",), [(0, ("rsa",), "ec", "unknown", 1), (10, ("ec",), "ec", "found", 2)]),
    "unknown keys are not fetched all the time": (
        ("rsa",),
        [(0, ("rsa",), "ec", "unknown", 1), (5, ("ec",), "x", "unknown", 1), (9, ("ec",), "y", "unknown", 1)],
    ),
    "an issuer that is down does not matter for an hour": (
        ("ec",),
        [(0, ("ec",), "ec", "found", 1), (3600, (), "ec", "found", 2), (3601, (), "ec", "connection refused", 2)],
    ),
    "nobody knows of a new key while it is down": (
        ("ec",),
        [(0, ("ec",), "ec", "found", 1), (20, (), "new", "connection refused", 2), (21, (), "ec", "found", 2)],
    ),
    "an issuer that comes back": ((), [(0, (), "ec", "connection refused", 1), (10, ("ec",), "ec", "found", 2)]),
    "what is no set is no key": (("no set",), [(0, ("no set",), "ec", "found no JSON", 1)]),
}


@pytest.mark.parametrize("name", STEPS)
def test_keys_are_fetched(name: str) -> None:
    """Keys are fetched when they are needed, kept for a while, and never asked for more often than every 10 seconds."""
    first, steps = STEPS[name]
    source = Source(*first)
    for after, kinds, kid, expected, fetches in steps:
        source.now, source.kinds = 1000.0 + after, kinds
        found = source.find(kid)
        assert (True, fetches) == (expected in found, source.asked), (after, found)


def test_many_who_come_at_once_fetch_once() -> None:
    """Whoever comes while keys are fetched waits for those."""
    source = Source("ec")

    async def many() -> None:
        await asyncio.gather(*[source.keys.find("ec", "ES256") for _ in range(5)])

    asyncio.run(many())
    assert 1 == source.asked


def test_without_keys_nothing_is_decided(shelf: Shelf, tmp_path: Path) -> None:
    """While the keys are not at hand the server is not ready, and a signed token gets 503 and no decision."""
    issuer = Issuer(jwks=str(tmp_path / "none.json"), name=ISSUER.name, audience=ISSUER.audience)
    app = application(shelf, Settings(searchers=0, issuer=issuer), lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        answer, ready = ask(client, token()), client.get("/readyz")
    assert (503, "keys-unavailable", {"error"}) == (
        answer.status_code,
        answer.json()["error"]["code"],
        answer.json().keys(),
    )
    assert (503, ["the keys of the issuer are not at hand: no such file or directory"]) == (
        ready.status_code,
        ready.json()["because"],
    )


BAD_SETS: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{", "no JSON"),
    "no set": (b"[]", "without a list"),
    "no keys": (b'{"keys": []}', "none among 0"),
    "a secret": (json.dumps({"keys": [{"kty": "oct", "k": "eA", "kid": "ec"}]}).encode(), "none among 1"),
    "a private key": (json.dumps({"keys": [public("ec", d="x")]}).encode(), "a private one"),
    "a key for encryption": (json.dumps({"keys": [public("ec", use="enc")]}).encode(), "none among 1"),
    "a key without a name": (json.dumps({"keys": [public("ec", kid=None)]}).encode(), "none among 1"),
    "a short key": (key_set("short"), "none among 1"),
    "a key that is none": (json.dumps({"keys": [public("ec", x="x")]}).encode(), "none among 1"),
}


@pytest.mark.parametrize("name", BAD_SETS)
def test_bad_sets(name: str) -> None:
    """A set without a public key that can be used is an error, which says what was found."""
    data, why = BAD_SETS[name]
    with pytest.raises(BadKeysError, match=why):
        keys_in(data, "keys.json")


class _Issuer(BaseHTTPRequestHandler):
    """Answers with keys, with where they are said to be, or with too many."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response({"/moved": 302, "/gone": 404}.get(self.path, 200))
        self.send_header("Location", "/keys")
        self.end_headers()
        self.wfile.write({"/large": b" " * 300_000}.get(self.path, b"") + key_set("ec"))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


ADDRESSES = {"keys": None, "moved": "status 302", "gone": "status 404", "large": "more than 262,144 bytes"}


@pytest.fixture(scope="module")
def issuing() -> Iterator[str]:
    """The address of an issuer."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Issuer) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", ADDRESSES)
def test_addresses(issuing: str, path: str) -> None:
    """Keys come from the address that is named and from no other, and a set that is too large is not read."""
    why = asyncio.run(Keys(f"{issuing}/{path}").hindrance())
    assert ADDRESSES[path] == (why and why.partition(": ")[2])


def test_a_key_signs_by_its_algorithm_alone() -> None:
    """Where a key names its algorithm, nothing that is signed by another one is taken."""
    data = json.dumps({"keys": [public("rsa", alg="PS256")]}).encode()
    assert {("rsa", "PS256")} == keys_in(data, "keys.json").keys()


OPTIONS = {
    "no issuer": (["--jwks", "keys.json", "--audience", "courtesy"], 2, "--issuer is missing"),
    "keys without protection": (
        ["--jwks", "http://id.example.com/keys", "--issuer", "x", "--audience", "courtesy"],
        2,
        "it begins with https://",
    ),
    "a file that is not there": (["--jwks", "keys.json", "--issuer", "x", "--audience", "y"], 3, "bad-keys"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_options(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps a server from taking signed tokens is told before it starts."""
    options, code, said = OPTIONS[name]
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["serve", *options])
    assert (code, "") == (result.exit_code, result.stdout), result.stderr
    assert said in result.stderr
