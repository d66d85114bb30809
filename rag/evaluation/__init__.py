"""Answer evaluation: does the answer hold a gold answer, is every citation true, does it know when to say nothing."""
