"""A small network that reads a question and a passage together, and says where in the passage the answer begins."""
