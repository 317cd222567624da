"""Who gets a draft. What each spelling means is data; that none is lost is tried on random ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from courtesy.errors import InvalidInputError
from courtesy.loading.case_loader import read_case
from courtesy.loading.mail.addresses import canonical, read_addresses
from courtesy.loading.mail.draft import read_draft
from courtesy.loading.mail.recipients import Named
from courtesy.loading.python_source import tree_of
from courtesy.model.case import Candidate, Case, Contact
from courtesy.model.vocabulary import BUILT_IN

ENTRIES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "drafts/recipients.yaml").read_text(encoding="utf-8")
)
NAMES = ("interviewer", "hr", "manager", "recruiter")
CONTACTS = {name: Contact(id=name, emails=(f"{name}@example.com",)) for name in NAMES}
DESK = {"desk": Contact(id="desk", emails=("desk@müller.example",))}
CASE = Case(candidate=Candidate(emails=("candidate@example.com",)), contacts=CONTACTS | DESK)


@pytest.mark.parametrize("name", ENTRIES)
def test_who_gets_a_draft(name: str) -> None:
    """Every spelling of a header gives all of its recipients, or an error that shows what was not understood."""
    wanted = ENTRIES[name]
    named = Named(**{flag: tuple(said) for flag, said in wanted.get("flags", {}).items()})
    mail = f"{wanted['mail']}\n\nHello".encode()
    if "refused" in wanted:
        with pytest.raises(InvalidInputError) as caught:
            read_draft(mail, "draft.eml", CASE, named)
        assert wanted["refused"] == [str(problem) for problem in caught.value.problems]
    else:
        action = read_draft(mail, "draft.eml", CASE, named)
        assert (wanted["to"], wanted.get("cc", [])) == (list(action.to), list(action.cc))


LOCAL_PARTS = st.from_regex(r"[a-z0-9]([a-z0-9._+-]{0,8}[a-z0-9])?", fullmatch=True) | st.just('"a, b; <c>@d"')
DOMAINS = st.from_regex(r"[a-z0-9]{1,8}(\.[a-z]{2,5}){1,2}", fullmatch=True)
LISTS = st.lists(st.builds("{}@{}".format, LOCAL_PARTS, DOMAINS), min_size=1, max_size=5)
WORDS = st.text("abzÄé文 .'-!", max_size=12)
SPELLINGS = st.sampled_from(
    (
        "{a}",
        "<{a}>",
        "{n} <{a}>",
        '"{n}, {n}; <x@y>" <{a}>',
        "({n}, x@y) {a}",
        "{a} ({n})",
        "'{a}'",
        "=?utf-8?q?x,y?= <{a}>",
        "\t< {a} >",
        "<mailto:{a}>",
        "{n}:{a}",
    )
)


@given(st.data(), LISTS)
def test_no_recipient_is_lost(data: st.DataObject, addresses: list[str]) -> None:
    """However addresses are written, named, commented and separated: all of them come back, in their order."""
    written = [data.draw(SPELLINGS).format(a=address, n=data.draw(WORDS).strip() or "x") for address in addresses]
    text = "".join(one + data.draw(st.sampled_from((",", ";", " , ", ";\n ", "\uff0c", ",, "))) for one in written)
    assert (tuple(addresses), ()) == read_addresses(text)


@given(st.lists(st.sampled_from(["hr@x", ",", ";", "<a@b>", '"', "(", ")", "[", "]", ":", "\\", "/"]), max_size=12))
def test_every_at_sign_is_accounted_for(pieces: list[str]) -> None:
    """Each address of a header is found, told not to be understood, or stands in a comment or in quotation marks."""
    text = " ".join(pieces)
    found, strange = read_addresses(text)
    if not {"(", '"', "\\"} & set(pieces):
        told = sum(part.count("@") for part in (*found, *strange))
        assert text.count("@") == told


@given(LISTS)
def test_the_same_address_has_one_form(addresses: list[str]) -> None:
    """Capital letters, a last dot and needless quotation marks make no other address."""
    for address in addresses:
        local, _, domain = address.rpartition("@")
        quoted = local if local.startswith('"') else f'"{local}"'
        assert {canonical(address)} == {canonical(f"{one}@{domain.upper()}.") for one in (local.upper(), quoted)}


def test_an_address_is_of_one_person() -> None:
    """An address of the candidate's own is none of a contact's."""
    stated = {"candidate": {"emails": "me@example.com"}, "contacts": {"hr": {"emails": ["ME@example.com"]}}}
    with pytest.raises(InvalidInputError, match="expected each address once, found `me@example"):
        read_case(tree_of(stated), BUILT_IN)
    case = read_case(tree_of({"candidate": {"emails": ["a@x.org", "b@x.org"]}}), BUILT_IN)
    assert ("a@x.org", "b@x.org") == case.candidate.emails
