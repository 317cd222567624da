"""Names as texts write them: how they are spelled, what of the field of a name is one, and where a text has them."""
