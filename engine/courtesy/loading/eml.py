"""A real e-mail draft (RFC 5322) to an action: addresses become contacts, the text part becomes the body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.errors import InvalidInputError, Problem
from courtesy.instants import FIRST_YEAR, LAST_YEAR
from courtesy.loading.errors import BadMailError, LimitExceededError, UnknownNameError, listed
from courtesy.loading.limits import MAX_BYTES
from courtesy.loading.mail_text import own_words, text_of_html
from courtesy.model.case import Action, Message
from courtesy.model.vocabulary import BUILT_IN
from courtesy.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from email.message import EmailMessage

    from courtesy.model.case import Case
    from courtesy.model.vocabulary import Vocabulary

_MAX_PARTS = 200
_FOR_HOSTS = frozenset({"punycode", "idna"})
_MAX_BODY = 100_000
"""Characters; the schema of cases has the same limit."""


def read_draft(
    data: bytes,
    file: str,
    case: Case,
    *,
    to: Sequence[str] = (),
    purpose: str | None = None,
    id: str = "draft",  # noqa: A002  the name it has in case files
    vocabulary: Vocabulary = BUILT_IN,
) -> Action:
    """The e-mail that a file drafts; `to` names contacts instead of the addresses in To.

    Bcc counts as Cc. Without Date the act is for now; without `purpose` its purpose is unknown. Quoted replies and
    the signature are left out of the body, which has at most 100,000 characters. Raises InvalidInputError.
    """
    if len(data) > MAX_BYTES:
        place = Span(file, 1, 1, 1, 1)
        raise InvalidInputError([LimitExceededError(place, f"at most {MAX_BYTES:,} bytes", f"{len(data):,}")])
    return _Draft(data, file, case).action(tuple(to), purpose, id, vocabulary)


class _Draft:
    def __init__(self, data: bytes, file: str, case: Case) -> None:
        self.file = file
        self.data = data
        self.case = case
        self.problems: list[Problem] = []
        self.message = self._parsed()
        self.contacts = {email.casefold(): name for name, c in case.contacts.items() for email in c.emails}

    def _parsed(self) -> EmailMessage:
        from email.parser import BytesParser  # noqa: PLC0415  cold start

        from courtesy.loading.mail_limits import limited  # noqa: PLC0415  cold start

        try:
            message: EmailMessage = BytesParser(policy=limited(self._span(None))).parsebytes(self.data)
            names = message.keys()
        except InvalidInputError:
            raise
        except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken mail
            raise InvalidInputError([self._problem(None, "an e-mail (RFC 5322)", "something else")]) from None
        if not {name.lower() for name in names} & {"from", "to", "cc", "bcc", "subject", "date", "content-type"}:
            hint = "save the draft as .eml from the mail program"
            raise InvalidInputError([self._problem(None, "an e-mail (RFC 5322) with headers", "none", hint)])
        return message

    def action(self, to: tuple[str, ...], purpose: str | None, act_id: str, vocabulary: Vocabulary) -> Action:
        start = self._span(None)
        for name in to:
            if name not in self.case.contacts:
                self.problems.append(UnknownNameError(start, "contact", name, self.case.contacts))
        if purpose is not None and purpose not in vocabulary.purposes:
            self.problems.append(UnknownNameError(start, "purpose", purpose, vocabulary.purposes))
        recipients = to or self._known("To")
        if not recipients and not self.problems:
            self.problems.append(self._problem("To", "a recipient", "none", "add To, or name a contact with `--to`"))
        copied = tuple(name for name in (*self._known("Cc"), *self._known("Bcc")) if name not in recipients)
        action = Action(
            id=act_id,
            channel="email",
            to=tuple(dict.fromkeys(recipients)),
            purpose=purpose,
            at=self._date(),
            cc=tuple(dict.fromkeys(copied)),
            message=Message(subject=self._subject(), body=self._body()),
        )
        if self.problems:
            raise InvalidInputError(self.problems)
        return action

    # -------------------------------------------------------------------------------------------- headers

    def _known(self, header: str) -> tuple[str, ...]:
        """The contacts that a header addresses; addresses of nobody known are a problem."""
        found: list[str] = []
        strangers: list[str] = []
        for address in self._addresses(header):
            contact = self.contacts.get(address.casefold())
            if contact is None:
                strangers.append(address)
            else:
                found.append(contact)
        if strangers:
            fix = "add the address to the `emails` of a contact"
            self.problems.append(
                self._problem(
                    header,
                    f"addresses of contacts of the case in {header}",
                    listed(strangers, "and"),
                    f"{fix}, or name the contact with `--to`" if header == "To" else fix,
                )
            )
        return tuple(found)

    def _addresses(self, header: str) -> list[str]:
        try:
            return [
                address.addr_spec
                for value in self.message.get_all(header, [])
                for address in value.addresses
                if address.addr_spec not in {"", "<>"}
            ]
        except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken headers
            self.problems.append(self._problem(header, f"addresses in {header}", "something else"))
            return []

    def _date(self) -> datetime | None:
        try:
            header = self.message["Date"]
            if header is None:
                return None
            when: datetime | None = header.datetime
        except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken headers
            when = None
        if when is None or not FIRST_YEAR <= when.year <= LAST_YEAR:
            self.problems.append(
                self._problem(
                    "Date",
                    "a date such as `Fri, 27 Nov 2026 15:30:00 -0500`",
                    "something else",
                    "leave Date out to mean now",
                )
            )
            return None
        if when.tzinfo is None:
            # `-0000` says that the offset is not known, which is how some programs write universal time.
            self.problems.append(self._problem("Date", "a date with its offset", "the offset `-0000`", "write `+0000`"))
            return None
        return when

    def _subject(self) -> str | None:
        try:
            subject = self.message["Subject"]
            return None if subject is None else _clean(str(subject))
        except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken headers
            self.problems.append(self._problem("Subject", "a subject", "one that cannot be decoded"))
            return None

    # -------------------------------------------------------------------------------------------- body

    def _body(self) -> str | None:
        try:
            part = self._text_part()
            if part is None:
                return None
            text = _decoded(part)
            body = own_words(_clean(text_of_html(text) if part.get_content_subtype() == "html" else text))
        except Exception:  # noqa: BLE001  the library raises all sorts of errors for broken parts
            self.problems.append(self._problem(None, "a text part that can be decoded", "a broken one"))
            return None
        if len(body) > _MAX_BODY:
            expected = f"a body of at most {_MAX_BODY:,} characters"
            self.problems.append(LimitExceededError(self._span(None), expected, f"{len(body):,}"))
        return body

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

    # -------------------------------------------------------------------------------------------- problems

    def _problem(self, header: str | None, expected: str, found: str, hint: str | None = None) -> Problem:
        return BadMailError(self._span(header), expected, found, hint)

    def _span(self, header: str | None) -> Span:
        """The line of a header, or the start of the file."""
        if header is not None:
            for number, line in enumerate(self.data.splitlines()[:1000], start=1):
                if not line.strip():
                    break
                if line.lower().startswith(f"{header.lower()}:".encode()):
                    return Span(self.file, number, 1, number, len(line) + 1)
        return Span(self.file, 1, 1, 1, 1)


def _decoded(part: EmailMessage) -> str:
    """The text of a part, in its own character set as far as that is known."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    for charset in _charsets(part.get_content_charset()):
        try:
            return data.decode(charset, errors="replace" if charset == "latin-1" else "strict")
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _charsets(named: str | None) -> Iterable[str]:
    # A character set that does not fit its text is common; UTF-8 rarely fits by chance.
    # Two that are meant for names of hosts take hours to decode a long text.
    first = "utf-8" if named is None or named.replace("-", "").replace("_", "") in _FOR_HOSTS else named
    return dict.fromkeys([first, "utf-8", "cp1252", "latin-1"])


def _clean(text: str) -> str:
    """Text without control characters and halves of characters, which mail may carry and reports must not."""
    unified = text.replace("\r\n", "\n")
    return "".join(c if c.isprintable() or c in "\n\t" else " " if c.isspace() else "" for c in unified)
