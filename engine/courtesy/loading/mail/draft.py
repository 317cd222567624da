"""A real e-mail draft to an action: addresses become contacts, the author's words become the body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from courtesy.bounds import MAX_BYTES
from courtesy.errors import InvalidInputError
from courtesy.loading.characters import source_of
from courtesy.loading.errors import BadMailError, LimitExceededError, UnknownNameError
from courtesy.loading.mail.charsets import decoded, decoded_words
from courtesy.loading.mail.containers import Foreign, unpacked
from courtesy.loading.mail.dates import BadDate, read_date
from courtesy.loading.mail.head import MAX_LINES, head_of
from courtesy.loading.mail.problems import MailProblems
from courtesy.loading.mail.recipients import NOBODY, Named, Recipients
from courtesy.loading.mail.text import own_words, text_of_html
from courtesy.model.case import Action, Message
from courtesy.model.channels import EMAIL
from courtesy.model.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

    from courtesy.errors import Problem
    from courtesy.loading.mail.containers import Unpacked
    from courtesy.model.case import Case
    from courtesy.model.vocabulary import Vocabulary

_MAX_PARTS = 200
_MAX_BODY = 100_000
"""Characters; the schema of cases has the same limit."""
_SAVE_IT = "save the draft as .eml from the mail program"
_OF_A_DRAFT = ("from", "to", "cc", "bcc", "subject", "date", "content-type")


def read_draft(
    data: bytes,
    file: str,
    case: Case,
    named: Named = NOBODY,
    *,
    purpose: str | None = None,
    id: str = "draft",  # noqa: A002  the name it has in case files
    vocabulary: Vocabulary = BUILT_IN,
) -> Action:
    """The e-mail that a file drafts, toward the contacts of a case and those that are `named` beside it.

    Bcc counts as Cc. Without Date the act is for now; without `purpose` its purpose is unknown. Quoted replies and
    the signature are left out of the body, which has at most 100,000 characters. Raises InvalidInputError.
    """
    if len(data) > MAX_BYTES:
        _stop(LimitExceededError(MailProblems(file).place(), f"at most {MAX_BYTES:,} bytes", f"{len(data):,}"))
    problems = MailProblems(source_of(data, file))
    draft = _Draft(_mail_in(data, problems), problems)
    return draft.action(case, named, purpose, id, vocabulary)


def _mail_in(data: bytes, problems: MailProblems) -> Unpacked:
    found = unpacked(data)
    if isinstance(found, Foreign):
        _stop(BadMailError(problems.place(), "an e-mail (RFC 5322)", found.kind, found.hint))
    return found


class _Draft:
    def __init__(self, mail: Unpacked, problems: MailProblems) -> None:
        self.problems = problems
        self.charset = mail.charset
        self.head = head_of(mail.data, mail.first_line)
        self.message = self._parsed()

    def _parsed(self) -> EmailMessage:
        from email.parser import BytesParser  # noqa: PLC0415  cold start

        from courtesy.loading.mail.limits import limited  # noqa: PLC0415  cold start

        start = self.problems.place()
        if sum(len(field.lines) for field in self.head.fields) >= MAX_LINES:
            _stop(LimitExceededError(start, f"at most {MAX_LINES:,} lines of headers", "more"))
        if next(self.head.named(*_OF_A_DRAFT), None) is None:
            _stop(BadMailError(start, "an e-mail (RFC 5322) with headers", "none", _SAVE_IT))
        try:
            message: EmailMessage = BytesParser(policy=limited(start)).parsebytes(self.head.mail)
        except InvalidInputError:
            raise
        except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken mail
            _stop(BadMailError(start, "an e-mail (RFC 5322)", "something else"))
        return message

    def action(self, case: Case, named: Named, purpose: str | None, act_id: str, vocabulary: Vocabulary) -> Action:
        start = self.problems.place()
        for name in (*named.to, *named.cc):
            if name not in case.contacts:
                self.problems.append(UnknownNameError(start, "contact", name, case.contacts))
        if purpose is not None and purpose not in vocabulary.purposes:
            self.problems.append(UnknownNameError(start, "purpose", purpose, vocabulary.purposes))
        to, cc = Recipients(self.head, case, named, self.problems).reached()
        action = Action(
            id=act_id,
            channel=EMAIL,
            to=to,
            purpose=purpose,
            at=self._date(),
            cc=cc,
            message=Message(subject=self._subject(), body=self._body()),
        )
        if self.problems:
            raise InvalidInputError(self.problems)
        return action

    def _date(self) -> datetime | None:
        field = next(self.head.named("date"), None)
        when = None if field is None else read_date(field.text)
        if not isinstance(when, BadDate):
            return when
        self.problems.tell(field, *when)
        return None

    def _subject(self) -> str | None:
        field = next(self.head.named("subject"), None)
        return None if field is None else _clean(" ".join(decoded_words(field.text).splitlines()))

    # -------------------------------------------------------------------------------------------- body

    def _body(self) -> str | None:
        try:
            part = self._text_part()
            if part is None:
                return None
            text = self._decoded(part)
            body = own_words(_clean(text_of_html(text) if part.get_content_subtype() == "html" else text))
        except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken parts
            self.problems.tell(None, "a text part that can be decoded", "a broken one")
            return None
        if len(body) > _MAX_BODY:
            expected = f"a body of at most {_MAX_BODY:,} characters"
            self.problems.append(LimitExceededError(self.problems.place(), expected, f"{len(body):,}"))
        return body

    def _decoded(self, part: EmailMessage) -> str:
        """The text of a part, in its own character set as far as that is known."""
        payload = part.get_payload(decode=True)
        return decoded(payload if isinstance(payload, bytes) else b"", part.get_content_charset(), whole=self.charset)

    def _text_part(self) -> EmailMessage | None:
        """The first plain text part, else the first HTML part; attachments and forwarded messages are none."""
        texts: dict[str, EmailMessage] = {}
        waiting: list[EmailMessage] = [self.message]
        for _ in range(_MAX_PARTS):
            if not waiting:
                break
            part = waiting.pop(0)
            if part.is_attachment():
                continue
            if part.get_content_maintype() == "multipart":
                inner: Any = part.get_payload()
                waiting[:0] = inner if isinstance(inner, list) else []
            elif part.get_content_maintype() == "text":
                texts.setdefault(part.get_content_subtype(), part)
        return texts.get("plain") or texts.get("html")


def _stop(problem: Problem) -> NoReturn:
    raise InvalidInputError([problem])


def _clean(text: str) -> str:
    """Text without control characters and halves of characters, which mail may carry and reports must not."""
    unified = text.replace("\r\n", "\n")
    return "".join(c if c.isprintable() or c in "\n\t" else " " if c.isspace() else "" for c in unified)
