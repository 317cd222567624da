"""Spark as it runs on a cluster: a driver, and two executors in processes of their own.

Without Java its tests are skipped; with `COURTESY_SPARK=required` they fail instead. `.ci/spark.sh` installs it.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from pyspark.sql import SparkSession

from tests.helpers.spark import need_java

if TYPE_CHECKING:
    from collections.abc import Iterator

_MASTER = "local-cluster[2,1,1024]"
"""Two executors, each with one core and so many MiB."""


_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.sql.session.timeZone": "Asia/Kolkata",
    "spark.sql.shuffle.partitions": "4",
}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session on a cluster of two executors, in a time zone that is not that of the tables."""
    need_java()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(_MASTER).appName("tests")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()
