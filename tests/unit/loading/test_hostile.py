"""Inputs made to take long: as large as is permitted, of what a parser finds hardest. Fuzzers try small ones."""

from __future__ import annotations

import multiprocessing
import re
import resource
from itertools import product
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.api.policies import parse_policy
from courtesy.bounds import MAX_BYTES
from courtesy.errors import InvalidInputError
from courtesy.loading.case_loader import read_case
from courtesy.loading.mail.draft import read_draft
from courtesy.loading.source import read_tree
from courtesy.model.case import Case, Contact
from courtesy.model.vocabulary import BUILT_IN
from courtesy.rendering.problems.text import render
from tests.helpers.steps import Steps
from tests.helpers.work import calls_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAD = b"To: desk@example.org\nSubject: a\n"
HTML = HEAD + b"Content-Type: text/html\n\n"
TEXT = HEAD + b"Content-Type: text/plain; charset=%s\n\n"
CASE = Case(contacts={"desk": Contact(id="desk", emails=("desk@example.org",))})
MANIFEST = b"courtesy: 1\nid: x\nversion: 1.0.0\ntitle: x\n"
MEGABYTES = 200
SMALL, LARGE = 64, 16
"""The parts of the whole whose calls are counted, which makes Python several times as slow."""
CALLS = 24 * MAX_BYTES // LARGE
"""Twice what the slowest of them takes for that part; what hangs takes a thousand times as many."""


class Size:
    """Builds what an input is made of: the whole, or one part of it."""

    def __init__(self, part: int) -> None:
        self.part = part

    def full(self, piece: bytes, size: int = MAX_BYTES - 1000) -> bytes:
        """One piece again and again."""
        return piece * (size // self.part // len(piece))

    def numbered(self, pattern: bytes, count: int) -> bytes:
        """A pattern again and again, with a number for each `%`."""
        return b"".join(pattern.replace(b"%", b"%d" % number) for number in range(count // self.part))


def _containers(depth: int, content: bytes) -> bytes:
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return HEAD + opened + b"\n" + content


_OPENINGS = (
    b"<!--",
    b"<",
    b"<a ",
    b"</a",
    b"<?",
    b"<!a",
    b"<![CDATA[",
    b"&#",
    b"<a a='",
    b'<a ="',
    b"= ",
    b"<a" + b" " * 99,
)


def mails(size: Size) -> dict[str, bytes]:
    """Drafts."""
    return {
        "addresses": b"To: " + size.full(b"desk@example.org, ") + b"\n\nx",
        "folded addresses": b"To: " + size.full(b"desk@example.org,\n ") + b"desk@example.org\n\nx",
        "many To": size.full(b"To: desk@example.org\n") + b"\nx",
        "comments in an address": b"To: " + size.full(b"(") + b"\n\nx",
        "encoded words": b"To: desk@example.org\nSubject: " + size.full(b"=?utf-8?q?a?= ") + b"\n\nx",
        "words of a subject": b"To: desk@example.org\nSubject: " + size.full(b"a ") + b"\n\nx",
        "parameters": HEAD + b"Content-Type: text/plain; " + size.full(b"a=b; ") + b"\n\nx",
        "split parameters": HEAD + b"Content-Type: text/plain; " + size.full(b"a*0*=''b; ") + b"\n\nx",
        "encodings": HEAD + b"Content-Transfer-Encoding: " + size.full(b"a ") + b"\n\nx",
        "dispositions": HEAD + b"Content-Disposition: attachment; " + size.full(b"a=b; ") + b"\n\nx",
        "headers": HEAD + size.full(b"A: b\n") + b"\nx",
        "nested parts": _containers(900 // size.part, size.full(b"x\n", 900_000)),
        "nested messages": HEAD + size.full(b"Content-Type: message/rfc822\n\n"),
        "names of hosts": TEXT % b"Puny_Code" + size.full(b"b"),
        "names of domains": TEXT % b"idna" + size.full(b"xn--a."),
        "quotes after a long line": HEAD + b"\n" + size.full(b"x", 500_000) + b"\n" + size.full(b">\n", 500_000),
        "quotes and blank lines": HEAD + b"\nOn " + size.full(b"x ", 500_000) + b"\n" + size.full(b"\n>\n", 500_000),
        "telephones": HEAD + b"\n" + size.full(b"Sent from my iPhone\n\n"),
        "disclaimers": HEAD + b"\n" + size.full(b"This mail is confidential, for the addressee; delete it.\n\n"),
        "claims": HEAD + b"\n" + size.full(b"This mail\n"),
        "marks of signatures": HEAD + b"\n" + size.full(b"--\n"),
        "drawn lines": HEAD + b"\n" + size.full(b"-----\n\n"),
        "labels": HEAD + b"\n" + size.full(b"From: a\n\nCc: b\n"),
        "attributions": HEAD + b"\n" + size.full(b"On Friday 1:00\n<a@b.cd> wrote:\nx\n"),
        "armour": HEAD + b"\n" + size.full(b"-----BEGIN PGP SIGNED MESSAGE-----\n\n- x\n"),
        "files as letters": HEAD + b"\n" + size.full(b"begin 644 x\nM!!!\n"),
        "comparisons": HEAD + b"\n" + size.full(b"a\n> 1\n"),
        "lines of a head": HEAD + size.full(b"x\n"),
        "folded lines": HEAD + b"X: a\n" + size.full(b" x\n"),
        "open elements": HTML + size.full(b"<div class=a>"),
        "paragraphs": HTML + size.full(b"<p><b>"),
        "closed elements": HTML + size.full(b"<div><p></b></div>"),
        "quoted elements": HTML + size.full(b"<blockquote type=cite>x"),
        "indented elements": HTML + size.full(b"<blockquote style=a>"),
        "attributes": HTML + b"<p " + size.full(b"a=b ") + b">x",
        "an attribute": HTML + b"<p style='" + size.full(b"text-decoration: ") + b"'>x",
        "a script": HTML + b"<script>" + size.full(b"</a"),
        "scripts": HTML + size.full(b"<script>x</script "),
        "styles": HTML + size.full(b"<style>"),
    } | {f"markup {piece.decode()}": HTML + size.full(piece) for piece in _OPENINGS}


def cases(size: Size) -> dict[str, bytes]:
    """Cases in YAML."""
    return {
        "directives": size.numbered(b"\0TAG !%! b\n", 65_000).replace(b"\0", b"%") + b"---\na: b\n",
        "unknown contacts": b"zone: UTC\ncontacts:\n" + size.numbered(b" c%: {}\n", 25_000) + b"history:\n"
        + size.numbered(b" - {channel: email, to: d%, at: 2020-01-01T00:00}\n", 12_000),
        "unknown zones": b"zone: UTC\ncontacts:\n" + size.numbered(b" c%: {zone: Europe/Pari%}\n", 25_000),
        "unknown roles": b"zone: UTC\ncontacts:\n" + size.numbered(b" c%: {roles: hrx%}\n", 30_000),
        "unknown attributes": b"zone: UTC\nattributes:\n" + size.numbered(b" k%: v\n", 60_000),
        "times in a gap": b"zone: America/New_York\ncontacts: {hr: {}}\nhistory:\n"
        + size.full(b" - {channel: email, to: hr, at: 2026-03-08T02:30}\n", 900_000),
        "recipients": b"zone: UTC\ncontacts: {hr: {}}\nactions:\n - {channel: email, to: ["
        + size.numbered(b"h%,", 90_000) + b"]}\n",
        "a long name": b"zone: UTC\ncontacts: {hr: {}}\nhistory:\n- {channel: email, at: 2020-01-01T00:00, to: "
        + size.full(b"a", 900_000) + b"}\n",
    }  # fmt: skip


def policies(size: Size) -> dict[str, bytes]:
    """Policies of one file."""
    return {
        "unknown facts": MANIFEST + b"rules:\n"
        + size.numbered(b" - {id: a.b%, level: must, forbid: {attributes.x%: true}}\n", 16_000),
        "declared facts": MANIFEST + b"facts:\n" + size.numbered(b" attributes.x%: {type: boolean, title: x}\n", 18_000)
        + b"rules: [{id: a.b, level: must, forbid: {attributes.y: true}}]\n",
        "one rule with many tests": MANIFEST + b"rules:\n - {id: a.b, level: must, forbid: {any: ["
        + size.full(b"{message.words: 1}, ", 900_000) + b"]}}\n",
        "sources": MANIFEST + b"rules:\n"
        + size.numbered(b" - {id: a.b%, level: must, forbid: true, source: {ref: s%}}\n", 16_000),
    }  # fmt: skip


KINDS: dict[str, tuple[Callable[[Size], dict[str, bytes]], Callable[[bytes], object]]] = {
    "mail": (mails, lambda data: read_draft(data, "a.eml", CASE)),
    "case": (cases, lambda data: read_case(read_tree(data, "a.yaml"), BUILT_IN)),
    "policy": (policies, lambda data: parse_policy(data, "a.yaml", matcher="native")),
}


def _load(read: Callable[[bytes], object], data: bytes) -> None:
    try:
        read(data)
    except InvalidInputError as error:
        render(error, lambda text, _: text)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measure(kind: str, name: str, answer: multiprocessing.SimpleQueue[tuple[int, int, float]]) -> None:
    inputs, read = KINDS[kind]
    small, large, whole = (inputs(Size(part))[name] for part in (SMALL, LARGE, 1))
    _load(read, small)  # imports and caches that only the first needs
    calls = [calls_of(lambda data=data: _load(read, data), CALLS) for data in (small, large)]
    before = _peak()
    _load(read, whole)
    answer.put((*calls, _peak() - before))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, (made, _) in KINDS.items() for name in made(Size(SMALL))]
)
def test_hostile_inputs(kind: str, name: str) -> None:
    """A megabyte of what a parser finds hardest takes work in proportion to its size, and at most 200 MiB."""
    context = multiprocessing.get_context("fork")
    answer: multiprocessing.SimpleQueue[tuple[int, int, float]] = context.SimpleQueue()
    process = context.Process(target=_measure, args=(kind, name, answer))
    process.start()
    process.join()
    assert process.exitcode == 0
    of_small, of_large, grown = answer.get()
    assert of_large <= 4.4 * of_small
    assert grown < MEGABYTES


# ---------------------------------------------------------------- regular expressions and templates


def _patterns(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _patterns(item)
    elif isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for key, value in node.items():
            if key == "patternProperties":
                yield from value
            yield from _patterns(value)


def _steps(pattern: str, text: str) -> int:
    steps = Steps(pattern, re.ASCII)
    steps.scan(text, first=True)
    return steps.taken


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["policy", "case"])
def test_the_schemas_have_no_pattern_that_backtracks_far(name: str) -> None:
    """Twice as long a text takes a pattern of the schemas twice as many steps: no other patterns meet every input."""
    pieces = ("a", "0", "a-", "a.", "9 ", "-", "a@", "{}", "1.", " ")
    for pattern, piece, end in product(set(_patterns(courtesy.schema(name))), pieces, ("", "!")):
        half, whole = (_steps(pattern, piece * (size // len(piece)) + end) for size in (400, 800))
        assert whole <= 2.2 * half, (pattern, piece, end)


@pytest.mark.parametrize("test", ["{matches: '(a+)+$'}", "{pattern: '(a+)+$'}", "{regex: a}", "{like: a}"])
def test_a_policy_cannot_bring_a_regular_expression(test: str) -> None:
    """No test of a condition takes a regular expression."""
    rule = f"rules: [{{id: a.b, level: must, forbid: {{message.tone: {test}}}}}]\n".encode()
    with pytest.raises(InvalidInputError):
        parse_policy(MANIFEST + rule, "a.yaml", matcher="native")


def test_text_that_looks_like_one_is_text() -> None:
    """A value that would be a regular expression elsewhere is compared as it stands."""
    facts = b"facts: {attributes.x: {type: string, title: x}}\n"
    rule = b"rules: [{id: a.b, level: must, applies_to: {channel: email}, forbid: {attributes.x: '(a+)+$'}}]\n"
    policy = parse_policy(MANIFEST + b"zone: UTC\n" + facts + rule, "a.yaml", matcher="native")
    stated = {
        "zone": "UTC",
        "contacts": {"hr": {}},
        "actions": [{"channel": "email", "to": "hr", "at": "2026-01-01T00:00"}],
    }
    outcomes = []
    for value in ("a" * 60 + "!", "(a+)+$"):
        case = policy.case_from({**stated, "attributes": {"x": value}})
        outcomes.append(policy.check(case, now=case.actions[0].at).outcome.value)
    assert outcomes == ["allow", "deny"]


@pytest.mark.parametrize("says", ["{:>999999999}", "{0.__class__}", "{}{}", "{", "}", "{!r}", "%(a)s{x}"])
def test_a_template_has_one_plain_place(says: str) -> None:
    """The words for a fact hold `{}` once or not at all: no widths, attributes or conversions, checked at loading."""
    facts = f"facts: {{attributes.x: {{type: string, title: x, says: {says!r}}}}}\n".encode()
    with pytest.raises(InvalidInputError):
        parse_policy(MANIFEST + facts + b"rules: [{id: a.b, level: must, forbid: true}]\n", "a.yaml", matcher="native")
