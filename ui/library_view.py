"""The library on the screen: the collections, the list of documents, which of them are asked, and how adding goes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as AbstractCollection
from collections.abc import Iterable, Sequence
from datetime import datetime

from corpus.document import file_name
from corpus.errors import HoidapError
from index.home import DEFAULT, SAMPLE
from index.types import DocumentInfo, OnDisk
from ui.markup import attributes, esc
from ui.service import Adding, CollectionEntry
from ui.shelf import notice
from ui.strings import Words

SHOWN_REFUSALS = 20
"""Refused files that are named; the rest are counted."""

SHOWN_CHOSEN = 3
"""Chosen documents that are named beside the question; the rest are counted."""


def library(
    documents: Sequence[DocumentInfo],
    chosen: AbstractCollection[str],
    t: Words,
    *,
    read_only: bool = False,
    on_disk: OnDisk = OnDisk(),  # noqa: B008 - a frozen value
) -> str:
    """The list of documents: choose, open or take out. ``chosen`` are ids of those that are asked, none for all;
    ``on_disk`` tells whose file has changed or is gone."""
    if not documents:
        return f'<p class="soft">{esc(t("collection_empty"))}</p>'
    passages = sum(info.passages for info in documents)
    size = t("collection_size", documents=t.number(len(documents)), passages=t.number(passages))
    again = "" if read_only else _refresh_button(t)
    often = Counter(info.title for info in documents)
    rows = ""
    for info in documents:
        name = file_name(info.source) if often[info.title] > 1 else ""
        rows += _row(info, info.id in chosen, t, read_only=read_only, mark=_mark(info, on_disk, t), name=name)
    return f'<p class="soft">{esc(size)} {again}</p><ul class="documents">{rows}</ul>'


def _refresh_button(t: Words) -> str:
    return f'<button type="button" class="link"{attributes(act="refresh", stay=1)}>{esc(t("refresh"))}</button>'


def _mark(info: DocumentInfo, on_disk: OnDisk, t: Words) -> str:
    if info.id in on_disk.gone:
        return t("file_gone")
    return t("file_changed") if info.id in on_disk.changed else ""


def _row(info: DocumentInfo, on: bool, t: Words, *, read_only: bool, mark: str = "", name: str = "") -> str:
    """One document; ``name`` is its file's where titles do not tell documents apart."""
    title = f"{name} – {info.title}" if name else info.title
    label = esc(t("choose_named", title=info.title))
    tick = attributes(act="pick", document=info.id, on=int(not on), stay=1)
    row = (
        f'<button type="button" class="tick" role="checkbox" aria-checked="{str(on).lower()}" aria-label="{label}"'
        f' title="{label}"{tick}></button>'
        f'<button type="button" class="open" title="{esc(info.title)}"'
        f"{attributes(act='open', document=info.id, start=0, end=0)}><bdi>{esc(title)}</bdi></button>"
        f'<span class="facts">{esc(facts(info, t))}{f" · <strong>{esc(mark)}</strong>" if mark else ""}</span>'
    )
    if not read_only:
        label = esc(t("remove_named", title=info.title))
        sure = attributes(act="remove", document=info.id, sure=t("remove_sure"), stay=1)
        row += f'<button type="button" class="remove" aria-label="{label}" title="{label}"{sure}>{esc(t("remove"))}</button>'
    return f"<li>{row}</li>"


def facts(info: DocumentInfo, t: Words) -> str:
    """Passages, size and the day of adding, in this machine's time zone."""
    try:
        day = datetime.fromisoformat(info.added).astimezone().strftime(t("day_format"))
    except (ValueError, OverflowError, OSError):
        day = ""
    count, size = t("passages", n=t.number(info.passages)), t("characters", n=t.number(info.length))
    return " · ".join(part for part in (count, size, day) if part)


def shown_name(entry: CollectionEntry, t: Words) -> str:
    """The name that people read; the two collections that come with the program have one in each language."""
    names = {SAMPLE: t("name_sample"), DEFAULT: t("name_default")}
    return names.get(entry.name, entry.title) if entry.title == entry.name else entry.title


def collections_list(entries: Sequence[CollectionEntry], current: CollectionEntry, t: Words) -> str:
    """The name of the open collection; behind it the others, to turn to, and the way to a new one."""
    others = "".join(
        f'<li><button type="button" class="link"{attributes(act="turn", collection=entry.name, stay=1)}>'
        f"<bdi>{esc(shown_name(entry, t))}</bdi></button></li>"
        for entry in entries
        if entry.name != current.name
    )
    create = f'<button type="button" class="link"{attributes(act="begin", stay=1)}>{esc(t("create"))}</button>'
    return (
        f'<details class="collections"><summary title="{esc(t("collections"))}"><h2>{esc(t("collection"))}</h2>'
        f"<strong><bdi>{esc(shown_name(current, t))}</bdi></strong></summary>"
        f"<ul>{others}<li>{create}</li></ul></details>"
    )


def scope(chosen: Sequence[DocumentInfo], t: Words) -> str:
    """Which documents are asked, where it is not all of them, with the way back to all."""
    if not chosen:
        return ""
    titles = [f"<bdi>“{esc(info.title)}”</bdi>" for info in chosen[:SHOWN_CHOSEN]]
    if len(chosen) > SHOWN_CHOSEN:
        titles.append(esc(t("chosen_more", n=t.number(len(chosen) - SHOWN_CHOSEN))))
    clear = f'<button type="button" class="link"{attributes(act="unpick")}>{esc(t("chosen_clear"))}</button>'
    head = esc(t("chosen", n=t.number(len(chosen))))
    return f'<p role="status"><strong>{head}</strong> <span class="titles">{", ".join(titles)}</span> {clear}</p>'


def adding_html(last: Adding, refused: Sequence[HoidapError], t: Words, *, finished: bool) -> str:
    """How far adding has come, then what was added and which files were refused and why."""
    if finished:
        head = _added(last, t)
    else:
        line = t("adding", done=t.number(last.done), total=t.number(last.total), name=last.name)
        share = 100 * last.done // max(last.total, 1)
        bar = f'<div class="bar"><span style="width:{share}%"></span></div>'
        head = f'<p class="notice" role="status"><bdi>{esc(line if last.name else t("adding_soon"))}</bdi></p>{bar}'
    return head + _refused(refused, t)


def _refused(refused: Sequence[HoidapError], t: Words) -> str:
    if not refused:
        return ""
    rows = "".join(f"<li><bdi>{esc(error.message(t.lang))}</bdi></li>" for error in refused[:SHOWN_REFUSALS])
    if len(refused) > SHOWN_REFUSALS:
        rows += f"<li>{esc(t('more_refused', n=t.number(len(refused) - SHOWN_REFUSALS)))}</li>"
    return f'<div class="refused"><p>{esc(t("refused", n=t.number(len(refused))))}</p><ul>{rows}</ul></div>'


def _added(last: Adding, t: Words) -> str:
    """What came of it; a file that was there already, word for word, is said to be so."""
    result = last.result
    if result is None:
        return notice(t("added_none"), bad=True)
    counts = (("added", result.added), ("replaced", result.replaced), ("unchanged", result.unchanged))
    lines = _counted(counts, t)
    return notice(lines) if lines else notice(t("added_none"), bad=True)


def _counted(counts: Iterable[tuple[str, int]], t: Words) -> str:
    """What is said of each count that is not zero."""
    return " ".join(t(key, n=t.number(count)) for key, count in counts if count)


def changed_on_disk(on_disk: OnDisk, t: Words) -> str:
    """That files have changed, are new or are gone, and the button that reads them."""
    if not on_disk:
        return ""
    counts = (
        ("files_changed", len(on_disk.changed)),
        ("files_new", len(on_disk.new)),
        ("files_gone", len(on_disk.gone)),
    )
    button = _refresh_button(t) if on_disk.changed or on_disk.new else ""
    return f'<p class="notice" role="status">{esc(_counted(counts, t))} {button}</p>'


def refreshed(last: Adding, refused: Sequence[HoidapError], on_disk: OnDisk, t: Words) -> str:
    """What came of reading changed files again, and new ones."""
    result = last.result
    counts = (("added", result.added), ("replaced", result.replaced)) if result else ()
    return (
        notice(_counted(counts, t) or t("refresh_none"))
        + _refused(refused, t)
        + changed_on_disk(OnDisk(gone=on_disk.gone), t)
    )


def retry(text: str, files: int, t: Words) -> str:
    """Why files could not be added just now, and the button that tries again with the same files."""
    again = f'<button type="button" class="link"{attributes(act="again", stay=1)}>{esc(t("add_again"))}</button>'
    return f"{notice(text, bad=True)}<p>{esc(t('add_waiting', n=t.number(files)))} {again}</p>"
