"""Passages in, ranked hits out: storage, encoders, lexical and dense retrieval, evaluation."""
