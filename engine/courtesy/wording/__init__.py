"""The words that people read: lengths of time, dates, facts, touches. Text only; nothing is decided here."""
