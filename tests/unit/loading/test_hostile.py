"""Inputs made to take long: as large as is permitted, of what a parser finds hardest. Fuzzers try small ones."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.api.policies import parse_policy
from courtesy.errors import InvalidInputError
from courtesy.loading.case_loader import read_case
from courtesy.loading.eml import read_draft
from courtesy.loading.limits import MAX_BYTES
from courtesy.loading.source import read_tree
from courtesy.model.case import Case, Contact
from courtesy.model.vocabulary import BUILT_IN
from courtesy.rendering.problems import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAD = b"To: desk@example.org\nSubject: a\n"
HTML = HEAD + b"Content-Type: text/html\n\n"
TEXT = HEAD + b"Content-Type: text/plain; charset=%s\n\n"
CASE = Case(contacts={"desk": Contact(id="desk", emails=("desk@example.org",))})
MANIFEST = b"courtesy: 1\nid: x\nversion: 1.0.0\ntitle: x\n"
SECONDS, MEGABYTES = 2.0, 200
SLOWER_WHEN_TRACED = 10
"""Measuring coverage slows down pure Python: what hangs takes minutes, so there is room."""


def _limit() -> float:
    """Processor seconds that an input may take."""
    return SECONDS * (1 if sys.gettrace() is None else SLOWER_WHEN_TRACED)


def _full(piece: bytes, size: int = MAX_BYTES - 1000) -> bytes:
    return piece * (size // len(piece))


def _numbered(pattern: bytes, count: int) -> bytes:
    return b"".join(pattern.replace(b"%", b"%d" % number) for number in range(count))


def _containers(depth: int) -> bytes:
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return HEAD + opened + b"\n" + _full(b"x\n", 900_000)


MAILS = {
    "addresses": b"To: " + _full(b"desk@example.org, ") + b"\n\nx",
    "folded addresses": b"To: " + _full(b"desk@example.org,\n ") + b"desk@example.org\n\nx",
    "many To": _full(b"To: desk@example.org\n") + b"\nx",
    "comments in an address": b"To: " + _full(b"(") + b"\n\nx",
    "encoded words": b"To: desk@example.org\nSubject: " + _full(b"=?utf-8?q?a?= ") + b"\n\nx",
    "words of a subject": b"To: desk@example.org\nSubject: " + _full(b"a ") + b"\n\nx",
    "parameters": HEAD + b"Content-Type: text/plain; " + _full(b"a=b; ") + b"\n\nx",
    "split parameters": HEAD + b"Content-Type: text/plain; " + _full(b"a*0*=''b; ") + b"\n\nx",
    "encodings": HEAD + b"Content-Transfer-Encoding: " + _full(b"a ") + b"\n\nx",
    "dispositions": HEAD + b"Content-Disposition: attachment; " + _full(b"a=b; ") + b"\n\nx",
    "headers": HEAD + _full(b"A: b\n") + b"\nx",
    "nested parts": _containers(900),
    "nested messages": HEAD + _full(b"Content-Type: message/rfc822\n\n"),
    "names of hosts": TEXT % b"Puny_Code" + _full(b"b"),
    "names of domains": TEXT % b"idna" + _full(b"xn--a."),
    "quotes after a long line": HEAD + b"\n" + b"x" * 500_000 + b"\n" + _full(b">\n", 500_000),
    "quotes and blank lines": HEAD + b"\nOn " + b"x " * 250_000 + b"\n" + _full(b"\n>\n", 500_000),
    "a script": HTML + b"<script>" + _full(b"</a"),
    "scripts": HTML + _full(b"<script>x</script "),
    "styles": HTML + _full(b"<style>"),
}
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
MAILS |= {f"markup {piece.decode()}": HTML + _full(piece) for piece in _OPENINGS}
CASES = {
    "directives": _numbered(b"%%TAG !%! b\n".replace(b"%%", b"\0"), 65_000).replace(b"\0", b"%") + b"---\na: b\n",
    "unknown contacts": b"zone: UTC\ncontacts:\n" + _numbered(b" c%: {}\n", 25_000) + b"history:\n"
    + _numbered(b" - {channel: email, to: d%, at: 2020-01-01T00:00}\n", 12_000),
    "unknown zones": b"zone: UTC\ncontacts:\n" + _numbered(b" c%: {zone: Europe/Pari%}\n", 25_000),
    "unknown roles": b"zone: UTC\ncontacts:\n" + _numbered(b" c%: {roles: hrx%}\n", 30_000),
    "unknown attributes": b"zone: UTC\nattributes:\n" + _numbered(b" k%: v\n", 60_000),
    "times in a gap": b"zone: America/New_York\ncontacts: {hr: {}}\nhistory:\n"
    + _full(b" - {channel: email, to: hr, at: 2026-03-08T02:30}\n", 900_000),
    "recipients": b"zone: UTC\ncontacts: {hr: {}}\nactions:\n - {channel: email, to: ["
    + _numbered(b"h%,", 90_000) + b"]}\n",
    "a long name": b"zone: UTC\ncontacts: {hr: {}}\nhistory:\n- {channel: email, at: 2020-01-01T00:00, to: "
    + b"a" * 900_000 + b"}\n",
}  # fmt: skip
POLICIES = {
    "unknown facts": MANIFEST + b"rules:\n"
    + _numbered(b" - {id: a.b%, level: must, forbid: {attributes.x%: true}}\n", 16_000),
    "declared facts": MANIFEST + b"facts:\n" + _numbered(b" attributes.x%: {type: boolean, title: x}\n", 18_000)
    + b"rules: [{id: a.b, level: must, forbid: {attributes.y: true}}]\n",
    "one rule with many tests": MANIFEST + b"rules:\n - {id: a.b, level: must, forbid: {any: ["
    + _full(b"{message.words: 1}, ", 900_000) + b"]}}\n",
    "sources": MANIFEST + b"rules:\n"
    + _numbered(b" - {id: a.b%, level: must, forbid: true, source: {ref: s%}}\n", 16_000),
}  # fmt: skip


def _inputs() -> Iterator[tuple[str, Callable[[], object]]]:
    for name, data in MAILS.items():
        yield name, lambda data=data: read_draft(data, "a.eml", CASE)  # type: ignore[misc]  # bound at once
    for name, data in CASES.items():
        yield name, lambda data=data: read_case(read_tree(data, "a.yaml"), BUILT_IN)  # type: ignore[misc]  # bound at once
    for name, data in POLICIES.items():
        yield name, lambda data=data: parse_policy(data, "a.yaml", matcher="native")  # type: ignore[misc]  # bound at once


INPUTS = dict(_inputs())


def _measure(name: str, answer: multiprocessing.SimpleQueue[tuple[float, float]]) -> None:
    start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        INPUTS[name]()
    except InvalidInputError as error:
        render(error, lambda _: None, lambda text, _: text)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    answer.put((time.process_time() - start, grown / 1024))


@pytest.mark.parametrize("name", INPUTS)
def test_hostile_inputs(name: str) -> None:
    """A megabyte of what a parser finds hardest is read or refused within 2 seconds and 200 MiB."""
    context = multiprocessing.get_context("fork")
    answer: multiprocessing.SimpleQueue[tuple[float, float]] = context.SimpleQueue()
    process = context.Process(target=_measure, args=(name, answer))
    process.start()
    process.join(60)
    if process.is_alive():
        process.kill()
        process.join()
        pytest.fail("it hangs")
    assert process.exitcode == 0
    took, grown = answer.get()
    assert took < _limit()
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


@pytest.mark.parametrize("name", ["policy", "case", "verdict"])
def test_the_schemas_have_no_pattern_that_backtracks_far(name: str) -> None:
    """The only regular expressions that input meets are the schemas' own, and none takes long on hostile text."""
    from courtesy.loading.schemas import _compiled  # noqa: PLC0415  the same form that the loader uses

    texts = [
        piece * (100_000 // len(piece)) + end
        for piece in ("a", "0", "a-", "a.", "9 ", "-", "a@", "{}", "1.", " ")
        for end in ("", "!")
    ]
    for pattern in set(_patterns(courtesy.schema(name))):
        for text in texts:
            start = time.process_time()
            _compiled(pattern).search(text)
            assert time.process_time() - start < 0.2, (pattern, text[:4])


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
        start = time.process_time()
        outcomes.append(policy.check(case, now=case.actions[0].at).outcome.value)
        assert time.process_time() - start < _limit()
    assert outcomes == ["allow", "deny"]


@pytest.mark.parametrize("says", ["{:>999999999}", "{0.__class__}", "{}{}", "{", "}", "{!r}", "%(a)s{x}"])
def test_a_template_has_one_plain_place(says: str) -> None:
    """The words for a fact hold `{}` once or not at all: no widths, attributes or conversions, checked at loading."""
    facts = f"facts: {{attributes.x: {{type: string, title: x, says: {says!r}}}}}\n".encode()
    with pytest.raises(InvalidInputError):
        parse_policy(MANIFEST + facts + b"rules: [{id: a.b, level: must, forbid: true}]\n", "a.yaml", matcher="native")
