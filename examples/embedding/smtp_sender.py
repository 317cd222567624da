"""Sends mails that a ledger permits, each of them once, and settles by its Message-ID what became of one in doubt.

From this folder:

    pip install courtesy aiosmtpd
    courtesy ledger init ledger.db
    courtesy ledger import ledger.db northgate.yaml
    aiosmtpd -n -l 127.0.0.1:8025 -c aiosmtpd.handlers.Mailbox mail
    python smtp_sender.py ledger.db northgate week-one
    python smtp_sender.py ledger.db --resolve mail

The fourth command has a window of its own: it is a server that keeps what it gets.
"""

from __future__ import annotations

import argparse
import smtplib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime
from functools import partial
from mailbox import Maildir

import courtesy
from courtesy import LedgerEntry, LedgerState, ledger

REFUSALS = 400
"""From this code on a server of SMTP refuses; a lower one that is not expected is no refusal."""


class NoMailError(ValueError):
    """An action that is no mail: it is for another channel, has no text, or is for somebody without an address."""


class NotToAllError(Exception):
    """A mail that has gone out and counts, although the server did not take it for all of its recipients."""


@dataclass(frozen=True)
class Mailer:
    """Sends what the policy permits from an address of ours. `connect` reaches the server that takes mails."""

    book: ledger.Ledger
    policy: courtesy.Policies
    address: str
    connect: Callable[[], smtplib.SMTP]

    def case(self, case_id: str) -> courtesy.Case:
        """The case as the ledger has it. Raises UnknownCaseError, also where it was erased."""
        return self.policy.case_from(ledger.stated(self.book.case(case_id)))

    def send(self, case_id: str, action: courtesy.Action) -> LedgerEntry:
        """The mail as it was sent, now or before. It is sent once, however often and from wherever this is asked.

        Raises RefusedError with the verdict, other errors of Courtesy, NoMailError, NotToAllError and errors of SMTP.
        Where the server or the database was lost, and after ClaimLostError, it may have gone out: see `resolve`.
        """
        case = self.case(case_id)
        with self.book.claim(case_id, action, policy=self.policy, key=f"{case_id}/{action.id}") as claim:
            if claim.state is LedgerState.DONE:
                return claim.entry
            mail = written(case, action, self.address, self.message_id(claim.touch_id))
            with self.connect() as server:
                claim.start()  # raises ClaimLostError where another one is sending it
                try:
                    left_out = server.send_message(mail)
                except smtplib.SMTPException as error:
                    if not_taken(error):
                        claim.release(not_sent=True)
                    raise
                claim.confirm()
        if left_out:
            raise NotToAllError(f"it has gone out, but not to {', '.join(left_out)}")
        return claim.entry

    def resolve(self, was_sent: Callable[[str], bool | None]) -> list[LedgerEntry]:
        """Settle the mails in doubt. `was_sent` says whether the provider has a Message-ID, None where nobody knows."""
        settled = []
        for entry in self.book.pending().entries:
            if entry.state is LedgerState.IN_DOUBT and entry.touch.channel == "email":
                name = self.message_id(entry.touch_id)
                sent = was_sent(name)
                if sent is not None:
                    evidence = f"the mailbox has {name}" if sent else f"the mailbox does not have {name}"
                    settled.append(self.book.resolve(entry.touch_id, sent=sent, evidence=evidence))
        return settled

    def message_id(self, touch_id: str) -> str:
        """What a mail is known by, here and at the provider."""
        return f"<{touch_id}@{self.address.rpartition('@')[2]}>"


def not_taken(error: smtplib.SMTPException) -> bool:
    """Whether the server has said that it does not take a mail. Whatever else went wrong, it may have it."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= REFUSALS
    return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPNotSupportedError)


def written(case: courtesy.Case, action: courtesy.Action, sender: str, message_id: str) -> EmailMessage:
    """What was judged, as a mail: its text, and nobody but its recipients. Raises NoMailError."""
    if action.channel != "email":  # what was judged as a call must not go out as a mail
        raise NoMailError(f"`{action.id}` is for the channel `{action.channel}`, not for e-mail")
    if action.message is None or action.message.body is None:
        raise NoMailError(f"`{action.id}` has no text to send")
    mail = EmailMessage()
    mail["From"], mail["Message-ID"], mail["Date"] = sender, message_id, localtime()
    for header, names in (("To", action.to), ("Cc", action.cc)):
        without = [name for name in names if not case.contacts[name].emails]
        if without:
            raise NoMailError(f"no address is known of {', '.join(f'`{name}`' for name in without)}")
        if names:
            mail[header] = ", ".join(case.contacts[name].emails[0] for name in names)
    try:
        mail["Subject"] = action.message.subject or ""
    except ValueError as error:  # a line break would begin another header
        raise NoMailError(f"`{action.id}` has a subject that no mail can have: {error}") from error
    mail.set_content(action.message.body)
    return mail


def in_maildir(folder: str, message_id: str) -> bool:
    """Whether a mailbox on this machine has the mail; a real provider is asked by IMAP, or by routes of its own."""
    return any(mail["Message-ID"] == message_id for mail in Maildir(folder, create=False))


def main() -> int:
    """Send an action of a case, or settle what is in doubt. 0 where that is done, 1 where it is not."""
    parser = argparse.ArgumentParser(description="Send a mail that a ledger permits.")
    parser.add_argument("ledger")
    parser.add_argument("case_id", nargs="?", default="northgate")
    parser.add_argument("action_id", nargs="?", default="week-one")
    parser.add_argument("--resolve", metavar="MAILDIR", help="settle what is in doubt by this mailbox")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8025)
    given = parser.parse_args()
    policy = courtesy.load_policies("hire-wire")
    try:
        with ledger.open(given.ledger, policy=policy) as book:
            connect = partial(smtplib.SMTP, given.host, given.port, timeout=30)
            mailer = Mailer(book, policy, "candidate@example.net", connect)
            if given.resolve is not None:
                settled = mailer.resolve(partial(in_maildir, given.resolve))
            else:
                case = mailer.case(given.case_id)
                action = next((one for one in case.actions if one.id == given.action_id), None)
                if action is None:
                    parser.error(f"the case has no action `{given.action_id}`")
                settled = [mailer.send(given.case_id, action)]
    except courtesy.RefusedError as refused:
        print(f"not sent: {refused.verdict.outcome}; {refused.help()}", file=sys.stderr)
        return 1
    except (courtesy.CourtesyError, NoMailError, NotToAllError, OSError) as error:
        print(f"not known to be sent: {error}", file=sys.stderr)
        return 1
    for entry in settled:
        print(f"{entry.touch.id}: {entry.state}, {mailer.message_id(entry.touch_id)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
