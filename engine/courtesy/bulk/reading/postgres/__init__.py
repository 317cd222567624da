"""Tables of a database of PostgreSQL, copied out as texts, all as of one moment, and read as CSV is.

Rows come by psycopg and COPY, not as Arrow's by ADBC. ADBC takes half the processor's time (0.8 s for a million rows
instead of 1.5 s, little beside the audit), but refuses a whole table for one time that is out of range, gives numbers
and what it does not know as types of its own, and is one more driver. As text each value goes through the reader of all
tables, which tells what is wrong with it at its place.
"""
