"""The second look at a question's candidates: evidence for each of them, weighed by a small learnt model."""
