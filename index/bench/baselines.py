"""What others would do, measured in the same run on the same passages.

- ``bm25s``: lexical search with a library, over lower-case syllables.
- ``e5``: a transformer of multilingual-e5-small's exact shape with random weights (speed does not depend on them), and
  FAISS flat search over vectors of its dimension.
- ``numpy``: dense search as one matrix product over float32 vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import HoidapError
from corpus.vietnamese import syllables
from index.bench.system import Latency, peak_megabytes, timed

E5_PASSAGES = 200
E5_DIMENSION = 384
_E5_QUERIES = 20
_TOKENS_PER_SYLLABLE = 1.2  # of the XLM-R tokenizer on Vietnamese text
_K = 10
_BATCH = 16


def bm25s_baseline(texts: Sequence[str], questions: Sequence[str]) -> dict[str, Any]:
    """Indexing rate, latency and peak memory of bm25s."""
    try:
        import bm25s
    except ImportError as exc:
        raise HoidapError(
            "Chưa cài bm25s nên không đo được mốc này. Hãy chạy: pip install bm25s",
            "bm25s, one of the baselines, is not installed. Run: pip install bm25s",
        ) from exc
    started = perf_counter()
    engine = bm25s.BM25(k1=0.9, b=0.8)
    engine.index([_tokens(text) for text in texts], show_progress=False)
    seconds = perf_counter() - started
    depth = min(_K, len(texts))
    engine.retrieve([_tokens(questions[0])], k=depth, show_progress=False)
    latency = timed(lambda question: engine.retrieve([_tokens(question)], k=depth, show_progress=False), questions)
    return _figures(len(texts), seconds, latency)


def numpy_baseline(count: int, dimension: int, queries: int) -> dict[str, Any]:
    """Latency and peak memory of a float32 scan over ``count`` random vectors; no text is encoded."""
    vectors, asked = _random_vectors(count, dimension), _random_vectors(queries, dimension)
    depth = min(_K, count)

    def search(query: NDArray[np.float32]) -> NDArray[np.int64]:
        scores = vectors @ query
        best = np.argpartition(-scores, depth - 1)[:depth]
        return best[np.argsort(-scores[best])]

    search(asked[0])
    return _figures(count, None, timed(search, asked))


def e5_baseline(texts: Sequence[str], questions: Sequence[str], sizes: Sequence[int]) -> dict[str, Any]:
    """Encoding rate over ``E5_PASSAGES`` passages, and for each size the latency of encoding a question and searching
    that many vectors with FAISS."""
    import faiss
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=250_037,
        hidden_size=E5_DIMENSION,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        max_position_embeddings=512,
    )
    model = BertModel(config, add_pooling_layer=False).eval()

    def encode(lengths: Sequence[int]) -> NDArray[np.float32]:
        longest = max(lengths)
        tokens = torch.randint(5, config.vocab_size, (len(lengths), longest))
        mask = torch.arange(longest)[None, :] < torch.tensor(lengths)[:, None]
        with torch.inference_mode():
            states = model(tokens, attention_mask=mask.long()).last_hidden_state
            pooled = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            found: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=1).numpy()
            return found

    lengths = sorted(_token_count(text) for text in texts[:E5_PASSAGES])  # by length, as sentence-transformers batches
    encode(lengths[:2])
    started = perf_counter()
    for start in range(0, len(lengths), _BATCH):
        encode(lengths[start : start + _BATCH])
    seconds = perf_counter() - started
    asked = [_token_count(question) for question in questions[:_E5_QUERIES]]

    def measured(size: int) -> dict[str, Any]:
        index = faiss.IndexFlatIP(E5_DIMENSION)
        index.add(_random_vectors(size, E5_DIMENSION))
        depth = min(_K, size)
        whole = timed(lambda length: index.search(encode([length]), depth), asked)
        vectors = _random_vectors(len(asked), E5_DIMENSION)
        alone = timed(lambda row: index.search(vectors[row : row + 1], depth), range(len(asked)))
        return {"query_ms": asdict(whole), "faiss_ms": asdict(alone)}

    return {
        "passages": len(lengths),
        "encoded_per_second": round(len(lengths) / seconds, 2),
        "sizes": {str(size): measured(size) for size in sizes},
        "peak_mb": peak_megabytes(),
    }


def _figures(count: int, seconds: float | None, latency: Latency) -> dict[str, Any]:
    return {
        "passages_per_second": None if seconds is None else round(count / seconds, 1),
        "query_ms": asdict(latency),
        "peak_mb": peak_megabytes(),
    }


def _tokens(text: str) -> list[str]:
    return [syllable.lower() for syllable in syllables(text)]


def _token_count(text: str) -> int:
    return min(512, 2 + round(len(text.split()) * _TOKENS_PER_SYLLABLE))


def _random_vectors(count: int, dimension: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(0).standard_normal((count, dimension), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
