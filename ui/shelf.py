"""The left side of the chat: what was asked, the documents, and how adding them goes. Pure, like ``ui.render``."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import HoidapError
from index.types import DocumentInfo
from ui.render import Exchange, attributes, esc
from ui.service import Adding
from ui.strings import Words

SHOWN_REFUSALS = 20
"""Refused files that are named; the rest are counted."""


def asked(exchanges: Sequence[Exchange], t: Words) -> str:
    """The questions of this conversation, as links to their place in it."""
    rows = "".join(
        f'<li><a class="jump" href="#turn-{i}">{esc(e.question)}</a></li>' for i, e in enumerate(exchanges, 1)
    )
    body = f"<ul>{rows}</ul>" if rows else f'<p class="soft">{esc(t("asked_none"))}</p>'
    return f"<h2>{esc(t('asked'))}</h2>{body}"


def library(name: str, documents: Sequence[DocumentInfo], read_only: bool, t: Words) -> str:
    """The list of documents: open one, or take it out."""
    rows = []
    for info in documents:
        count = t("passages", n=t.number(info.passages))
        row = (
            f'<button type="button" class="open" title="{esc(info.title)}"'
            f"{attributes(act='open', document=info.id, start=0, end=0)}><bdi>{esc(info.title)}</bdi></button>"
            f"<span>{esc(count)}</span>"
        )
        if not read_only:
            label = esc(t("remove_named", title=info.title))
            row += (
                f'<button type="button" class="remove" aria-label="{label}" title="{label}"'
                f"{attributes(act='remove', document=info.id, sure=t('remove_sure'))}>{esc(t('remove'))}</button>"
            )
        rows.append(f"<li>{row}</li>")
    passages = sum(info.passages for info in documents)
    size = t("collection_size", documents=t.number(len(documents)), passages=t.number(passages))
    body = (
        f'<p class="soft">{esc(size)}</p><ul>{"".join(rows)}</ul>'
        if rows
        else f'<p class="soft">{esc(t("collection_empty"))}</p>'
    )
    return f"<h2>{esc(t('collection', name=name))}</h2>{body}"


def notice(text: str, *, bad: bool = False) -> str:
    """One line on what happened."""
    return f'<p class="notice{" bad" if bad else ""}" role="status">{esc(text)}</p>'


def adding_html(last: Adding, refused: Sequence[HoidapError], t: Words, *, finished: bool) -> str:
    """How far adding has come, then what was added and which files were refused and why."""
    if finished:
        added = last.total - len(refused)
        head = notice(t("added", n=t.number(added)) if added > 0 else t("added_none"), bad=added <= 0)
    else:
        line = t("adding", done=t.number(last.done), total=t.number(last.total), name=last.name)
        share = 100 * last.done // max(last.total, 1)
        bar = f'<div class="bar"><span style="width:{share}%"></span></div>'
        head = f'<p class="notice" role="status"><bdi>{esc(line)}</bdi></p>{bar}'
    if not refused:
        return head
    rows = "".join(f"<li><bdi>{esc(error.message(t.lang))}</bdi></li>" for error in refused[:SHOWN_REFUSALS])
    if len(refused) > SHOWN_REFUSALS:
        rows += f"<li>{esc(t('more_refused', n=t.number(len(refused) - SHOWN_REFUSALS)))}</li>"
    return f'{head}<div class="refused"><p>{esc(t("refused", n=t.number(len(refused))))}</p><ul>{rows}</ul></div>'
