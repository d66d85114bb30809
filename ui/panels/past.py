"""The list of past conversations at the left: by when they were last used, each with what can be done to it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from ui.history import TITLE_LENGTH, Match
from ui.markup import attributes, esc
from ui.render import Exchange
from ui.strings import Words

LISTED: Final = 30
"""Conversations shown at first, and how many more at each request."""


def past(
    found: Sequence[Match],
    exchanges: Sequence[Exchange],
    t: Words,
    *,
    current: int | None,
    shown: int,
    wanted: str,
    now: datetime,
) -> str:
    """The conversations by the time of their last question, the first ``shown`` of ``found``.

    ``current`` is the one on the screen; its questions lead to their places in it. ``wanted`` is what was searched for.
    """
    if not found:
        return f'<p class="soft">{esc(t("past_found_none" if wanted.strip() else "past_none"))}</p>'
    parts, group, rows = [], "", ""
    for match in found[:shown]:
        name = _when(match.conversation.updated, now)
        if name != group:
            parts.append(_group(group, rows, t))
            group, rows = name, ""
        here = match.conversation.id == current
        rows += _row(match, exchanges if here else (), t, here=here)
    more = f'<button type="button" class="link"{attributes(act="older", stay=1)}>{esc(t("past_more"))}</button>'
    return "".join([*parts, _group(group, rows, t), more if len(found) > shown else ""])


def _group(name: str, rows: str, t: Words) -> str:
    return f"<h3>{esc(t(name))}</h3><ul>{rows}</ul>" if rows else ""


def _when(updated: str, now: datetime) -> str:
    """The name of the group for a time, as days are counted where the program runs."""
    days = (now.date() - datetime.fromisoformat(updated).astimezone(now.tzinfo).date()) // timedelta(days=1)
    for most, name in ((0, "past_today"), (1, "past_yesterday"), (7, "past_week"), (30, "past_month")):
        if days <= most:
            return name
    return "past_older"


def _row(match: Match, exchanges: Sequence[Exchange], t: Words, *, here: bool) -> str:
    one = match.conversation
    at = {"conversation": one.id}
    current = ' aria-current="true"' if here else ""
    found = f'<span class="soft">{esc(match.question)}</span>' if match.question not in ("", one.title) else ""
    title = (
        f'<button type="button" class="resume" title="{esc(one.title)}"{current}{attributes(act="resume", **at)}>'
        f"<bdi>{esc(one.title)}</bdi>{found}</button>"
    )
    menu = esc(t("past_menu", title=one.title))
    field = f"title-{one.id}"
    more = (
        f'<details class="more"><summary title="{menu}" aria-label="{menu}">⋯</summary><div class="menu">'
        f'<form{attributes(act="rename", **at)}><label class="vh" for="{field}">{esc(t("past_title"))}</label>'
        f'<input id="{field}" name="title" value="{esc(one.title)}" maxlength="{TITLE_LENGTH}" autocomplete="off">'
        f'<button type="submit">{esc(t("past_rename"))}</button></form><div class="acts">'
        f'<button type="button"{attributes(act="export", stay=1, **at)}>{esc(t("past_export"))}</button>'
        f'<button type="button" class="bad"{attributes(act="delete", stay=1, sure=t("past_delete_sure"), **at)}>'
        f"{esc(t('past_delete'))}</button></div></div></details>"
    )
    jumps = "".join(
        f'<li><a class="jump" href="#turn-{i}">{esc(e.question)}</a></li>' for i, e in enumerate(exchanges, 1)
    )
    inside = f'<ul class="jumps">{jumps}</ul>' if len(exchanges) > 1 else ""
    return f'<li class="talked"><div class="row">{title}{more}</div>{inside}</li>'


def finding(t: Words, wanted: str = "") -> str:
    """The heading of the list and the field that searches it, apart from the list so that typing is never disturbed."""
    label = esc(t("past_find"))
    return (
        f'<h2>{esc(t("past"))}</h2><form role="search"{attributes(act="find", live=1)}>'
        f'<input type="search" name="words" value="{esc(wanted)}" maxlength="200" placeholder="{label}" '
        f'aria-label="{label}" autocomplete="off"></form>'
    )
