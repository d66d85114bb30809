"""The few drawn signs of the interface: they need no font. Constant markup, hidden from screen readers."""

from __future__ import annotations

from typing import Final


def _icon(path: str) -> str:
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'


THUMB_UP: Final = _icon(
    "M7 10v11H3V10zm3 11h7.5a2.5 2.5 0 0 0 2.4-1.8l1.6-5.6A2 2 0 0 0 19.6 11H14V6a3 3 0 0 0-3-3L7 10"
)
THUMB_DOWN: Final = _icon(
    "M7 14V3H3v11zm3-11h7.5a2.5 2.5 0 0 1 2.4 1.8l1.6 5.6a2 2 0 0 1-1.9 2.6H14v5a3 3 0 0 1-3 3L7 14"
)
GEAR: Final = _icon(
    "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10.4 2h3.2l.5 2.7 1.7.7 2.3-1.6 2.2 2.3-1.5 2.2.7 1.8 2.7.4v3.1l-2.7.5-.7 "
    "1.8 1.5 2.2-2.2 2.3-2.3-1.6-1.7.7-.5 2.6h-3.2l-.5-2.6-1.7-.7-2.3 1.6-2.2-2.3 1.5-2.2-.7-1.8-2.7-.5v-3.1l2.7-.4.7-1.8"
    "-1.5-2.2 2.2-2.3 2.3 1.6 1.7-.7z"
)
