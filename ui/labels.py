"""The words that stand still on the page, in one language: what the layout begins with, and what a change of language
puts in their place."""

from __future__ import annotations

from typing import Any, Final

from ui.panels.choices import gear
from ui.panels.past import finding
from ui.strings import Words

LABELLED: Final = (
    "brand", "top", "hint", "finding", "gear", "new", "ask", "stop", "create", "files", "folder", "box", "title",
)  # fmt: skip
"""The parts that ``labels`` changes."""


def fixed(t: Words) -> dict[str, str]:
    """Markup by part of the page."""
    return {
        "brand": f"<h1>{t('title')}</h1><p>{t('tagline')}</p>",
        # on a narrow screen, the name and the button that shows the left side
        "top": f'<h1>{t("title")}</h1><button type="button" id="hd-menu">☰ {t("menu")}</button>',
        "hint": f"<p>{t('hint')}</p>",
        "finding": finding(t),
        "gear": gear(t),
    }


def labels(t: Words) -> dict[str, Any]:
    """All of them as changes to the components ``LABELLED``. Only for a running page: while one is being laid out, every
    component that is made becomes part of it.
    """
    import gradio as gr

    return {
        **fixed(t),
        "new": t("new"),
        "ask": t("ask"),
        "stop": t("stop"),
        "create": t("create_do"),
        "files": gr.UploadButton(label=t("add_files")),
        "folder": gr.UploadButton(label=t("add_folder")),
        "box": gr.Textbox(label=t("box_label"), placeholder=t("placeholder")),
        "title": gr.Textbox(label=t("create_label"), placeholder=t("create_placeholder")),
    }
