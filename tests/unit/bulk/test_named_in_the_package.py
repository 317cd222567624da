"""What audits give can be named from the package, and costs nothing who does not ask for it."""

from __future__ import annotations

import subprocess
import sys
import typing

import pyarrow as pa
import pytest

import courtesy
from courtesy.api.optional import OPTIONAL

SMALL = courtesy.parse_policy(
    "{courtesy: 1, id: small, version: 1.0.0, title: Small, rules: [{id: a.b, level: must, forbid: true}]}"
)


def test_an_audit_is_of_the_public_class() -> None:
    """`courtesy.Audit` and `courtesy.Part` are what audits give, with hints that can be resolved."""
    touches = pa.Table.from_pylist([{"case_id": "a", "seq": 0, "touch_id": "t", "at": 0, "channel": "x"}])
    tables = {
        "cases": pa.Table.from_pylist([{"case_id": "a"}]),
        "contacts": pa.table({"case_id": pa.array([], pa.string()), "contact_id": pa.array([], pa.string())}),
        "touches": touches,
    }
    assert isinstance(SMALL.audit(tables), courtesy.Audit)
    (part,) = SMALL.audit_in_parts(tables)
    assert isinstance(part, courtesy.Part)
    for kind in (courtesy.Audit, courtesy.Part):
        assert pa.Table is typing.get_type_hints(kind)["findings"]


def test_importing_courtesy_imports_no_extra() -> None:
    """Neither what audits are made with nor what makes their results is loaded before somebody asks for it."""
    said = "import sys, courtesy; courtesy.NotExpressibleError; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()
    assert {"duckdb", "pyarrow", "sqlglot", "numpy", "pyspark", "courtesy.bulk.results"}.isdisjoint(loaded)


@pytest.mark.parametrize("name", OPTIONAL)
def test_an_extra_that_is_missing_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for a class whose extra is not installed learns how to get it."""
    for module in [one for one in sys.modules if one.startswith(("courtesy.bulk.results", "courtesy.bulk.cluster"))]:
        monkeypatch.delitem(sys.modules, module)
    for module in ("pyarrow", "pyspark", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(courtesy.AuditUnavailableError) as raised:
        getattr(courtesy, name)
    assert f"courtesy[{OPTIONAL[name].extra}]" in str(raised.value.help())


def test_what_is_not_there_is_an_attribute_error() -> None:
    """Other names are missing as in any module, and a star brings no extra."""
    assert not hasattr(courtesy, "Adit")
    assert set(OPTIONAL).isdisjoint(courtesy.__all__)
