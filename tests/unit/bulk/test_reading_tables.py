"""Tables that other programs keep are read as cases are, and whatever is wrong is told at its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
import yaml

import courtesy
from courtesy.bulk.reading import csv_files
from courtesy.bulk.reading.errors import NoTouchesError, TwiceError, UnreadableTableError
from courtesy.bulk.reading.reading import read_tables
from courtesy.bulk.reading.rebuilding import case_of
from courtesy.bulk.reading.store import NotByManyError, Store
from courtesy.bulk.reading.targets import NEEDED, targets
from courtesy.instants import instant, readings
from courtesy.loading.table_mapping import read_mapping
from courtesy.model.table_mapping import TablesMapping
from courtesy.model.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

HOSTILE = Path(__file__).with_name("hostile_tables.yaml")
HEAD = "case_id,at,channel,to_ids"
CASES = "case_id,zone,interview.ended_at\na,America/New_York,2026-11-02T15:00\n"
CONTACTS = "case_id,contact_id,roles,zones\na,hr,hr,\na,boss,hiring_manager;recruiter,Europe/Berlin\n"


def _folder(path: Path, **tables: str | bytes) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in tables.items():
        (path / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _rows(path: Path, mapping: TablesMapping | None = None, table: str = "touches") -> list[dict[str, Any]]:
    with Store(path.parent / f"{path.name}.store", threads=1) as store:
        read_tables(store, [path], mapping or TablesMapping(), BUILT_IN)
        return store.dicts(f"FROM given_{table} ORDER BY row")


def _problems(path: Path, mapping: TablesMapping | None = None) -> list[str]:
    with pytest.raises(courtesy.InvalidInputError) as raised:
        _rows(path, mapping)
    return [f"{problem.span}: {problem}" for problem in raised.value.problems]


def _mapping(path: Path, text: str) -> TablesMapping:
    file = path / "mapping.yaml"
    file.write_text(text, encoding="utf-8")
    return read_mapping(file, targets(BUILT_IN))


def test_local_times_are_read_as_in_a_case(tmp_path: Path) -> None:
    """Every quarter of an hour of days with and without a change of clocks is the instant that the engine reads."""
    zone = ZoneInfo("America/New_York")
    for start in (datetime(2026, 3, 7), datetime(2026, 10, 31), datetime(2026, 7, 1)):  # noqa: DTZ001
        quarters = (start + timedelta(minutes=15 * number) for number in range(3 * 96))
        once = [local for local in quarters if len(readings(local, zone)) == 1]
        lines = "".join(f"a,{local.isoformat(' ')},email,hr\n" for local in once)
        rows = _rows(_folder(tmp_path / f"{start.month}", touches=f"{HEAD}\n{lines}", cases=CASES))
        assert [instant(readings(local, zone)[0]) for local in once] == [row["at"] for row in rows]


def test_times_with_offsets_are_read_as_in_a_case(tmp_path: Path) -> None:
    """Offsets, fractions and the letter Z may be written in each form that a case permits."""
    written = ["2026-11-20T15:30Z", "2026-11-20 15:30:01.25-05:00", "2026-11-20T15:30+0530", "2026-11-20T15:30z"]
    lines = "".join(f"a,{text},email,hr\n" for text in written)
    rows = _rows(_folder(tmp_path / "given", touches=f"{HEAD}\n{lines}"))
    assert [instant(datetime.fromisoformat(text.upper())) for text in written] == [row["at"] for row in rows]


def test_a_case_of_tables_is_the_case_of_the_file(tmp_path: Path) -> None:
    """What is read of a case and judged by the engine is the case that a file would state."""
    path = _folder(
        tmp_path / "given",
        cases=CASES,
        contacts=CONTACTS,
        touches=f"{HEAD},cc_ids,purpose,direction,event,from_ids\n"
        "a,2026-11-05T09:00,email,boss,hr;boss,follow_up,outbound,,\na,2026-11-06T09:00,x,,,,inbound,reply,hr\n",
    )
    policy = courtesy.load_policy("hire-wire", matcher="native")
    with Store(tmp_path / "store", threads=1) as store:
        read_tables(store, [path], TablesMapping(), policy.vocabulary)
        found = case_of(store, "a", policy.vocabulary)
    roles = ["hiring_manager", "recruiter"]
    sent = {"channel": "email", "to": "boss", "cc": ["hr"]}
    came = {"channel": "x", "direction": "inbound", "from": "hr"}
    stated = policy.case_from(
        {
            "id": "a",
            "zone": "America/New_York",
            "interview": {"ended_at": "2026-11-02T15:00"},
            "contacts": {"hr": {"roles": ["hr"]}, "boss": {"roles": roles, "zone": "Europe/Berlin"}},
            "history": [
                {**sent, "id": "row 1", "at": "2026-11-05T09:00", "purpose": "follow_up"},
                {**came, "id": "row 2", "at": "2026-11-06T09:00", "event": "reply"},
            ],
        }
    )
    assert stated.history == found.history
    assert (stated.contacts, dict(stated.facts), stated.zone) == (found.contacts, dict(found.facts), found.zone)


def test_other_names_and_words_are_mapped(tmp_path: Path) -> None:
    """Columns, constants, words, lists and zones stand for what the mapping says."""
    path = _folder(tmp_path / "given", outreach="deal,sent,kind,who,owner\na,2026-07-01 09:30,Mail,hr|boss,x\n")
    mapping = _mapping(
        tmp_path,
        """
touches:
  from: outreach
  ignore: [owner]
  zone: Europe/Berlin
  columns:
    case_id: deal
    at: sent
    channel: {column: kind, values: {Mail: email}}
    to_ids: {column: who, separator: "|"}
    purpose: {value: follow_up}
""",
    )
    (row,) = _rows(path, mapping)
    assert (("a", "email", ["hr", "boss"], "follow_up"), datetime.fromisoformat("2026-07-01T07:30Z")) == (
        (row["case_id"], row["channel"], row["to_ids"], row["purpose"]),
        datetime.fromisoformat("1970-01-01T00:00Z") + timedelta(microseconds=row["at"]),
    )


@pytest.mark.parametrize("suffix", ["parquet", "duckdb"])
def test_typed_tables_are_read_like_text(tmp_path: Path, suffix: str) -> None:
    """Timestamps with and without a zone, lists and numbers of Parquet and DuckDB are what their texts would be."""
    query = (
        "SELECT 7 AS case_id, TIMESTAMPTZ '2026-11-20 15:30:00+01' AS \"at\", 'email' AS channel, "
        "['hr', 'boss'] AS to_ids "
        "UNION ALL SELECT 7, TIMESTAMPTZ '2026-11-20 16:30:00+01', 'sms', ['hr']"
    )
    file = tmp_path / f"touches.{suffix}"
    with duckdb.connect(str(file) if suffix == "duckdb" else ":memory:") as database:
        if suffix == "duckdb":
            database.execute(f"CREATE TABLE touches AS {query}")
        else:
            database.execute(f"COPY ({query}) TO '{file}'")
    rows = _rows(file)
    assert [("7", ["hr", "boss"]), ("7", ["hr"])] == [(row["case_id"], row["to_ids"]) for row in rows]
    assert [instant(datetime.fromisoformat(f"2026-11-20T{hour}:30Z")) for hour in (14, 15)] == [
        row["at"] for row in rows
    ]


def test_hostile_tables_are_told_at_their_places(tmp_path: Path) -> None:
    """Each mistake in a table is told once for each value, at its first row, in one run."""
    given = yaml.safe_load(HOSTILE.read_text("utf-8"))
    for name, one in given.items():
        path = _folder(tmp_path / name.replace(" ", "-"), **one["tables"])
        assert one["problems"] == _problems(path), name


def test_many_mistakes_of_a_column_are_counted(tmp_path: Path) -> None:
    """Of many wrong values in one column five are told, and the others counted with their rows."""
    lines = "".join(f"a,nonsense {number % 20},email,hr\n" for number in range(100))
    problems = _problems(_folder(tmp_path / "given", touches=f"{HEAD}\n{lines}"))
    assert 6 == len(problems)
    assert "touches.at: 15 more values in 75 rows cannot be used either" in problems


def test_a_slip_is_told_behind_any_number_of_own_words(tmp_path: Path) -> None:
    """However many purposes the policy does not know, the one that is near a known one is a mistake."""
    lines = "".join(f"a,2026-11-20T15:30Z,email,hr,own {number:05}\n" for number in range(3000))
    text = f"{HEAD},purpose\n{lines}a,2026-11-20T15:30Z,email,hr,folow_up\n"
    problems = _problems(_folder(tmp_path / "given", touches=text))
    assert ["touches.row 3,001.purpose: expected a known purpose, found `folow_up`"] == problems


@pytest.mark.parametrize(
    ("tables", "kind", "message"),
    [
        ({"touches": ""}, UnreadableTableError, "found an empty file"),
        (
            {"touches": f"{HEAD}\na,2026-11-20T15:30Z,email\n"},
            UnreadableTableError,
            "3 cells where there are 4",
        ),
        ({"touches": f"{HEAD}\na,2026-11-20T15:30Z,email,J".encode() + b"\xfc\n"}, UnreadableTableError, "not UTF-8"),
        ({"touches": f'{HEAD}\na,2026-11-20T15:30Z,email,"hr\n'}, UnreadableTableError, "mark that is not closed"),
        ({"touches": "case_id,at,at,channel\n"}, TwiceError, "the column `at`"),
        ({"touhces": f"{HEAD}\n"}, NoTouchesError, "expected a table `touches`"),
    ],
)
def test_files_that_are_no_tables_are_told(
    tmp_path: Path, tables: Mapping[str, str | bytes], kind: type[Exception], message: str
) -> None:
    """A file that is broken, or no table at all, is an error that names the line or what is missing."""
    with pytest.raises(kind, match=message):
        _rows(_folder(tmp_path / "given", **tables))


def test_the_schema_of_tables_lists_the_columns_that_are_read() -> None:
    """The schema has each column of each table, and needs those of which every row must have a value."""
    schema = courtesy.schema("audit_tables")["properties"]
    assert set(targets(BUILT_IN)) == set(schema)
    for table, columns in targets(BUILT_IN).items():
        assert set(columns) == set(schema[table]["items"]["properties"])
        assert list(NEEDED[table]) == schema[table]["items"]["required"]


def test_texts_with_lines_are_read_where_several_threads_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where texts have lines that look like rows, one thread reads the file, and no row is lost or made up."""
    small = csv_files._MANNERS.replace(str(4 * csv_files._LONGEST), "8192").replace(str(csv_files._LONGEST), "2048")
    monkeypatch.setattr(csv_files, "_MANNERS", small)
    refused = _watched(monkeypatch)
    texts = [f'{number}\n"two"\n\na,2026-11-20T15:30Z,email,hr,x' for number in range(2000)]
    rows = "".join('a,2026-11-20T15:30Z,email,hr,"{}"\n'.format(text.replace('"', '""')) for text in texts)
    assert texts == [row["body"] for row in _rows(_folder(tmp_path / "given", touches=f"{HEAD},body\n{rows}"))]
    assert ["raw touches"] == refused


def test_a_last_row_that_is_not_whole_is_told_by_one_thread_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader that is alone passes over it; the number of quotation marks tells."""
    refused = _watched(monkeypatch, always=True)
    with pytest.raises(UnreadableTableError, match="a quotation mark that is not closed"):
        _rows(
            _folder(tmp_path / "given", touches=f'{HEAD}\na,2026-11-20T15:30Z,email,hr\na,2026-11-20T15:30Z,email,"hr')
        )
    assert ["raw touches"] == refused


def _watched(monkeypatch: pytest.MonkeyPatch, *, always: bool = False) -> list[str]:
    """The tables that several threads could not read; `always` that is every one."""
    refused: list[str] = []
    whole = Store.take

    def take(self: Store, name: str, shown: str, query: str) -> None:
        if always and "parallel = false" not in query:
            refused.append(name)
            raise NotByManyError
        try:
            whole(self, name, shown, query)
        except NotByManyError:
            refused.append(name)
            raise

    monkeypatch.setattr(Store, "take", take)
    return refused
