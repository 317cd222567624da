"""Mails that servers send back: which mail they are about, whom it did not reach, and whether that is final."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.mail.addresses import canonical, read_addresses
from courtesy.loading.mail.charsets import decoded
from courtesy.loading.mail.dates import BadDate, read_date
from courtesy.loading.mail.head import head_of
from courtesy.loading.mail.opening import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from email.message import EmailMessage, Message

    from courtesy.loading.mail.head import Head

_STATUS = frozenset({"delivery-status", "global-delivery-status"})
_COPY = frozenset({"rfc822", "global", "rfc822-headers", "global-headers"})
_OTHER_REPORTS = frozenset({"disposition-notification", "feedback-report"})
_SERVERS = frozenset({"mailer-daemon", "mailerdaemon", "postmaster", "mail-daemon", "maildaemon", "mailsystem"})
_BELOW_IS_THE_COPY = re.compile(
    r"^[ \t>]*(?:-+\s*(?:below this line|this is a copy|the header|original message|unsent message|copy of)|"
    r"message headers follow|"
    r"(?:return-path|received|message-id):)[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_IDENTITY = re.compile(r"^[ \t>]*message-id:[ \t]*(?:\r?\n[ \t]+)?<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)
_DELAYED = re.compile(
    r"\bdelay(?:ed)?\b|\bwarning\b|still (?:being )?(?:trying|retried|attempt)|no action is required|"
    r"will (?:be retried|continue|keep trying|retry)|no(?:t)? need to (?:resend|re-send|retransmit)",
    re.IGNORECASE,
)
"""What a server says that has not given up."""
_ADDRESS = re.compile(r"[^\s<>\"'():;,]+@[^\s<>\"'():;,]+")
_MOST_READ = 200_000
"""Characters of a notice that are looked at."""


class Fate(StrEnum):
    """What a server says has become of a mail."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"


class Returned(NamedTuple):
    """What a server says. `message_id` and `at` are those of the mail it is about, None where it does not say them.

    `addresses` are those that were not reached, canonical.
    """

    fate: Fate
    message_id: str | None
    at: datetime | None
    addresses: frozenset[str]


def returned(head: Head, message: EmailMessage, senders: tuple[str, ...]) -> Returned | None:
    """What a server says of a mail that it was given; None for a mail of anybody else."""
    status = [_text_of(part) for part in message.walk() if part.get_content_subtype() in _STATUS]
    failed = [one for field in head.named("x-failed-recipients") for one in read_addresses(field.text).found]
    if not (status or failed or _is_of_a_server(head, senders) or _is_report(message)):
        return None
    text = _plain_text(message) or decoded(head.body, None)[:_MOST_READ].replace("\r\n", "\n")
    copy = next(_copies(message), None)
    if copy is None and (below := _BELOW_IS_THE_COPY.search(text)):
        copy = _head(text[below.start() if ":" in below[0] else below.end() :])
        text = text[: below.start()]
    fate, addresses = _fate(status)
    if not status:
        fate = Fate.DELAYED if _DELAYED.search(f"{subject_of(head)}\n{text}") else Fate.FAILED
        addresses = frozenset(canonical(one) for one in (failed or _ADDRESS.findall(text)))
    about = None if copy is None else next((identity(field.text) for field in copy.named("message-id")), None)
    answered = (identity(field.text) for field in head.named("in-reply-to", "references"))
    written = _IDENTITY.search(decoded(head.body, None)[:_MOST_READ])  # where the parts have come apart
    message_id = about or next(answered, None) or (written[1] if written else None)
    return Returned(fate, message_id, None if copy is None else _date(copy), addresses)


def identity(text: str) -> str | None:
    """The last id of a mail in the text of a header, without its brackets; None where there is none."""
    bracketed = re.findall(r"<([^<>]+)>", text)
    ids = ["".join(one.split()) for one in bracketed] or text.split()
    return ids[-1] if ids else None


def _is_of_a_server(head: Head, senders: tuple[str, ...]) -> bool:
    """Whether it comes from nobody, as notices do, or from the name under which servers write."""
    if any(one.partition("@")[0].casefold() in _SERVERS for one in senders):
        return True
    return not senders and any(
        "".join(field.text.split()).endswith("<>") for field in head.named("from", "return-path")
    )


def _is_report(message: EmailMessage) -> bool:
    """Whether it reports on the delivery of a mail, and not that somebody has read it or takes it for spam."""
    kinds = {part.get_content_subtype() for part in message.walk()}
    return message.get_content_type() == "multipart/report" and kinds.isdisjoint(_OTHER_REPORTS)


def _fate(status: list[str]) -> tuple[Fate, frozenset[str]]:
    """The worst that a report says of any recipient, and of whom it says so."""
    found: dict[Fate, set[str]] = {fate: set() for fate in Fate}
    for group in re.split(r"\n\s*\n", "\n\n".join(status).replace("\r\n", "\n")):
        fields = {field.name: field.text for field in _head(group).fields}
        said = fields.get("action", "").strip().casefold()
        if not said:
            continue
        fate = {"failed": Fate.FAILED, "delayed": Fate.DELAYED}.get(said, Fate.DELIVERED)
        for name in ("original-recipient", "final-recipient"):
            found[fate] |= {canonical(one) for one in _ADDRESS.findall(fields.get(name, ""))}
        if not found[fate]:
            found[fate].add("")
    worst = next((fate for fate in Fate if found[fate]), Fate.FAILED)
    return worst, frozenset(found[worst] - {""})


def _copies(message: EmailMessage) -> Iterator[Head]:
    """The headers of the mail that was sent back, where the notice has them as a part."""
    for part in message.walk():
        if part is not message and part.get_content_subtype() in _COPY:
            yield _head(_text_of(part))


def _head(text: str) -> Head:
    return head_of(text.strip().encode("utf-8", "replace"))


def _text_of(part: Message) -> str:
    """The text of a part, that of the mails in it included."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return "\n\n".join(_headers_of(one) for one in inner if not isinstance(one, str))
    return _decoded(part)


def _headers_of(inner: Message) -> str:
    said = "\n".join(f"{name}: {value}" for name, value in inner.raw_items())
    return f"{said}\n\n"


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    return decoded(data, part.get_content_charset())[:_MOST_READ] if isinstance(data, bytes) else ""


def _plain_text(message: EmailMessage) -> str:
    """The texts of a notice, one below the other."""
    texts = [_decoded(part) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(texts)[:_MOST_READ].replace("\r\n", "\n")


def _date(copy: Head) -> datetime | None:
    field = next(copy.named("date"), None)
    when = None if field is None else read_date(field.text)
    return None if isinstance(when, BadDate) else when
