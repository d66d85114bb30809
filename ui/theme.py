"""Colours and type of the web chat, as a Gradio theme; what lies beyond a theme is in ``static/style.css``.

Both take their colours from the variables at the top of the style sheet, so that light and dark are told in one place.
"""

from __future__ import annotations

from typing import Any

FONT = "Source Sans Pro"
"""Served by Gradio from the machine itself. Only its weights 400 and 700 hold all Vietnamese letters (600 does not)."""


def theme() -> Any:
    """The theme: calm paper tones and one accent. Importing Gradio takes seconds."""
    from gradio.themes import Base
    from gradio.themes.utils.fonts import LocalFont

    both = {
        "body_background_fill": "var(--hd-paper)",
        "body_text_color": "var(--hd-ink)",
        "body_text_color_subdued": "var(--hd-soft)",
        "background_fill_primary": "var(--hd-card)",
        "background_fill_secondary": "var(--hd-paper)",
        "border_color_primary": "var(--hd-line)",
        "block_background_fill": "transparent",
        "input_background_fill": "transparent",
        "input_placeholder_color": "var(--hd-soft)",
        "button_primary_background_fill": "var(--hd-brand)",
        "button_primary_background_fill_hover": "var(--hd-brand-strong)",
        "button_primary_text_color": "var(--hd-on-brand)",
        "button_primary_border_color": "var(--hd-brand)",
        "button_secondary_background_fill": "var(--hd-card)",
        "button_secondary_background_fill_hover": "var(--hd-brand-soft)",
        "button_secondary_text_color": "var(--hd-ink)",
        "button_secondary_border_color": "var(--hd-line)",
        "link_text_color": "var(--hd-brand)",
        "link_text_color_hover": "var(--hd-brand)",
        "link_text_color_visited": "var(--hd-brand)",
    }
    base = Base(
        font=(LocalFont(FONT, weights=(400, 700)), "Noto Sans", "sans-serif"), font_mono=("ui-monospace", "monospace")
    )
    return base.set(
        **both,
        **{f"{key}_dark": value for key, value in both.items()},
        block_border_width="0px",
        block_shadow="none",
        button_large_text_weight="700",
        button_large_radius="10px",
        button_small_text_weight="400",
        layout_gap="0px",
    )
