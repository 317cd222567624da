"""Whether there is Spark to judge on: it takes Java. `.ci/spark.sh` installs it."""

from __future__ import annotations

import os
import shutil

import pytest


def need_java() -> None:
    """Skip a test without Java; with `COURTESY_SPARK=required` it fails instead."""
    if shutil.which("java") or "JAVA_HOME" in os.environ:
        return
    message = "no Spark to judge on: Java is not installed (see .ci/spark.sh)"
    if os.environ.get("COURTESY_SPARK") == "required":
        pytest.fail(message)
    pytest.skip(message)
