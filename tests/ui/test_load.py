"""Ten programs ask two hundred questions at once, and two people ask beside them: none lost, none mixed up.

The times are written to ``artefacts/load.json``; no test asserts one.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from index.sample import open_sample
from rag.chat import Chat
from tests.ui.conftest import ARTEFACTS, ROOT, Served, Visitor
from tests.ui.product_ui import running_product
from ui.json_output import answer_json

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1200)]

CLIENTS, EACH = 10, 20
BESIDE = 4
"""Questions that each of the two people asks meanwhile."""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running_product(tmp_path_factory.mktemp("load")) as served:
        yield served


def questions() -> list[str]:
    """Those of the sample corpus, all of them different."""
    lines = (ROOT / "corpus" / "sample" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["question"] for line in lines))


class Client(threading.Thread):
    """One program; keeps what it asked, what it was answered, and the milliseconds in between."""

    def __init__(self, url: str, asked: list[str], gate: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.url, self.asked, self.gate = url, asked, gate
        self.answers: list[dict[str, Any]] = []
        self.milliseconds: list[float] = []

    def run(self) -> None:
        from gradio_client import Client as GradioClient

        client = GradioClient(self.url, verbose=False, analytics_enabled=False)
        self.gate.wait(120)
        for question in self.asked:
            started = time.perf_counter()
            self.answers.append(client.predict(question, api_name="/ask"))
            self.milliseconds.append((time.perf_counter() - started) * 1000)


def expected(asked: list[str]) -> dict[str, dict[str, Any]]:
    """What each question is answered when nobody else asks."""
    chat = Chat(open_sample())
    found: dict[str, dict[str, Any]] = json.loads(json.dumps({one: answer_json(chat.answer(one)) for one in asked}))
    return found


def test_ten_clients_and_two_people_at_once(visitor: Visitor, product: Served) -> None:
    known = questions()
    right = expected(known)
    assert len(right) == len(known) > 100
    pages = [visitor(product.url), visitor(product.url, width=390, height=844)]
    for page in pages:
        page.page.set_default_timeout(120_000)
    gate = threading.Barrier(CLIENTS + 1)
    clients = [
        Client(product.url, [known[(n * 13 + i * 7) % len(known)] for i in range(EACH)], gate) for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    gate.wait(120)
    started = time.perf_counter()
    typed = [q for q in known if right[q]["outcome"] == "answered"][: 2 * BESIDE]
    for turn in range(BESIDE):
        for page, question in zip(pages, typed[2 * turn :], strict=False):
            page.ask(question)
    for client in clients:
        client.join(600)
    seconds = time.perf_counter() - started

    answers = [answer for client in clients for answer in client.answers]
    assert len(answers) == CLIENTS * EACH, "none lost"
    for client in clients:
        for question, answer in zip(client.asked, client.answers, strict=True):
            assert answer == right[question], "none mixed up, and the same as when nobody else asks"
    for number, page in enumerate(pages):
        own = typed[number::2]
        assert page.page.locator(".q").all_inner_texts() == own
        for place, question in enumerate(own):
            shown = page.page.locator(".turn").nth(place).locator(".a").inner_text()
            for citation in right[question]["citations"]:
                assert " ".join(citation["quote"].split()) in " ".join(shown.split())
        page.quiet()
    assert product.log.read_text(encoding="utf-8") == ""

    times = np.array([one for client in clients for one in client.milliseconds])
    figures = {
        "clients": CLIENTS, "questions": len(times), "beside": 2 * BESIDE, "seconds": round(seconds, 1),
        "p50_ms": round(float(np.percentile(times, 50))), "p95_ms": round(float(np.percentile(times, 95))),
        "max_ms": round(float(times.max())),
    }  # fmt: skip
    ARTEFACTS.mkdir(exist_ok=True)
    (ARTEFACTS / "load.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(figures)
