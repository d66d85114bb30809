"""A language model behind an OpenAI-compatible endpoint: Ollama, llama.cpp's server, vLLM, LM Studio.

Nothing is contacted unless a person gave the address. Slow, broken and truncated replies become one error,
``GeneratorError``, and the extractive answer stands.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from corpus.errors import HoidapError, UsageError


class GeneratorError(HoidapError):
    """The language model did not give a whole reply."""


class Generator(Protocol):
    """Writes text for a prompt, piece by piece. Closing the iterator cancels the request."""

    def stream(self, messages: Sequence[dict[str, str]]) -> Iterator[str]:
        """The reply in pieces; raises GeneratorError when it does not come whole."""
        ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint. ``url`` may end in ``/v1`` or not; times are in seconds.

    ``first_token`` bounds the wait for the first piece and between pieces, ``whole`` the whole reply.
    """

    url: str
    model: str
    api_key: str | None = None
    first_token: float = 60.0
    whole: float = 180.0
    max_tokens: int = 700

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(
                f"địa chỉ mô hình ngôn ngữ không hợp lệ: {self.url!r}; ví dụ đúng: http://127.0.0.1:11434/v1",
                f"not an address of a language model: {self.url!r}; a good one: http://127.0.0.1:11434/v1",
            )

    def _address(self, name: str) -> str:
        base = self.url.rstrip("/")
        return f"{base}/{name}" if base.endswith("/v1") else f"{base}/v1/{name}"

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}

    def models(self) -> list[str]:
        """The names of the models that the endpoint offers; raises GeneratorError when it does not answer."""
        import httpx

        try:
            reply = httpx.get(self._address("models"), headers=self._headers(), timeout=5.0, trust_env=False)
            reply.raise_for_status()
            return [str(model["id"]) for model in reply.json()["data"]]
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError, TypeError) as error:
            raise _failed(error) from error

    def stream(self, messages: Sequence[dict[str, str]]) -> Iterator[str]:
        """The reply in pieces, as they come. Raises GeneratorError on anything but a whole reply."""
        import httpx

        body = {
            "model": self.model,
            "messages": list(messages),
            "stream": True,
            "temperature": 0,
            "max_tokens": self.max_tokens,
        }
        timeout = httpx.Timeout(self.first_token, connect=5.0)
        deadline = time.monotonic() + self.whole
        try:
            # trust_env=False: a proxy set for the web must never see what a person asks of their own machine.
            with (
                httpx.Client(timeout=timeout, trust_env=False) as client,
                client.stream("POST", self._address("chat/completions"), json=body, headers=self._headers()) as reply,
            ):
                reply.raise_for_status()
                yield from _pieces(reply.iter_lines(), deadline)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _failed(error) from error


def _pieces(lines: Iterator[str], deadline: float) -> Iterator[str]:
    """The text of server-sent events up to ``[DONE]`` or a finish reason; a reply without either was cut off."""
    finished = False
    for line in lines:
        if time.monotonic() > deadline:
            raise TimeoutError("the reply took too long")
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == "[DONE]":
            return
        choices = json.loads(data).get("choices") or []
        if not choices:
            continue
        piece = (choices[0].get("delta") or {}).get("content")
        if piece:
            yield str(piece)
        finished = finished or choices[0].get("finish_reason") is not None
    if not finished:
        raise ValueError("the reply was cut off")


def _failed(error: Exception) -> GeneratorError:
    what = f"{type(error).__name__}: {error}".splitlines()[0][:160]
    return GeneratorError(
        f"mô hình ngôn ngữ không trả lời trọn vẹn ({what}); dưới đây là câu trả lời trích từ tài liệu",
        f"the language model gave no whole reply ({what}); below is the answer quoted from the documents",
    )
