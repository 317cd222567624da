"""Whether a person wrote a mail, or a program did: an automatic reply, a receipt, a notice of a system."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.mail.charsets import decoded_words
from courtesy.loading.mail.phrases import PERHAPS_PROGRAMS, PROGRAMS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage
    from re import Pattern

    from courtesy.loading.mail.head import Head

_NO_REPLY = ("noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "notifications")
_MOST_SHOWN = 60


class Automatic(NamedTuple):
    """What shows that a program wrote a mail. Not `certain`: people's mail may look so too."""

    sign: str
    certain: bool


def automatic(head: Head, message: EmailMessage, subject: str | None, senders: tuple[str, ...]) -> Automatic | None:
    """What shows that a program wrote a mail; None where nothing does."""
    if sign := _sign(head, PROGRAMS):
        return Automatic(sign, certain=True)
    if message.get_content_type() == "multipart/report":
        return Automatic("it is a report", certain=True)
    if subject is not None and subject.casefold().strip().startswith(SUBJECTS):
        return Automatic(f"its subject begins with `{subject.strip()[:_MOST_SHOWN]}`", certain=True)
    if sign := _sign(head, PERHAPS_PROGRAMS):
        return Automatic(sign, certain=False)
    silent = next((one for one in senders if one.partition("@")[0].casefold().startswith(_NO_REPLY)), None)
    return None if silent is None else Automatic(f"it comes from `{silent[:_MOST_SHOWN]}`", certain=False)


def _sign(head: Head, told: Mapping[str, Pattern[str]]) -> str | None:
    """The first header that says what only these say."""
    for field in head.named(*told):
        said = " ".join(decoded_words(field.text).split())
        if told[field.name].fullmatch(said.casefold()):
            return f"it has the header `{field.name.title()}: {said[:_MOST_SHOWN]}`"
    return None
