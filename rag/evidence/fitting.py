"""Which words of the units may be the answer, by the form of thing asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from rag.evidence.asked import Form
from rag.evidence.words import Look, Words

Flags = NDArray[np.bool_]


def inner_names(words: Words, new: Flags) -> Flags:
    """New capitalised words that do not begin a unit, where anything is capitalised."""
    inner = np.ones(len(words.owner), np.bool_)
    inner[words.starts[:-1][words.starts[1:] > words.starts[:-1]]] = False
    return np.asarray(words.has(Look.CAPITAL) & new & inner)


def dates(words: Words, new: Flags) -> Flags:
    """New years, and new numbers behind a word such as "ngày"."""
    after_calendar = np.concatenate([[False], words.has(Look.CALENDAR)[:-1]])
    return np.asarray(new & (words.has(Look.YEAR) | (words.has(Look.NUMBER) & after_calendar)))


def fitting(form: Form, words: Words, new: Flags) -> Flags:
    """Which words may be the answer, by the form asked for."""
    if not len(new):
        return new
    number = words.has(Look.NUMBER) & new & ~dates(words, new)

    def followed_by(look: Look) -> Flags:
        return np.asarray(words.has(Look.NUMBER) & new & np.append(words.has(look)[1:], False))

    rules: Mapping[Form, Callable[[], Flags]] = {
        Form.DATE: lambda: dates(words, new),
        Form.DURATION: lambda: followed_by(Look.LENGTH_OF_TIME),
        Form.PERCENT: lambda: number,
        Form.MONEY: lambda: number | followed_by(Look.MONEY),
        Form.SIZE: lambda: number | followed_by(Look.MEASURE),
        Form.COUNT: lambda: number | (words.has(Look.NUMERAL) & new),
        Form.REASON: lambda: words.has(Look.REASON) & new,
        Form.PURPOSE: lambda: words.has(Look.PURPOSE | Look.REASON) & new,
        Form.MANNER: lambda: words.has(Look.MEANS | Look.PURPOSE) & new,
        Form.DEFINITION: lambda: words.has(Look.COPULA),
        **dict.fromkeys((Form.PERSON, Form.PLACE, Form.NAME, Form.WHICH), lambda: inner_names(words, new)),
    }
    rule = rules.get(form)
    return rule() if rule else np.zeros(len(new), np.bool_)
