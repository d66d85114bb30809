"""The settings as a sheet over the page: what one browser chooses, the collection's model, and what is kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ui.markup import attributes, esc
from ui.panels.icons import GEAR
from ui.privacy import Kept
from ui.settings import MOST_PASSAGES
from ui.shelf import notice
from ui.strings import LANGUAGES, Words

_NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""Each language in its own words, whichever is on."""
_THEMES = {"system": "theme_system", "light": "theme_light", "dark": "theme_dark"}


@dataclass(frozen=True, slots=True)
class Model:
    """The embedding model of the open collection; ``typed`` is another one that is being considered."""

    collection: str
    name: str
    read_only: bool
    typed: str = ""
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """All that the sheet shows. ``typed`` are the fields as they stand; ``said`` is markup of ours, by section.

    ``mine`` counts conversations and thumbs where the rest is everybody's; there ``kept`` is not shown.
    """

    serial: int
    typed: Mapping[str, object]
    model: Model
    kept: Sequence[Kept] = ()
    mine: tuple[int, int] | None = None
    said: Mapping[str, str] = field(default_factory=dict)


def gear(t: Words) -> str:
    """The button that opens the settings."""
    return f'<button type="button"{attributes(act="open_settings")}>{GEAR} {esc(t("settings"))}</button>'


def sheet(panel: Panel, t: Words) -> str:
    """The whole sheet; ``serial`` differs at each opening, so that the page notices it."""
    title = esc(t("settings"))
    return (
        f'<div class="sheet panel" role="dialog" aria-modal="true" aria-label="{title}"{attributes(serial=panel.serial)}>'
        f'<header><h2>{title}</h2><div class="steps"><button type="button" class="close" data-close="1">'
        f'{esc(t("viewer_close"))}</button></div></header><div class="pages" tabindex="0" aria-label="{title}">'
        f"{_choices(panel, t)}{_model(panel, t)}{_privacy(panel, t)}</div></div>"
    )


def _choices(panel: Panel, t: Words) -> str:
    typed, shared = panel.typed, panel.mine is not None
    languages = "".join(_radio("lang", value, _NAMES[value], typed) for value in LANGUAGES)
    themes = "".join(_radio("theme", value, t(key), typed) for value, key in _THEMES.items())
    if shared:
        llm = f'<p class="soft">{esc(t("choices_shared"))}</p>'
    else:
        test = f'<button type="submit" class="act" name="do" value="test">{esc(t("llm_test"))}</button>'
        llm = (
            f'<fieldset><legend>{esc(t("choices_llm"))}</legend><p class="soft">{esc(t("choices_llm_note"))}</p>'
            f"{_text('llm_url', t('llm_url'), typed, 'http://127.0.0.1:11434/v1')}"
            f"{_text('llm_model', t('llm_model'), typed, 'qwen3:4b')}{test}{panel.said.get('llm', '')}</fieldset>"
        )
    label = esc(t("choices_k", most=MOST_PASSAGES))
    return (
        f'<form class="section"{attributes(act="choose")}>'
        f"<fieldset><legend>{esc(t('choices_lang'))}</legend>{languages}</fieldset>"
        f"<fieldset><legend>{esc(t('choices_theme'))}</legend>{themes}</fieldset>"
        f'<p class="field"><label for="set-k">{label}</label><input id="set-k" name="k" type="number" min="1" '
        f'max="{MOST_PASSAGES}" value="{esc(str(typed.get("k", "")))}"></p>{llm}'
        f'<button type="submit" class="act main" name="do" value="save">{esc(t("choices_save"))}</button>'
        f"{panel.said.get('choices', '')}</form>"
    )


def _radio(name: str, value: str, label: str, typed: Mapping[str, object]) -> str:
    checked = " checked" if typed.get(name) == value else ""
    return f'<label class="pick"><input type="radio" name="{name}" value="{value}"{checked}> {esc(label)}</label>'


def _text(name: str, label: str, typed: Mapping[str, object], example: str) -> str:
    value = esc(str(typed.get(name, "")))
    return (
        f'<p class="field"><label for="set-{name}">{esc(label)}</label><input id="set-{name}" name="{name}" value="{value}" '
        f'placeholder="{example}" maxlength="500" autocomplete="off" spellcheck="false"></p>'
    )


def _model(panel: Panel, t: Words) -> str:
    model, said = panel.model, panel.said.get("model", "")
    head = f"<h3>{esc(t('model', name=model.collection))}</h3>"
    now = esc(t("model_now", model=model.name) if model.name else t("model_none"))
    if panel.mine is not None or model.read_only or not model.name:
        why = f" {esc(t('model_sample'))}" if model.read_only else ""
        return f'<section class="section">{head}<p class="soft">{now}{why}</p></section>'
    other = bool(model.typed)
    typed = {"which": "other" if other else "bundled", "other": model.typed}
    do = (
        f'<button type="submit" class="act main" name="do" value="encode">{esc(t("model_do"))}</button>'
        if model.offered
        else ""
    )
    return (
        f'<form class="section"{attributes(act="model")}>{head}<p class="soft">{now}</p>'
        f"{_radio('which', 'bundled', t('model_bundled'), typed)}{_radio('which', 'other', t('model_other'), typed)}"
        f"{_text('other', t('model_which'), typed, 'intfloat/multilingual-e5-small')}"
        f'<p class="soft">{esc(t("model_note"))}</p>'
        f'<button type="submit" class="act" name="do" value="cost">{esc(t("model_cost"))}</button> {do}{said}</form>'
    )


def size_of(count: int, t: Words) -> str:
    """Bytes as people read them."""
    return f"{t.number(count / 1e6, 1)} MB" if count >= 100_000 else f"{t.number(count / 1e3, 1)} kB"


def _privacy(panel: Panel, t: Words) -> str:
    said = panel.said.get("privacy", "")
    if panel.mine is not None:
        conversations, thumbs = panel.mine
        what = t("privacy_yours", conversations=t.number(conversations), thumbs=t.number(thumbs))
        listed, anything = f"<p>{esc(what)}</p>", conversations > 0
    else:
        rows = "".join(
            f"<li><span>{esc(one.message(t.lang))} · {esc(size_of(one.size, t))}</span>"
            f'<span class="soft"><bdi>{esc(str(one.path))}</bdi></span></li>'
            for one in panel.kept
        )
        listed = f'<ul class="kept">{rows}</ul><p class="soft">{esc(t("privacy_files"))}</p>'
        anything = bool(panel.kept)
    if not anything:
        listed = f"<p>{esc(t('privacy_none'))}</p>"
    delete = (
        f'<label class="pick"><input type="checkbox" name="sure" value="1"> {esc(t("privacy_sure"))}</label>'
        f'<button type="submit" class="act bad">{esc(t("privacy_delete"))}</button>'
    )
    return (
        f'<form class="section"{attributes(act="forget")}><h3>{esc(t("privacy"))}</h3>'
        f'<p class="soft">{esc(t("privacy_note"))}</p>{listed}{delete if anything else ""}{said}</form>'
    )


def encoding(done: int, total: int, t: Words) -> str:
    """How far encoding again has come."""
    line = t("model_doing", done=t.number(done), total=t.number(total))
    share = 100 * done // max(total, 1)
    return f'{notice(line)}<div class="bar"><span style="width:{share}%"></span></div>'
