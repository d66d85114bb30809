"""The left side of the chat: what was asked, and a line on what happened. Pure, like ``ui.render``."""

from __future__ import annotations

from collections.abc import Sequence

from ui.render import Exchange, esc
from ui.strings import Words


def asked(exchanges: Sequence[Exchange], t: Words) -> str:
    """The questions of this conversation, as links to their place in it."""
    rows = "".join(
        f'<li><a class="jump" href="#turn-{i}">{esc(e.question)}</a></li>' for i, e in enumerate(exchanges, 1)
    )
    body = f"<ul>{rows}</ul>" if rows else f'<p class="soft">{esc(t("asked_none"))}</p>'
    return f"<h2>{esc(t('asked'))}</h2>{body}"


def notice(text: str, *, bad: bool = False) -> str:
    """One line on what happened."""
    return f'<p class="notice{" bad" if bad else ""}" role="status">{esc(text)}</p>'
