"""Further training of the bundled table on questions in words of their own; development only."""
