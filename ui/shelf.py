"""A line on what happened. Pure, like ``ui.markup``."""

from __future__ import annotations

from ui.markup import esc


def notice(text: str, *, bad: bool = False) -> str:
    """One line on what happened."""
    return f'<p class="notice{" bad" if bad else ""}" role="status">{esc(text)}</p>'
