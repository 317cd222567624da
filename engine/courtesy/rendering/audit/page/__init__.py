"""The page about an audit: its template and style sheet."""
