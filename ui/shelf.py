"""A line on what happened. Pure, like ``ui.render``."""

from __future__ import annotations

from ui.render import esc


def notice(text: str, *, bad: bool = False) -> str:
    """One line on what happened."""
    return f'<p class="notice{" bad" if bad else ""}" role="status">{esc(text)}</p>'
