"""Retrieval evaluation: datasets in, measured runs out. ``index.evaluate`` is the place to import from."""
