"""Encoders: the bundled table without torch, and any sentence-transformers model."""
