"""What a sentence shows about answering a question: one row of numbers for each unit.

Lexical evidence is measured in idf mass, so that function words count little without any stop list; a sentence is seen
with the sentences before it too, because a text names its subject once and then goes on with "ông" or "công ty này";
semantic evidence is that of the bundled or chosen embedding model; the rest is whether the unit holds the form of thing
asked for, and how near to the matched words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.reader.windows import Told
from index.types import Hit
from rag.evidence.asked import Asked
from rag.evidence.fitting import Flags, dates, fitting, inner_names
from rag.evidence.matching import Floats, Ints, Matches, gathered, largest, match, run_of, total
from rag.evidence.meaning import Meaning
from rag.evidence.neighbours import Neighbours, taken
from rag.evidence.units import Unit, UnitKind
from rag.evidence.words import POINTING, Look, Words, words_of
from rag.terms import tokens

QUESTION: Final = "question_"
"""Features of this prefix are the same for all units of a question."""

_COPULA_WITHIN: Final = 4
"""Words behind the term among which "là" must stand: "hội nhập quốc tế (HNQT) được hiểu là"."""
_EARLY: Final = 4
"""Words that may stand before the term."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that the features are computed from."""

    asked: Asked
    hits: Sequence[Hit]
    units: Sequence[Unit]
    near: Neighbours
    words: Words
    matches: Matches
    meaning: Meaning
    told: Told

    @property
    def group(self) -> Ints:
        """The hit of each unit, shape (u,)."""
        return self.near.group

    @property
    def here(self) -> Floats:
        """Which terms each unit holds, shape (u, t)."""
        return np.minimum(self.matches.counts, 1)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Named columns of numbers, one row for each unit."""

    names: tuple[str, ...]
    values: NDArray[np.float32]

    def column(self, name: str) -> NDArray[np.float32]:
        """One column."""
        return self.values[:, self.names.index(name)]


@np.errstate(invalid="ignore")  # false alarms of narrow products: see ``index.products``
def features(
    asked: Asked, hits: Sequence[Hit], units: Sequence[Unit], near: Neighbours, meaning: Meaning, told: Told
) -> Matrix:
    """The features of each unit, in the order of ``units``."""
    words = words_of([unit.read_as for unit in units])
    seen = Seen(asked, hits, units, near, words, match(asked, words), meaning, told)
    columns: dict[str, Floats] = {}
    for part in (_coverage, _beside, _sequence, _warmth, _shape, _meaning, _passage, _question, _read):
        columns.update(part(seen))
    return Matrix(tuple(columns), np.stack([np.asarray(one, np.float32) for one in columns.values()], axis=1))


def _coverage(seen: Seen) -> Mapping[str, Floats]:
    """How much of the question a unit holds: alone, with what stands before it, with its neighbours, with its passage."""
    here, group, asked = seen.here, seen.group, seen.asked
    count = len(seen.hits)
    one, two, after = taken(here, seen.near.one), taken(here, seen.near.two), taken(here, seen.near.after)
    before = np.maximum(here, np.maximum(one, two))
    heads = np.zeros((count, here.shape[1]), np.float32)
    for i, hit in enumerate(seen.hits):
        head = set(tokens(" ".join((hit.title, *hit.passage.section))))
        heads[i, : len(asked.terms)] = [term in head for term in asked.terms]
    first = np.unique(group, return_index=True)[1]
    leads = heads.copy()
    leads[group[first]] = np.maximum(leads[group[first]], here[first])
    whole = np.maximum(heads, gathered(here, group, count))
    share = asked.share
    square = share**2 / max(float((share**2).sum()), 1e-9)
    lengths = seen.words.lengths
    norm = 0.9 * (0.4 + 0.6 * lengths / max(float(lengths.mean()), 1.0))
    alone = here @ share
    return {
        "coverage": alone,
        "coverage_before": before @ share,
        "coverage_around": np.maximum(here, np.maximum(one, after)) @ share,
        "coverage_lead": np.maximum(here, leads[group]) @ share,
        "coverage_passage": (whole @ share)[group],
        "coverage_gain": alone - taken(alone, seen.near.one),
        "missing_passage": (np.where(whole > 0, 0, share).max(axis=1, initial=0.0) / max(float(share.max()), 1e-6))[
            group
        ],
        "rare": here @ square,
        "rare_before": before @ square,
        "rare_passage": (whole @ square)[group],
        "bm25": (seen.matches.counts * 1.9 / (seen.matches.counts + norm[:, None])) @ share,
        "near": here @ asked.near,
        "near_before": before @ asked.near,
        **_picked(here, before, whole[group], asked),
    }


def _picked(here: Floats, before: Floats, whole: Floats, asked: Asked) -> Mapping[str, Floats]:
    """The share held of some of the terms; a half where the question has none such."""

    def share(held: Floats, terms: Sequence[int] | Flags) -> Floats:
        chosen = held[:, np.asarray(terms, np.bool_ if isinstance(terms, np.ndarray) else np.int64)]
        return chosen.mean(axis=1) if chosen.shape[1] else np.full(len(held), 0.5, np.float32)

    return {
        "left": share(here, asked.left),
        "right": share(here, asked.right),
        "focus": share(here, asked.focus),
        "focus_before": share(before, asked.focus),
        "numbers": share(here, asked.is_number),
        "numbers_passage": share(whole, asked.is_number),
        "names": share(here, asked.is_name),
        "names_before": share(before, asked.is_name),
        "names_passage": share(whole, asked.is_name),
    }


def _sequence(seen: Seen) -> Mapping[str, Floats]:
    """Words of the question side by side, and in its order."""
    pairs, share, group = seen.matches.pairs, seen.matches.pair_share, seen.group
    lead, owner = seen.matches.lead, seen.words.owner
    followed = np.zeros(len(lead), np.bool_)
    followed[:-1] = ~seen.matches.asked[1:] & (owner[1:] == owner[:-1])
    before = np.maximum(pairs, np.maximum(taken(pairs, seen.near.one), taken(pairs, seen.near.two)))
    return {
        "pairs": pairs @ share,
        "pairs_before": before @ share,
        "pairs_passage": (gathered(pairs, group, len(seen.hits)) @ share)[group],
        "order": seen.matches.order,
        "lead": largest(lead, seen.words),
        "lead_new": largest(np.where(followed, lead, 0), seen.words),
        **_defining(seen),
    }


def _defining(seen: Seen) -> Mapping[str, Floats]:
    """Whether a unit says what the thing is whose definition is asked for, and whether it does so in its first words."""
    defined, words = seen.asked.defined, seen.words
    if not defined or not len(words.word):
        return {
            "defines": np.zeros(len(seen.units), np.float32),
            "defines_early": np.zeros(len(seen.units), np.float32),
        }
    ends = run_of(defined, words) == len(defined)
    copula = words.has(Look.COPULA)
    says = np.zeros_like(ends)
    for away in range(1, _COPULA_WITHIN + 1):
        says[:-away] |= copula[away:] & (words.owner[away:] == words.owner[:-away])
    told = ends & says
    return {
        "defines": largest(told, words),
        "defines_early": largest(told & (words.place < len(defined) + _EARLY), words),
    }


def _beside(seen: Seen) -> Mapping[str, Floats]:
    """What stands beside the word that names the thing asked for: a number, a name, anything new."""
    words, asked = seen.words, seen.asked
    if not asked.focus:
        half = np.full(len(seen.units), 0.5, np.float32)
        return {"focus_number": half, "focus_name": half, "focus_new": half}
    focus = np.isin(seen.matches.term, asked.focus)
    new = ~seen.matches.asked
    number, name = words.has(Look.NUMBER | Look.NUMERAL), words.has(Look.CAPITAL) & new
    counted, named = np.zeros_like(focus), np.zeros_like(focus)
    for away in (1, 2, 3):
        same = words.owner[away:] == words.owner[:-away]
        counted[away:] |= number[:-away] & same
        named[:-away] |= name[away:] & same
    followed = np.zeros_like(focus)
    followed[:-1] = new[1:] & (words.owner[1:] == words.owner[:-1])
    return {
        "focus_number": largest(focus & counted, words),
        "focus_name": largest(focus & named, words),
        "focus_new": largest(focus & followed, words),
    }


def _warmth(seen: Seen) -> Mapping[str, Floats]:
    """New words near matched ones, those of the form asked for above all."""
    words, matches = seen.words, seen.matches
    new = ~matches.asked
    warm, near = matches.warmth, matches.near_warmth
    fresh = total(new, words)
    fits = fitting(seen.asked.form, words, new)
    share_near = np.where(matches.term >= 0, seen.asked.near[matches.term], 0)
    last = largest(np.where(share_near >= 0.08, words.place + 1, 0), words)
    return {
        "warmest": largest(warm, words),
        "warmest_new": largest(np.where(new, warm, 0), words),
        "nearest_new": largest(np.where(new, near, 0), words),
        "new_words": np.log1p(fresh),
        "new_share": fresh / np.maximum(words.lengths, 1),
        "words_after": np.log1p(np.maximum(words.lengths - last, 0)),
        "words_to": np.log1p(last),
        "fits": largest(fits, words),
        "fits_warm": largest(np.where(fits, warm, 0), words),
        "fits_near": largest(np.where(fits, near, 0), words),
        "fits_count": np.log1p(total(fits, words)),
    }


def _shape(seen: Seen) -> Mapping[str, Floats]:
    """What a unit looks like whatever is asked, and where in its passage it stands."""
    words, group = seen.words, seen.group
    texts = [unit.text.strip() for unit in seen.units]
    new = ~seen.matches.asked
    names = inner_names(words, new)
    first = np.unique(group, return_index=True)[1]
    at = np.arange(len(group)) - first[np.searchsorted(first, np.arange(len(group)), side="right") - 1]
    size = np.bincount(group, minlength=len(seen.hits))[group]

    def flag(values: Sequence[bool]) -> Floats:
        return np.array(values, np.float32)

    return {
        "has_number": largest(words.has(Look.NUMBER) & new, words),
        "has_date": largest(dates(words, new), words),
        "has_name": largest(names, words),
        "new_names": np.log1p(total(names, words)),
        "has_reason": largest(words.has(Look.REASON) & new, words),
        "has_purpose": largest(words.has(Look.PURPOSE) & new, words),
        "has_means": largest(words.has(Look.MEANS) & new, words),
        "has_copula": largest(words.has(Look.COPULA), words),
        "points_back": largest(words.has(Look.POINTS_BACK) & (words.place < POINTING), words),
        "log_length": np.log1p(words.lengths),
        "very_short": flag([length < 4 for length in words.lengths.tolist()]),
        "is_question": flag([text.endswith("?") for text in texts]),
        "is_heading": flag([unit.kind is UnitKind.HEADING for unit in seen.units]),
        "is_lead": flag([unit.introduces for unit in seen.units]),
        "is_quote": flag([text[:1] in {'"', "“"} for text in texts]),
        "has_brackets": flag(["(" in text or ":" in text[:-1] for text in texts]),
        "commas": np.log1p(np.array([text.count(",") + text.count(";") for text in texts], np.float32)),
        "place": np.log1p(at),
        "place_share": at / np.maximum(size, 1),
        "first": flag([not i for i in at.tolist()]),
        "log_units": np.log1p(size),
    }


def _meaning(seen: Seen) -> Mapping[str, Floats]:
    """Nearness to the question by the embedding, whole and word by word."""
    meaning, group = seen.meaning, seen.group
    soft, share = meaning.soft, meaning.soft_share
    one, two, after = taken(soft, seen.near.one), taken(soft, seen.near.two), taken(soft, seen.near.after)
    return {
        "cosine": meaning.cosine,
        "cosine_before": meaning.before,
        "cosine_after": meaning.after,
        "cosine_passage": meaning.passage,
        "soft": meaning.covered,
        "soft_before": np.maximum(soft, np.maximum(one, two)) @ share,
        "soft_around": np.maximum(soft, np.maximum(one, after)) @ share,
        "soft_passage": (gathered(soft, group, len(seen.hits)) @ share)[group],
        "focus_like": meaning.focus,
    }


def _passage(seen: Seen) -> Mapping[str, Floats]:
    """How the passage was ranked; scores only against each other, since every retriever has its own scale."""
    scores = np.array([hit.score for hit in seen.hits], np.float32)
    top = max(float(np.abs(scores).max(initial=0.0)), 1e-6)
    group = seen.group
    level = (scores - scores.mean()) / max(float(scores.std()), 1e-6)
    return {
        "score": (scores / top)[group],
        "score_gap": ((scores[:1] - scores) / top)[group],
        "score_level": level[group],
        "rank": (1.0 / (1 + group)).astype(np.float32),
        "is_first": (group == 0).astype(np.float32),
    }


def _question(seen: Seen) -> Mapping[str, Floats]:
    """The same for all units: what kind of question it is, and whether the passages speak its language."""
    asked = seen.asked
    best = float((seen.here @ asked.share).max(initial=0.0))
    values = {
        "form": float(asked.form),
        "length": float(np.log1p(len(asked.words))),
        "names": float(asked.is_name.sum()),
        "numbers": float(asked.is_number.sum()),
        "known": asked.known_share,
        "agreement": best,
    }
    return {QUESTION + name: np.full(len(seen.units), value, np.float32) for name, value in values.items()}


def _read(seen: Seen) -> Mapping[str, Floats]:
    """What the reader says: how likely the answer begins in a unit, alone, against all others, and anywhere."""
    told = seen.told
    top = np.float32(told.begins.max())
    return {
        "read": told.begins,
        "read_at": told.at_best,
        "read_end": told.ends,
        "read_share": told.begins - np.logaddexp.reduce(np.append(told.begins, np.float32(0))),
        "read_gap": told.begins - top,
        QUESTION + "read": np.full(len(told.begins), top, np.float32),
    }
