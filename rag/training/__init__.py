"""Training of the small models that answers rest on; development only."""
