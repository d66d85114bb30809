"""Which sentences an answer is made of, and how they are put together."""
