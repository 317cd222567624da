"""A file with an e-mail, opened: its headers, and its parts as the mail library sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn

from courtesy.bounds import MAX_BYTES
from courtesy.errors import InvalidInputError
from courtesy.loading.characters import source_of
from courtesy.loading.errors import BadMailError, LimitExceededError
from courtesy.loading.mail.author import clean
from courtesy.loading.mail.charsets import decoded_words
from courtesy.loading.mail.containers import Foreign, next_mail, unpacked
from courtesy.loading.mail.head import MAX_LINES, head_of
from courtesy.loading.mail.problems import MailProblems

if TYPE_CHECKING:
    from email.message import EmailMessage

    from courtesy.errors import Problem
    from courtesy.loading.mail.head import Head

_SAVE_IT = "save the e-mail as .eml from the mail program"
_ONE_BY_ONE = "save each e-mail as a file of its own"
_OF_MAIL = ("from", "to", "cc", "bcc", "subject", "date", "content-type")


class Opened(NamedTuple):
    """A mail. `charset` is that of the whole file, if known; what is wrong with it is added to `problems`."""

    head: Head
    message: EmailMessage
    charset: str | None
    problems: MailProblems


def opened(data: bytes, file: str, most: int = MAX_BYTES) -> Opened:
    """The mail in a file of at most so many bytes. Raises InvalidInputError where there is none."""
    if len(data) > most:
        _stop(LimitExceededError(MailProblems(file).place(), f"at most {most:,} bytes", f"{len(data):,}"))
    problems = MailProblems(source_of(data, file))
    mail = unpacked(data)
    if isinstance(mail, Foreign):
        _stop(BadMailError(problems.place(), "an e-mail (RFC 5322)", mail.kind, mail.hint))
    head = head_of(mail.data, mail.first_line)
    message = _parsed(head, problems)
    if next_mail(head.body, message.get_boundary()) is not None:
        _stop(BadMailError(problems.place(), "one e-mail", "several in one mailbox", _ONE_BY_ONE))
    return Opened(head, message, mail.charset, problems)


def subject_of(head: Head) -> str | None:
    """The subject, decoded; None where there is no such header."""
    field = next(head.named("subject"), None)
    return None if field is None else clean(" ".join(decoded_words(field.text).splitlines()))


def _parsed(head: Head, problems: MailProblems) -> EmailMessage:
    from email.parser import BytesParser  # noqa: PLC0415  cold start

    from courtesy.loading.mail.limits import limited  # noqa: PLC0415  cold start

    start = problems.place()
    if sum(len(field.lines) for field in head.fields) >= MAX_LINES:
        _stop(LimitExceededError(start, f"at most {MAX_LINES:,} lines of headers", "more"))
    if next(head.named(*_OF_MAIL), None) is None:
        _stop(BadMailError(start, "an e-mail (RFC 5322) with headers", "none", _SAVE_IT))
    try:
        message: EmailMessage = BytesParser(policy=limited(start)).parsebytes(head.mail)
    except InvalidInputError:
        raise
    except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken mail
        _stop(BadMailError(start, "an e-mail (RFC 5322)", "something else"))
    return message


def _stop(problem: Problem) -> NoReturn:
    raise InvalidInputError([problem])
