"""The figures of a bench as text."""

from __future__ import annotations

from typing import Any

from index.evaluation.report import aligned

_HEADERS = {
    "vi": ("hệ", "đoạn", "lập mục/giây", "mã hóa/giây", "hỏi p50 ms", "hỏi p95 ms", "bộ nhớ đỉnh MB", "đĩa MB"),
    "en": ("system", "passages", "indexed/s", "encoded/s", "query p50 ms", "query p95 ms", "peak memory MB", "disk MB"),
}
_WORDS = {
    "vi": ("Máy", "lõi", "Khởi động cả lệnh (trung vị, giây)", "Nhanh gấp mấy lần (dưới 1 là chậm hơn)", "đoạn"),
    "en": (
        "Machine",
        "cores",
        "Start-up of the whole command (median, s)",
        "Times faster (below 1: slower)",
        "passages",
    ),
}


def table(figures: dict[str, Any], lang: str = "vi") -> str:
    """Every figure and ratio. Baselines: bm25s, a scan in NumPy, multilingual-e5-small's shape with FAISS.

    Indexed passages a second count everything from text in memory to the first question; encoded ones the embedding alone,
    which is all that is measured of the transformer.
    """
    machine, cores, start, faster, noun = _WORDS[lang]
    rows: list[list[str]] = [list(_HEADERS[lang])]
    for row in figures["sizes"]:
        size, product = row["passages"], row["hoidap"]
        for position, (retriever, latency) in enumerate(product["query_ms"].items()):
            first = position == 0
            rows.append(
                [
                    f"hoidap {retriever}",
                    str(size),
                    _cell(product["passages_per_second"]) if first else "–",
                    _cell(product["encoded_per_second"]) if first else "–",
                    _cell(latency["p50"]),
                    _cell(latency["p95"]),
                    _cell(product["peak_mb"]) if first else "–",
                    _cell(product["disk_mb"]) if first else "–",
                ]
            )
        if row["bm25s"] is not None:
            rows.append(_baseline("bm25s", size, row["bm25s"]))
        rows.append(_baseline("numpy scan", size, row["numpy"]))
        searched = figures["e5"]["sizes"][str(size)]
        rows.append(_baseline("e5-small + faiss", size, {**figures["e5"], **searched}))
    info = figures["machine"]
    lines = [f"{machine}: {info['cpus']} {cores}, Python {info['python']}, {info['system']}", "", aligned(rows)]
    if "start_up_seconds" in figures:
        times = ", ".join(f"{name} {seconds:.2f}" for name, seconds in figures["start_up_seconds"].items())
        lines.extend(["", f"{start}: {times}"])
    lines.extend(["", f"{faster}:"])
    for row in figures["sizes"]:
        lines.extend(f"  {row['passages']} {noun}, {name}: {value}" for name, value in row["ratios"].items())
    return "\n".join(lines)


def _baseline(name: str, size: int, figures: dict[str, Any]) -> list[str]:
    latency = figures["query_ms"]
    return [
        name,
        str(size),
        _cell(figures.get("passages_per_second")),
        _cell(figures.get("encoded_per_second")),
        _cell(latency["p50"]),
        _cell(latency["p95"]),
        _cell(figures["peak_mb"]),
        "–",
    ]


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"
