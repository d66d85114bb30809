"""The measure of growth tells work that grows with its input from work that grows faster."""

from __future__ import annotations

import re

from growth import grows_with_size


def test_linear_work_passes_and_quadratic_work_does_not() -> None:
    assert grows_with_size(lambda size: sum(range(size)), 50_000)
    assert not grows_with_size(lambda size: sum(sum(range(size)) for _ in range(size)), 250)


def test_a_pattern_that_looks_ahead_from_every_place_is_found_out() -> None:
    assert not grows_with_size(lambda size: re.findall(r"\s+$", " " * size + "x"), 600)
