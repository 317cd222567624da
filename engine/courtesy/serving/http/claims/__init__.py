"""A ledger over HTTP: what may be sent is claimed, started and confirmed, and what has happened is written down."""
