"""The report as one HTML page: no script, no request, opens offline. Foreign text is escaped in ``svg.escape``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from index.evaluation.datasets import Notice
from index.evaluation.measures import MEASURES
from index.evaluation.running import TOTAL, Evaluated
from index.evaluation.svg import Bar, Line, Stack, bars, escape, lines, stacks

ROWS = 300
"""How many queries of each system are listed, the worst first; the files of ``--run`` list all."""

_WORDS = {
    "vi": {
        "title": "Kết quả đánh giá tìm kiếm",
        "answers_title": "Kết quả đánh giá câu trả lời",
        "lead": "Mỗi dòng là một cách tìm trên một tập câu hỏi; [ ] là khoảng tin cậy 95 % (bootstrap theo câu hỏi).",
        "dataset": "Tập",
        "documents": "tài liệu",
        "passages": "đoạn",
        "queries": "câu hỏi",
        "system": "Cách tìm · cách gõ",
        "latency": "Thời gian trung vị theo giai đoạn",
        "recall": "Recall theo số kết quả",
        "queries_of": "Từng câu hỏi, kém nhất trước",
        "question": "Câu hỏi",
        "notices": "Lưu ý",
        "other": "khác",
        "cut": "cắt đoạn",
        "listed": "hiện {shown} trên {all}",
    },
    "en": {
        "title": "Retrieval evaluation",
        "answers_title": "Answer evaluation",
        "lead": "Each row is one system on one dataset; [ ] is the 95 % confidence interval (bootstrap over queries).",
        "dataset": "Dataset",
        "documents": "documents",
        "passages": "passages",
        "queries": "queries",
        "system": "Retriever · typed",
        "latency": "Median time of each stage",
        "recall": "Recall by number of results",
        "queries_of": "Query by query, worst first",
        "question": "Question",
        "notices": "Notices",
        "other": "other",
        "cut": "split",
        "listed": "{shown} of {all}",
    },
}

_STYLE = """
:root{--paper:#faf7f0;--ink:#2b2822;--soft:#857d6d;--line:#ddd5c4}
.s0,.l0{--c:#2f6f6b}.s1,.l1{--c:#c08327}.s2,.l2{--c:#7a5ba6}.s3,.l3{--c:#b4514b}
.s4,.l4{--c:#4a7bb5}.s5,.l5{--c:#6d8a3a}.s6,.l6{--c:#a35d86}.s7,.l7{--c:#7c7467}
@media(prefers-color-scheme:dark){:root{--paper:#1f1d1a;--ink:#ece5d8;--soft:#a1988a;--line:#3d3932}}
body{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;
padding:0 1rem}
h1,h2{font-weight:600;line-height:1.2}h2{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:1rem}
p,.legend,summary{color:var(--soft)}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.85rem}.wide{overflow-x:auto}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right}
th:first-child,td:first-child,td.text{text-align:left}small{display:block;color:var(--soft)}th,small{white-space:nowrap}
.plot{width:100%;max-width:50rem;display:block;margin:.5rem 0;font-size:12px}.plot text{fill:var(--ink)}
.plot rect,.swatch rect{fill:var(--c)}polyline{fill:none;stroke:var(--c);stroke-width:2}
.grid{stroke:var(--line)}.whisker{stroke:var(--ink);fill:none}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.85rem}
.swatch{width:.8em;height:.8em;margin-right:.4em}
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(
    results: Sequence[Evaluated], notices: Iterable[Notice] = (), lang: str = "vi", answers: str | None = None
) -> str:
    """The whole report, a section for each dataset; ``answers`` are sections on answers, already HTML."""
    words = _WORDS[lang]
    sections = [_section(name, list(group), words) for name, group in groupby(results, lambda result: result.dataset)]
    listed = "".join(f"<li>{escape(notice.message(lang))}</li>" for notice in notices)
    remarks = f"<h2>{words['notices']}</h2><ul>{listed}</ul>" if listed else ""
    title = words["title" if answers is None else "answers_title"]
    lead = f"<p>{words['lead']}</p>" if results else ""
    return (
        f'<!doctype html><html lang="{escape(lang)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"{lead}{remarks}{''.join(sections)}{answers or ''}</body></html>\n"
    )


def _section(name: str, results: Sequence[Evaluated], words: dict[str, str]) -> str:
    first = results[0]
    labels = [_label(result, words) for result in results]
    intervals = [result.intervals["nDCG@10"] for result in results]
    ranked = [
        Bar(label, result.metrics["nDCG@10"], interval.low, interval.high)
        for label, result, interval in zip(labels, results, intervals, strict=True)
    ]
    recalls = [measure for measure in MEASURES if measure.startswith("R@")]
    curves = [
        Line(label, tuple((float(name.removeprefix("R@")), result.metrics[name]) for name in recalls))
        for label, result in zip(labels, results, strict=True)
    ]
    times = [
        Stack(label, _stages(result, words["other"]))
        for label, result in zip(labels, results, strict=True)
        if result.latency
    ]
    return (
        f"<h2>{escape(name)}</h2><p>{first.documents} {words['documents']}, {first.passages} {words['passages']}, "
        f"{len(first.qrels)} {words['queries']}</p>{_table(results, labels, words)}"
        f"<h3>nDCG@10</h3>{bars(ranked, 'nDCG@10')}"
        f"<h3>{words['recall']}</h3>{lines(curves, words['recall'])}"
        f"<h3>{words['latency']}</h3>{stacks(times, words['latency'], 'ms')}"
        f"{''.join(_queries(result, label, words) for result, label in zip(results, labels, strict=True))}"
    )


def _label(result: Evaluated, words: dict[str, str]) -> str:
    return " · ".join([result.retriever, result.typed, *([words["cut"]] if result.split else [])])


def _stages(result: Evaluated, other: str) -> tuple[tuple[str, float], ...]:
    """Medians of the stages, and what is left of the median of the whole."""
    parts = [(stage, latency.p50) for stage, latency in result.latency.items() if stage != TOTAL]
    left = result.latency[TOTAL].p50 - sum(length for _, length in parts)
    return (*parts, (other, max(0.0, left)))


def _table(results: Sequence[Evaluated], labels: Sequence[str], words: dict[str, str]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in (words["system"], *MEASURES, "p50 ms", "p95 ms"))
    rows = []
    for result, label in zip(results, labels, strict=True):
        cells = [f'<td class="text">{escape(label)}</td>']
        for name in MEASURES:
            interval = result.intervals[name]
            cells.append(f"<td>{result.metrics[name]:.4f}<small>[{interval.low:.3f}; {interval.high:.3f}]</small></td>")
        total = result.latency.get(TOTAL)
        cells.extend(
            ["<td>–</td>"] * 2 if total is None else [f"<td>{total.p50:.1f}</td>", f"<td>{total.p95:.1f}</td>"]
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _queries(result: Evaluated, label: str, words: dict[str, str]) -> str:
    order = sorted(result.qrels, key=lambda query: (result.values["nDCG@10"][query], result.values["RR@10"][query]))
    head = "".join(f"<th>{escape(text)}</th>" for text in (words["question"], "id", *MEASURES))
    rows = "".join(
        f'<tr><td class="text">{escape(result.asked.get(query, ""))}</td><td class="text">{escape(query)}</td>'
        f"{''.join(f'<td>{result.values[name][query]:.3f}</td>' for name in MEASURES)}</tr>"
        for query in order[:ROWS]
    )
    listed = words["listed"].format(shown=min(ROWS, len(order)), all=len(order))
    return (
        f"<details><summary>{words['queries_of']}: {escape(label)} ({listed})</summary>"
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )
