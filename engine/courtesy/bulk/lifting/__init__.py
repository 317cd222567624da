"""From when on a broken rule would have let an act pass: told by SQL where that is known, else by the engine."""
