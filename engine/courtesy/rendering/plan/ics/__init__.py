"""A plan as a calendar (RFC 5545): an event for each act, and for whatever stays owed.

A second import updates instead of duplicating, where the reader looks at UIDs: see `identity.py` and the manual's page
`calendars`. What a newer plan no longer holds stays in the calendar, since a file cannot take entries back. Nobody is
invited: entries have no attendees, and are private.

No calendar is empty, so that no reader takes a failure for success: without a plan it holds an entry of the whole day
that names the reason, and where there is nothing to do one that says so. All of them are events, since some readers
take no to-dos and no journal from a file. Output is the same for the same plan.
"""

from courtesy.rendering.plan.ics.calendar import render

__all__ = ["render"]
