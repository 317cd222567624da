"""A mail that was sent or received: who wrote it, when, in answer to what, and what it says of itself."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bounds import MAX_BODY, MAX_MAIL_BYTES
from courtesy.errors import InvalidInputError
from courtesy.loading.mail.addresses import read_addresses
from courtesy.loading.mail.author import said_in
from courtesy.loading.mail.automatic import Automatic, automatic
from courtesy.loading.mail.dates import BadDate, read_date
from courtesy.loading.mail.opening import opened, subject_of
from courtesy.loading.mail.parts import parts_of
from courtesy.loading.mail.recipients import NOBODY, Named, Reached, Recipients
from courtesy.loading.mail.returned import Returned, identity, returned

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

    from courtesy.loading.mail.head import Head
    from courtesy.loading.mail.problems import MailProblems
    from courtesy.model.case import Case

_RECIPIENTS = ("to", "cc", "bcc")
_LONGEST_ID = 998
"""Characters; the schema of cases has the same limit."""


class Letter(NamedTuple):
    """A mail. `said` is what its author says in it, None where that cannot be read, or is too long to be a letter.

    `message_id` is its own, or a digest of sender, time and subject where it has none; `answers` are those of the mails
    that it answers. `at` is None where it says no time. `automatic` and `returned` say what a program wrote; `calendar`
    is what an invitation to a date in it does (`REQUEST`, `REPLY`, `CANCEL`).
    """

    file: str
    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    at: datetime | None
    subject: str | None
    said: str | None
    message_id: str
    answers: frozenset[str]
    automatic: Automatic | None
    returned: Returned | None
    calendar: str | None
    head: Head
    problems: MailProblems

    def reached(self, case: Case, named: Named = NOBODY) -> Reached:
        """The contacts whom it addresses and copies, where the candidate wrote it. Raises InvalidInputError."""
        found = Recipients(self.head, case, named, self.problems).reached()
        if self.problems:
            raise InvalidInputError(self.problems)
        return found


def read_letter(data: bytes, file: str) -> Letter:
    """The mail in a file. Raises InvalidInputError where there is none."""
    head, message, charset, problems = opened(data, file, MAX_MAIL_BYTES)
    subject = subject_of(head)
    senders = _addresses(head, "from")
    at = _time(head)
    return Letter(
        file=file,
        senders=senders,
        recipients=_addresses(head, *_RECIPIENTS),
        at=at,
        subject=subject,
        said=_said(message, charset),
        message_id=_identity(head, data, senders, at, subject),
        answers=frozenset(
            one.strip("<>")
            for field in head.named("in-reply-to", "references")
            for one in field.text.replace("><", "> <").split()
        ),
        automatic=automatic(head, message, subject, senders),
        returned=returned(head, message, senders),
        calendar=_calendar(message),
        head=head,
        problems=problems,
    )


def _addresses(head: Head, *names: str) -> tuple[str, ...]:
    return tuple(one for field in head.named(*names) for one in read_addresses(field.text).found)


def _time(head: Head) -> datetime | None:
    """When it was sent; where the sender does not say so, when the last server received it."""
    dates = (field.text for field in head.named("date"))
    received = (field.text.rpartition(";")[2] for field in head.named("received"))
    for text in (*dates, *received):
        when = read_date(text)
        if when is not None and not isinstance(when, BadDate):
            return when
    return None


def _identity(head: Head, data: bytes, senders: tuple[str, ...], at: datetime | None, subject: str | None) -> str:
    stated = next((found for field in head.named("message-id") if (found := identity(field.text))), None)
    if stated is not None and stated.isprintable() and len(stated) <= _LONGEST_ID:
        return stated
    told = "\n".join((*senders, at.isoformat(), subject or "")).encode("utf-8", "replace") if at is not None else data
    return f"sha256:{sha256(told).hexdigest()[:32]}"


def _said(message: EmailMessage, charset: str | None) -> str | None:
    try:
        said = said_in(parts_of(message, charset), len).text
    except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken parts
        return None
    return None if said is None or len(said) > MAX_BODY else said


def _calendar(message: EmailMessage) -> str | None:
    """What the first invitation in it does."""
    parts = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return next((str(part.get_param("method") or "REQUEST").upper() for part in parts), None)
