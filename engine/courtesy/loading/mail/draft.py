"""A real e-mail draft to an action: addresses become contacts, the author's words become the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bounds import MAX_BODY
from courtesy.errors import InvalidInputError
from courtesy.loading.errors import LimitExceededError, UnknownNameError
from courtesy.loading.mail.author import Said, said_in
from courtesy.loading.mail.dates import BadDate, read_date
from courtesy.loading.mail.opening import opened, subject_of
from courtesy.loading.mail.parts import parts_of
from courtesy.loading.mail.recipients import NOBODY, Named, Recipients
from courtesy.model.case import Action, Message
from courtesy.model.channels import EMAIL
from courtesy.model.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from email.message import EmailMessage

    from courtesy.loading.mail.head import Head
    from courtesy.loading.mail.problems import MailProblems
    from courtesy.model.case import Case
    from courtesy.model.vocabulary import Vocabulary


def _between_spaces(text: str) -> int:
    return len(text.split())


def read_draft(
    data: bytes,
    file: str,
    case: Case,
    named: Named = NOBODY,
    *,
    purpose: str | None = None,
    id: str = "draft",  # noqa: A002  the name it has in case files
    vocabulary: Vocabulary = BUILT_IN,
    words: Callable[[str], int] = _between_spaces,
) -> Action:
    """The e-mail that a file drafts, toward the contacts of a case and those that are `named` beside it.

    Bcc counts as Cc. Without Date the act is for now; without `purpose` its purpose is unknown. The body is what the
    author says, of at most 100,000 characters; `words` counts those of what is left out. Raises InvalidInputError.
    """
    head, message, charset, problems = opened(data, file)
    for name in (*named.to, *named.cc):
        if name not in case.contacts:
            problems.append(UnknownNameError(problems.place(), "contact", name, case.contacts))
    if purpose is not None and purpose not in vocabulary.purposes:
        problems.append(UnknownNameError(problems.place(), "purpose", purpose, vocabulary.purposes))
    to, cc = Recipients(head, case, named, problems).reached()
    said = _said(message, charset, words, problems)
    written = Message(subject=subject_of(head), body=said.text, left_out=said.left_out, unread=said.unread)
    action = Action(EMAIL, id=id, to=to, cc=cc, purpose=purpose, at=_date(head, problems), message=written)
    if problems:
        raise InvalidInputError(problems)
    return action


def _date(head: Head, problems: MailProblems) -> datetime | None:
    field = next(head.named("date"), None)
    when = None if field is None else read_date(field.text)
    if not isinstance(when, BadDate):
        return when
    problems.tell(field, *when)
    return None


def _said(message: EmailMessage, charset: str | None, words: Callable[[str], int], problems: MailProblems) -> Said:
    """What the author says in the mail."""
    try:
        said = said_in(parts_of(message, charset), words)
    except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken parts
        problems.tell(None, "a text part that can be decoded", "a broken one")
        return Said(None, {}, None)
    if said.text is not None and len(said.text) > MAX_BODY:
        expected = f"a body of at most {MAX_BODY:,} characters"
        problems.append(LimitExceededError(problems.place(), expected, f"{len(said.text):,}"))
    return said
