"""Whatever the bytes, loading ends with a case or with InvalidInputError, and with little work."""

from __future__ import annotations

import random

import pytest

from courtesy.errors import InvalidInputError
from courtesy.loading.case_loader import read_case
from courtesy.loading.mail.draft import read_draft
from courtesy.loading.source import read_tree
from courtesy.model.case import Case, Contact
from courtesy.model.vocabulary import BUILT_IN
from tests.helpers.work import counted

CALLS = 1_000_000
CASE = b"""zone: America/New_York
interview: {ended_at: 2026-11-20T15:30, format: video}
candidate:
  linkedin: {profile_polished: true, recommendations: 2}
contacts:
  interviewer: {name: The Interviewer, roles: [interviewer], emails: [i@example.org], zone: America/Chicago}
  hr: {roles: [hr]}
history:
  - {channel: email, direction: inbound, from: interviewer, at: 2026-11-23T09:00, event: reply}
  - &call {channel: phone, to: hr, at: 2026-11-24T10:00, outcome: no_answer, tags: [status]}
actions:
  - {id: week-one, channel: email, purpose: follow_up, to: interviewer, cc: [hr], message: {subject: a, body: "b"}}
"""
JSON = b"""{"zone": "UTC",
"contacts": {"hr": {"met": true, "name": "\\ud83d\\ude00"}}, "actions": [{"channel": "email", "to": "hr"}]}"""
MAIL = b"""From: me@example.com
To: "Desk" <desk@example.org>
Subject: =?utf-8?q?caf=C3=A9?=
Date: Fri, 27 Nov 2026 15:30:00 -0500
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/html; charset=utf-8

<p>Hello &amp; thanks</p>
--x--
"""
PIECES = [
    b"\x00",
    b"\xff",
    b": ",
    b"- ",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"'",
    b"&a ",
    b"*a",
    b"<<: ",
    b"!!x ",
    b"\n",
    b"\t",
    b"---\n",
    b"? ",
    b"|",
    b">",
    b"%",
    b"@",
    b"\xf0\x9f\x98\x80",
    b"9" * 40,
    b"null",
    b"\\ud800",
    b"=?x?q?=ff?=",
]


def _mutated(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case 1:
                data = data[:at] + data[min(end, at + 9) :]
            case 2:
                data = data[:at] + data[at : min(end, at + 60)] * 2 + data[at:]
            case _:
                data = data[:at] + chance.randbytes(1) + data[at + 1 :]
    return data


def _check_report(error: InvalidInputError) -> None:
    assert error.problems
    for problem in error.problems:
        text = f"{problem.span} {problem} {problem.help()}"
        assert "\n" not in text
        text.encode()


def _load(data: bytes, name: str) -> None:
    try:
        _read(data, name)
    except InvalidInputError as error:
        _check_report(error)


def _read(data: bytes, name: str) -> None:
    with counted(CALLS):
        if name.endswith(".eml"):
            contacts = {"desk": Contact(id="desk", emails=("desk@example.org",))}
            read_draft(data, name, Case(contacts=contacts))
        else:
            read_case(read_tree(data, name), BUILT_IN)


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.eml"])
def test_random_bytes(name: str) -> None:
    """Random bytes are refused, never a crash."""
    chance = random.Random(7)  # noqa: S311  a test, not a secret
    for _ in range(300):
        _load(chance.randbytes(chance.randint(0, 300)), name)
        _load(b"".join(chance.choices(PIECES, k=chance.randint(0, 60))), name)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "example"), [("a.yaml", CASE), ("a.json", JSON), ("a.eml", MAIL), ("-", JSON)])
def test_mutated_examples(name: str, example: bytes) -> None:
    """Examples with random damage are read or refused, never a crash."""
    chance = random.Random(11)  # noqa: S311  a test, not a secret
    for _ in range(300):
        _load(_mutated(example, chance), name)


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? ", b"a:\n ", b'{"a":', b"&a [*a, "])
def test_deep_nesting(opening: bytes) -> None:
    """Very deep nesting is refused at once, whatever it is made of."""
    for name in ("a.yaml", "a.json"):
        _load(opening * 20_000, name)


def test_exploding_aliases() -> None:
    """Aliases of aliases are refused before they are expanded."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    _load("\n".join(lines).encode(), "a.yaml")


def test_a_megabyte() -> None:
    """A file of a megabyte is refused or read within a few seconds; a longer one at once."""
    with pytest.raises(InvalidInputError, match="at most 1,048,576 bytes"):
        read_tree(b"a" * (1024 * 1024 + 1), "a.yaml")
