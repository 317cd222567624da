"""The tables of a ledger, as a list of numbered steps: each is taken once, and none is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.ledger.errors import LedgerVersionError

if TYPE_CHECKING:
    from courtesy.ledger.database import Database, Transaction

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """create table "case" (
            tenant text not null, case_id text not null, document text, revision bigint not null,
            primary key (tenant, case_id))""",
        """create table touch (
            seq {identity}, touch_id text not null unique, tenant text not null, case_id text not null,
            action_id text, direction text not null, channel text not null, purpose text, event text,
            outcome text not null, addressed text not null, copied text not null, tags text not null,
            attributes text not null, message_id text, happened_at {moment} not null, claimed_at {moment} not null,
            state text not null check (state in ('claimed', 'sending', 'done', 'released', 'in_doubt')),
            late boolean not null, recorded boolean not null, token text unique, lease_until {moment},
            settled_at {moment}, idempotency_key text, request_hash text, decision_id text, policy_digest text,
            provider_id text, evidence text,
            foreign key (tenant, case_id) references "case" (tenant, case_id))""",
        "create unique index touch_key on touch (tenant, idempotency_key)",
        "create index touch_of_case on touch (tenant, case_id, seq)",
        """create index touch_unsettled on touch (tenant, lease_until)
            where state in ('claimed', 'sending', 'in_doubt')""",
        """create table decision (
            seq {identity}, id text not null unique, tenant text not null, case_id text not null,
            record text not null, exported boolean not null)""",
        "create index decision_to_export on decision (seq) where not exported",
        "create index decision_of_case on decision (tenant, case_id)",
    ),
    (
        # What is in `record` is a record of a log from here on.
        "alter table decision add column format integer not null default 0",
        "drop index decision_to_export",
        "create index decision_to_export on decision (seq) where format = 1 and not exported",
    ),
)
"""The statements that lead from each version to the next."""
VERSION = len(STEPS)


def version_of(database: Database, transaction: Transaction) -> int:
    """The version of the tables; 0 where there are none."""
    if not database.has_tables(transaction):
        return 0
    row = transaction.row("select max(version) as version from schema_version")
    return 0 if row is None else int(row["version"] or 0)


def check_version(database: Database) -> None:
    """Make sure that the tables are those that this program knows. Raises LedgerVersionError."""
    with database.transaction(looking=True) as transaction:
        found = version_of(database, transaction)
    if found != VERSION:
        raise LedgerVersionError(found, VERSION)


def migrate(database: Database, steps: tuple[tuple[str, ...], ...] = STEPS) -> int:
    """Take the steps that are missing, all or none, and give the version before. Raises LedgerVersionError."""
    with database.transaction() as transaction:
        database.exclusive(transaction)
        found = version_of(database, transaction)
        if found > len(steps):
            raise LedgerVersionError(found, len(steps))
        if not found:
            transaction.execute(
                "create table if not exists schema_version (version integer primary key, applied_at {moment} not null)"
            )
        for version, statements in enumerate(steps[found:], start=found + 1):
            for statement in statements:
                transaction.execute(statement)
            transaction.execute("insert into schema_version values (?, ?)", (version, transaction.now()))
    return found
