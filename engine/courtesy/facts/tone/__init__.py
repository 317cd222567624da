"""The tone of a text in English, measured offline, with the sentences and words that it was told by."""
