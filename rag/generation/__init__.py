"""A local language model as an option, and what checks its words."""
