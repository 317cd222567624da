"""An audit as the command runs it: tables read, judged part by part, counted, and kept where that is asked for."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from msgspec.structs import replace

from courtesy.api.all_versions import Policies
from courtesy.api.engine import engine_report
from courtesy.api.policy import Policy
from courtesy.bulk.reading.keeping import Kept, mark_of
from courtesy.bulk.reading.of_cases import read_cases
from courtesy.bulk.reading.reading import read_tables
from courtesy.bulk.reading.rebuilding import action_of, case_of
from courtesy.bulk.reading.store import passing_store
from courtesy.bulk.reading.tally import GROUPS, Tally
from courtesy.bulk.reading.targets import targets
from courtesy.cli import terminal
from courtesy.cli.audited_ledger import cases_of
from courtesy.cli.case_input import moment_in
from courtesy.cli.policy_choice import PolicyChoice
from courtesy.cli.table_places import opened
from courtesy.errors import CourtesyError, FaultError
from courtesy.loading.table_mapping import read_mapping
from courtesy.model.audit_report import AuditedCase, AuditedTouch, AuditReport
from courtesy.model.table_mapping import TablesMapping
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from courtesy.api.questions import Questions
    from courtesy.bulk.reading.reading import ReadTables, Word
    from courtesy.bulk.reading.store import Store
    from courtesy.bulk.reading.tally import Judged, WorstCase
    from courtesy.bulk.results import Part
    from courtesy.cli.day_times import DayTime
    from courtesy.model.case import Case
    from courtesy.model.vocabulary import Vocabulary


class Given(NamedTuple):
    """What is judged: places with tables, or the cases of a tenant in the ledger at an address."""

    places: Sequence[Path | str]
    address: str | None
    tenant: str


class Auditor:
    """One run of the command, on this machine."""

    def __init__(
        self,
        given: Given,
        policy_name: str | None,
        mapping_path: Path | None,
        out: Path | str | None,
        *,
        as_of: datetime | DayTime | None,
        owed: bool,
        by: tuple[str, ...],
        worst: int,
        memory: str | None,
        threads: int | None,
    ) -> None:
        self._given, self._out, self._by, self._worst = given, out, by, worst
        self._owed, self._memory, self._threads = owed, memory, threads
        choice = PolicyChoice(policy_name, "native")
        self._policy: Questions = choice.of(None).policy
        self._as_of = None if as_of is None else moment_in(as_of, choice.zone, "say it in UTC with Z", "--as-of")
        self._mapping = TablesMapping() if mapping_path is None else read_mapping(mapping_path, targets(self._words))

    @property
    def _words(self) -> Vocabulary:
        return self._policy.vocabulary

    def report(self) -> AuditReport:
        """Judge everything, keep it, and tell what it came to. Raises `CourtesyError`, OSError."""
        with passing_store(self._memory, self._threads) as store:
            read = self._read(store)
            tally = Tally(store)
            self._judge(read, tally)
            return self._told(read, tally, read.last, read.words)

    def _read(self, store: Store) -> ReadTables:
        places, address, tenant = self._given
        if address is None:
            with ExitStack() as open_until:
                return read_tables(store, opened(places, open_until), self._mapping, self._words)
        with cases_of(address, tenant, self._policy) as batches:
            return read_cases(store, batches, self._words)

    def _judge(self, read: ReadTables, tally: Tally) -> None:
        kept = None if self._out is None else Kept(Path(self._out), self._mark(read))
        done = frozenset() if kept is None else kept.done
        if kept is not None and done:
            terminal.complain(f"goes on: {agree(len(done), 'part')} had been judged\n")
            for part in kept.parts():
                tally.add(part)
        parts = self._policy.audit_in_parts(
            read.tables(),
            as_of=self._as_of,
            memory=self._memory,
            threads=self._threads,
            obligations=self._owed,
            done=done,
        )
        with _bar() as shown:
            for part in parts:
                if kept is not None:
                    kept.keep(part)
                tally.add(part)
                shown(part)
        if kept is not None:
            for file in kept.finish():
                terminal.complain(f"written: {file}\n")
            if tally.owes and not kept.has("owed"):
                terminal.complain("not written: what is owed, for which --out has to name a folder\n")

    def _mark(self, read: ReadTables) -> str:
        versions = self._policy.versions if isinstance(self._policy, Policies) else (self._policy,)
        judged_by = [(one.digest, one.text_digest, one.waivers) for one in versions if isinstance(one, Policy)]
        given = self._given
        files = [place for place in given.places if isinstance(place, Path)]
        # Of what lies in a database nothing but the rows tells whether it is the same.
        rows = read.digest if len(files) < len(given.places) or given.address is not None else None
        others = (self._mapping, self._as_of, self._owed, given.address, given.tenant, rows)
        return mark_of(files, judged_by, engine_report(), *others)

    def _told(self, read: ReadTables, tally: Tally, last: datetime | None, words: Sequence[Word]) -> AuditReport:
        """`read` has at least the worst cases, `last` is the time of the last touch of all."""
        found = tally.totals()
        return AuditReport(
            policy=self._policy.sources[-1].id,
            versions=tuple(tally.versions()),
            engine=engine_report(),
            first=found.first,
            last=found.last,
            touches=found.touches,
            cases=found.cases,
            broken=found.broken,
            undetermined=found.undetermined,
            warned=found.warned,
            broken_cases=found.broken_cases,
            rules=tally.rules(self._title),
            by=self._by,
            groups={kind: tally.groups(kind) for kind in GROUPS if kind in self._by},
            worst=tuple(self._case(read, one) for one in tally.worst(self._worst)),
            owed=tally.owed(self._title),
            as_of=(self._as_of or last) if self._owed else None,
            words=tuple((one.column, one.word, one.rows) for one in words),
        )

    def _title(self, rule: str) -> str:
        """The title of a rule in the newest version that has it."""
        titles = (rule_title(rule, source) for source in reversed(self._policy.sources))
        return next((title for title in titles if title != rule), rule)

    def _case(self, read: ReadTables, worst: WorstCase) -> AuditedCase:
        case = case_of(read.store, worst.case_id, self._words)
        shown: dict[bool, list[AuditedTouch]] = {True: [], False: []}
        for one in worst.first:
            shown[one.broken].append(self._touch(read, worst.case_id, case, one))
        return AuditedCase(
            case_id=worst.case_id,
            broken=worst.broken,
            undetermined=worst.undetermined,
            shown=tuple(shown[True]),
            unknown=tuple(shown[False]),
        )

    def _touch(self, read: ReadTables, case_id: str, case: Case, judged: Judged) -> AuditedTouch:
        done = (one for one in case.history or () if one.id == judged.touch_id and one.outcome not in VOID_OUTCOMES)
        action = action_of(read.store, case_id, next(done))
        named: dict[str, Any] = {"touch_id": judged.touch_id, "at": judged.at}
        named["policy"] = self._policy.to_read(judged.at)
        try:
            verdict = self._policy.check(case, action, now=judged.at, as_of=True)
        except FaultError:
            raise
        except CourtesyError as error:
            return AuditedTouch(**named, verdict=None, why=str(error))
        # That it is done, and looked back at, goes for every touch of an audit.
        return AuditedTouch(**named, verdict=replace(verdict, notices=()))


@contextmanager
def _bar() -> Iterator[Callable[[Part], None]]:
    """What shows how far the audit is, on a terminal; elsewhere nothing does."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=1, label="Judging", file=sys.stderr) as bar:

        def shown(part: Part) -> None:
            bar.length = part.of
            bar.update(part.number + 1 - bar.pos)

        yield shown
