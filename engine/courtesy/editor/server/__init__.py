"""The language server: the protocol of editors around what `courtesy.editor` knows of a place. Only here is pygls."""
