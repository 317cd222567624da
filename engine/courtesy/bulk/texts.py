"""What only the engine can tell of a text: measured by its own functions, for the acts whose verdicts depend on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk import sql
from courtesy.bulk.tables import texts_of
from courtesy.facts.derivers import fact_reader
from courtesy.facts.scene import Scene
from courtesy.instants import Instant
from courtesy.model.case import Action, Case, Contact, Message
from courtesy.model.declaration import Subject
from courtesy.model.facts import Occasion
from courtesy.model.predicate import Fact
from courtesy.model.truth import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.bulk.engines.duckdb import Session
    from courtesy.bulk.lowering import Lowered, LoweredRule
    from courtesy.model.vocabulary import Vocabulary

_TOUCHES = """
SELECT touch_no, case_no, channel, subject, body, language FROM touches
SEMI JOIN (SELECT DISTINCT touch_no FROM judged WHERE {}) AS open USING (touch_no)
WHERE subject IS NOT NULL OR body IS NOT NULL
"""
_PEOPLE = """
SELECT case_no, contact_id, name, other_names, handles, desk FROM contacts
SEMI JOIN (SELECT case_no FROM judged) AS open USING (case_no)
"""


def measure_texts(session: Session, lowered: Lowered, vocabulary: Vocabulary) -> bool:
    """Measure the texts of those acts for which a rule is undecided that reads them; whether there are any.

    What is stated beside a text stays. A text that was measured is not kept: it need not be read again.
    """
    reading = [one for one in lowered.rules if _reads_text(one)]
    if not reading:
        return False
    touches = session.ask(_TOUCHES.format(sql.either(*(sql.unknown(one.truth) for one in reading)).sql())).to_pylist()
    if not touches:
        return False
    people = _people(session)
    kinds = texts_of(vocabulary)
    readers = [fact_reader(Fact.declared(vocabulary.facts[name])).value for name in kinds]

    def rows() -> Iterator[tuple[object, ...]]:
        for touch in touches:
            message = Message(subject=touch["subject"], body=touch["body"], language=touch["language"])
            action = Action(touch["channel"], id="", message=message)
            case = Case(contacts=people.get(touch["case_no"], {}))
            scene = Scene(Occasion(case, action, None, None, Instant(0)))
            yield touch["touch_no"], *(read(scene) for read in readers)

    session.create("texts", {"touch_no": "bigint", **kinds}, rows())
    known = ", ".join(f'coalesce(touches."{name}", texts."{name}") AS "{name}"' for name in kinds)
    left = ", ".join(f"CASE WHEN texts.touch_no IS NULL THEN {name} END AS {name}" for name in ("subject", "body"))
    session.keep("told", f"SELECT touches.* REPLACE ({known}, {left}) FROM touches LEFT JOIN texts USING (touch_no)")
    session.view("touches", "FROM told")
    return True


def _reads_text(one: LoweredRule) -> bool:
    return any(isinstance(term, Fact) and term.of is Subject.TEXT for term in terms(one.rule.truth))


def _people(session: Session) -> Mapping[int, Mapping[str, Contact]]:
    found: dict[int, dict[str, Contact]] = {}
    for row in session.ask(_PEOPLE).to_pylist():
        name = row["contact_id"]
        found.setdefault(row["case_no"], {})[name] = Contact(
            id=name,
            name=row["name"],
            other_names=tuple(row["other_names"]),
            handles=tuple(row["handles"]),
            desk=bool(row["desk"]),
        )
    return found
