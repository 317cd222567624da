"""Audits on Spark: cases are spread over its executors, and each judges its own as one machine does."""

MEMORY, THREADS = "1GB", 1
"""What DuckDB takes in each task of an executor, beside Spark's own memory."""
