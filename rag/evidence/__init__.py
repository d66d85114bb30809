"""What the passages found say about a question: their sentences with all that speaks for each, and how sure the collection is."""
