"""Which matchers are asked, and what a verdict says of it."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import courtesy
from courtesy.api.engine import engine_report
from courtesy.matching.durable import DurableMatcher, available
from courtesy.matching.native import compile_native

NOW = datetime.fromisoformat("2026-11-23T09:00-05:00")
CASE = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"boss": {"roles": ["interviewer"]}},
    "actions": [{"channel": "phone", "purpose": "check_in", "to": "boss"}],
}
needs_durable = pytest.mark.skipif(not available(), reason="durable-rules cannot be imported here")


@pytest.mark.parametrize(
    ("name", "meant"), [("Both", "both"), ("durabel", "durable"), ("nativ", "native"), ("", "`auto`")]
)
def test_a_matcher_that_there_is_not_is_an_error(name: Any, meant: str) -> None:
    """A misspelt matcher is refused with the one that was meant, whichever way the policy comes."""
    source = courtesy.load_policy("hire-wire").source
    for load in (
        lambda: courtesy.load_policy("hire-wire", matcher=name),
        lambda: courtesy.Policy(source, matcher=name),
        lambda: courtesy.available_matchers(name),
    ):
        with pytest.raises(courtesy.UnknownMatcherError) as raised:
            load()
        assert meant in (raised.value.help() or "")


@needs_durable
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("auto", {"durable", "native"}),
        ("both", {"durable", "native"}),
        ("durable", {"durable"}),
        ("native", {"native"}),
    ],
)
def test_a_verdict_names_the_matchers_that_answered(
    name: Any, asked: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`used` is whoever was asked, and `agreed` is null where one answered alone."""
    answered = set()
    durable = DurableMatcher.match

    def native(*args: Any) -> Any:
        found = compile_native(*args)
        return lambda values: answered.add("native") or found(values)

    monkeypatch.setattr(DurableMatcher, "match", lambda *args: answered.add("durable") or durable(*args))
    monkeypatch.setattr("courtesy.matching.crosscheck.compile_native", native)
    policy = courtesy.Policy(courtesy.load_policy("hire-wire").source, matcher=name)
    verdict = policy.check_plan(policy.case_from(CASE), now=NOW)
    assert asked == answered == set(verdict.matcher.used) == set(verdict.actions[0].matcher.used)
    assert (True if len(asked) > 1 else None) is verdict.matcher.agreed


_FORKS = """
import os, threading, warnings
from datetime import datetime
from importlib import metadata
import courtesy
warnings.simplefilter("ignore", DeprecationWarning)  # forking with threads is what this is about
now = datetime.fromisoformat("2026-11-23T09:00-05:00")
policy = courtesy.load_policy("hire-wire")
case = policy.case_from({case})
expected = policy.check_plan(case, now=now)
stop = threading.Event()
def match():
    while not stop.is_set():
        policy.check_plan(case, now=now)
threads = [threading.Thread(target=match) for _ in range(4)]
for thread in threads:
    thread.start()
children = []
for _ in range(20):
    child = os.fork()
    if child == 0:
        os._exit(0 if policy.check_plan(case, now=now) == expected else 1)
    children.append(child)
ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
stop.set()
for thread in threads:
    thread.join()
assert ended == [0] * 20, ended
"""


def _without_coverage() -> dict[str, str]:
    """The environment for a process that forks: what measures coverage holds a lock of its own across forks."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_forks_while_threads_are_matching_end() -> None:
    """Every child of a process whose threads are matching finishes, with the right verdict."""
    done = subprocess.run(
        [sys.executable, "-c", _FORKS.replace("{case}", repr(CASE))],
        env={**_without_coverage(), "PYTHONPATH": str(Path(courtesy.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=300,  # a child that waits for ever would be waited for
        check=False,
    )
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


TOO_COMPLEX = "courtesy: 1\nid: p\nversion: 1.0.0\ntitle: P\nrules:\n" + "".join(
    f"- {{id: a.n{number}, level: must, wait: {{at_least: {number} days, after: interview}}}}\n"
    for number in range(1, 300)
)


@pytest.mark.parametrize("here", [pytest.param(True, marks=needs_durable), False], ids=["with", "without"])
def test_a_policy_is_too_complex_on_every_machine_or_on_none(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of durable-rules hold where it cannot be imported too; whoever asks for native alone has none."""
    monkeypatch.setattr("courtesy.matching.crosscheck.available", lambda: here)
    with pytest.raises(courtesy.InvalidInputError, match="at most 240 different facts"):
        courtesy.api.policies.parse_policy(TOO_COMPLEX.encode(), "policy.yaml")
    native = courtesy.api.policies.parse_policy(TOO_COMPLEX.encode(), "policy.yaml", matcher="native")
    assert 299 == len(native.rules)


def test_a_verdict_names_the_versions_that_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The versions of Courtesy, the library of matching, zones, holidays and tone are told, as they are installed."""
    policy = courtesy.load_policy("hire-wire")
    verdict = policy.check_plan(policy.case_from(CASE), now=NOW)
    engine = courtesy.to_dict(verdict)["engine"]
    assert isinstance(engine, dict)
    assert verdict.actions[0].engine == verdict.engine
    assert (courtesy.__version__, platform.python_version()) == (engine["courtesy"], engine["python"])
    for name, library in (("durable", "durable_rules"), ("holidays", "holidays"), ("tone", "vaderSentiment")):
        installed = metadata.version(library) if library != "durable_rules" or available() else engine[name]
        assert installed == engine[name]
    assert re.fullmatch(r"\d{4}(\.\d+|[a-z]+)", engine["time_zones"])
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    assert metadata.version("tzdata") == engine_report.__wrapped__().time_zones
