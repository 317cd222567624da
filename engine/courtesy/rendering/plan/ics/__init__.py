"""A plan as a calendar (RFC 5545): one event for each act, one to-do for whatever stays owed.

A second import updates instead of duplicating: see `identity.py`. What a newer plan no longer holds stays in the
calendar, since a file cannot take entries back. Nobody is invited: entries have no attendees, and are private.

No calendar is empty, so that no reader takes a failure for success: without a plan it holds a to-do that names the
reason, and where there is nothing to do a journal entry that says so. Output is the same for the same plan.
"""

from courtesy.rendering.plan.ics.calendar import render

__all__ = ["render"]
