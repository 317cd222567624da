"""The page about an agenda: what its template shows, and the template."""
