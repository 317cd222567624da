"""An executable reference of the language: a plain, slow evaluation of a policy and a case, straight from its meaning.

It shares nothing with the engine but loading: it reads the rules as the trees of their file and the case as loaded, and
works out everything else itself, with `datetime`, `zoneinfo` and `holidays`. Text measures are handed in: they are no
part of the language. Instants are datetimes in UTC, bare dates are dates, truth is True, False or None for unknown.
"""
