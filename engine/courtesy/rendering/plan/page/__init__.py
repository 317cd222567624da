"""The page about a plan: what it shows and where, ready for its template `page.html.j2` and style sheet `page.css`."""
