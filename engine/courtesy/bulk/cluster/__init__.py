"""Audits on Spark: cases are spread over its executors, and each judges its own as one machine does."""
