"""A handbook, for a page and for Markdown."""
