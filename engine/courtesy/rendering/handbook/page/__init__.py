"""The page of a handbook: its template and style sheet."""
