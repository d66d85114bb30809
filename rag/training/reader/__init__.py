"""Training of the reader, the small network that says where in a passage the answer begins; development only."""
