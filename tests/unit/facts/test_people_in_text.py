"""Tests of names in texts, against labelled texts, and by what holds of all names."""

from __future__ import annotations

import unicodedata
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.facts import message, people_in_text
from courtesy.facts.naming import tokens, unspaced
from courtesy.facts.naming.letters import plain_spellings
from courtesy.facts.naming.reading import names_of
from courtesy.facts.people_in_text import Person, known_people, mentions, nameless
from courtesy.model.case import Contact
from tests.helpers.named import Labelled, labelled, tally
from tests.helpers.recorded import Recorded, repeated
from tests.helpers.work import counted

TEXTS = list(labelled())
TUNED, KEPT = ([one for one in TEXTS if one.kept_away is kept] for kept in (False, True))


@pytest.mark.parametrize("one", TUNED, ids=lambda one: f"{one.contact.name}: {one.text}"[:60])
def test_a_text_names_whom_it_is_labelled_to_name(one: Labelled) -> None:
    """Of each text what names the contact is found, and nothing else."""
    assert one.expected == one.found()


def test_texts_that_nothing_was_tuned_on_are_judged_nearly_as_well() -> None:
    """Of the texts kept away nearly all are judged as labelled; what is not is counted, and shall not become more."""
    found = tally(KEPT)
    assert len(KEPT) > len(TEXTS) / 4
    assert found.missed <= 4
    assert found.false_alarms <= 3
    assert found.otherwise <= 2


GIVEN = ("Jørgen", "Łukasz", "Zoë", "François", "Đorđe", "Åse", "Þóra", "Müjgan", "Siân", "Jane")
FAMILY = ("Sørensen", "Wójcik", "Núñez", "O'Brien", "Weißkopf", "Sæmundsson", "Müllerová", "D\u2019Angelo", "Doe-Smith")
NAMES = st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)).map(" ".join)
FILLERS = st.lists(
    st.sampled_from(["the", "a", "good", "talk", "with", "and", "I", "learned", "today", ".", "!"]), max_size=8
)


def spellings_of(word: str) -> list[str]:
    """Ways in which people type a word."""
    plain = plain_spellings(word.replace("-", ""))
    composed = [unicodedata.normalize(form, word) for form in ("NFC", "NFD")]
    return [*plain, *composed, *(one.title() for one in plain), word.upper(), word.replace("'", "\u2019")]


@given(NAMES, FILLERS, FILLERS, st.data())
def test_a_full_name_is_found_however_it_is_spelled(
    name: str, before: list[str], after: list[str], data: st.DataObject
) -> None:
    """A full name is found in every usual spelling, whatever stands around it."""
    said = " ".join(data.draw(st.sampled_from(spellings_of(word))) for word in name.split())
    text = " ".join([*before, said, *after])
    (found,) = mentions(text, (Person("interviewer", (name,)),))
    assert said == found.said


@given(NAMES, st.lists(st.from_regex(r"[A-Z]?[bcfghkpqvxz]{3,8}[.,!]?", fullmatch=True), max_size=12).map(" ".join))
def test_other_words_name_nobody(name: str, text: str) -> None:
    """A text whose words share nothing with a name does not mention it."""
    assert not mentions(text, (Person("interviewer", (name,), ("@jane_d",)),))


FRAGMENTS = sorted({piece for one in TEXTS for piece in chain(one.text.split(), (one.text,))})
PEOPLE = known_people(one.contact for one in TEXTS)


@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=8), st.sampled_from(["", " ", "\n", "-"]))
def test_what_is_quoted_stands_in_the_text(pieces: list[str], between: str) -> None:
    """Every mention is a slice of the text, said once of each person, and asking again says the same."""
    text = between.join(pieces)
    people = tuple(dict.fromkeys(PEOPLE))[::7]
    found = mentions.__wrapped__(text, people)
    assert all(one.said and one.said in text for one in found)
    assert found == mentions(text, people)


@given(st.text(max_size=40) | st.lists(st.sampled_from(FRAGMENTS), max_size=6).map(" ".join))
def test_any_field_of_a_name_is_read(field: str) -> None:
    """Whatever stands in the field of a name, it holds names of words, and texts can be searched for them."""
    assert all(word.strip() for written in names_of(field) for word in written.words)
    mentions.__wrapped__(f"A talk with {field}.", (Person("interviewer", (field,), (field,)),))


def test_what_is_no_name_leaves_the_contact_nameless() -> None:
    """With a placeholder in the field of a name nobody can tell whom a text names; a desk's name is nobody's."""
    placeholders = ("?", "N.N.", "unknown", "TBD", "Mr.", "@account", "-")
    nobody = ("HR Department", "Acme GmbH", "Hiring Manager", "info@example.com")
    contacts = [Contact(id=name, name=name) for name in (*placeholders, *nobody, "Jane", "jane.doe@example.com")]
    assert list(placeholders) == [one.id for one in nameless(contacts)]


def test_a_name_of_many_words_costs_no_more_than_its_first_twelve() -> None:
    """What is spelled of a name does not grow with the number of its words."""
    (written,) = names_of("Jane " + "van " * 10_000)
    assert len(written.words) == 12


def test_desks_are_known_by_nothing() -> None:
    """A desk is nobody whatever it is called; a person is nameless without a name of any kind."""
    desk = Contact(id="desk", name="Front Desk", desk=True)
    named = Contact(id="bill", other_names=("Bill",))
    account = Contact(id="account", handles=("@acct",))
    assert known_people([desk, named, account]) == (Person("bill", ("Bill",)), Person("account", (), ("@acct",)))
    assert nameless([desk, named, account]) == (account,)


READERS = (people_in_text, tokens, unspaced)
SEARCHED = tuple(
    Person(name, (name,), ("@ada", "jo_li"))
    for name in ("Ada Byron-King", "Jane Bad", "山田 太郎", "王小明", "김민수", "佐藤さくら", "มา แสง")
)
PIECES = st.sampled_from(
    ["ADA", "ada ", "@ada", "#AdaBad", "Bad", "Jane-", "jo_li", "'s", ". ", "\n", "Mr. ", "byron king"]
)


@given(st.lists(PIECES | st.text(st.characters(max_codepoint=127), max_size=4), max_size=12).map("".join))
def test_both_libraries_find_the_same_in_ascii(text: str) -> None:
    """What is found in a text in ASCII does not depend on the library that reads it."""
    plain = mentions.__wrapped__(text, SEARCHED)
    with pytest.MonkeyPatch.context() as patch:
        for module in READERS:
            patch.setattr(module, "pattern", lambda source, _: message._compiled(source, ascii_only=False))
        assert plain == mentions.__wrapped__(text, SEARCHED)


CALLS = 2_000_000
LONGEST = 25_000
STEPS_SIZE = 80
HOSTILE = ("Jane ", "@ada", "#AdaBad", "a'", "\u00ad", "e\u0301", "小明", "민수 ", "มา")


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_no_text_takes_forever(unit: str) -> None:
    """A quarter of the longest text that a case may hold takes few calls, whatever it repeats."""
    with counted(CALLS):
        mentions.__wrapped__(repeated("the é ", unit, LONGEST), SEARCHED)


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_no_pattern_backtracks_far(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as long a text takes the patterns twice as many steps."""
    for module in READERS:
        monkeypatch.setattr(module, "pattern", Recorded)
    taken = []
    for size in (STEPS_SIZE, 2 * STEPS_SIZE):
        Recorded.steps = 0
        mentions.__wrapped__(repeated("the é ", unit, size), SEARCHED)
        taken.append(Recorded.steps)
    assert taken[1] <= 2.5 * taken[0]
