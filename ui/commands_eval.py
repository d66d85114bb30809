"""The commands ``eval`` and ``bench``: arguments in, tables out. What they do lives in ``index``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import HoidapError, UsageError
from ui.commands.opening import reranker_of

if TYPE_CHECKING:
    from index.evaluate import Notice, Systems
    from index.ingest import Step
    from index.types import Query

RETRIEVERS = ("hybrid", "fusion", "bm25", "dense")
TYPED = ("as-is", "unaccented", "half-accented", "telex", "vni", "typos", "polite", "shorthand", "misspelt")


def add_eval_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Adds ``eval`` to the commands."""
    text = "đo chất lượng tìm kiếm trên tập câu hỏi"
    parser: argparse.ArgumentParser = subparsers.add_parser("eval", help=text, description=text)
    add_eval_arguments(parser)
    return parser


def add_eval_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``eval``."""
    parser.add_argument(
        "datasets", nargs="*", metavar="DATASET", help="thư mục BEIR, tệp SQuAD .json, hoặc tệp câu hỏi .jsonl"
    )
    parser.add_argument(
        "--retriever", default="hybrid", metavar="A,B", help=f"cách tìm: {', '.join(RETRIEVERS)} (mặc định hybrid)"
    )
    add_reranker_argument(parser)
    parser.add_argument(
        "--typed", default="as-is", metavar="A,B", help=f"cách gõ câu hỏi: {', '.join(TYPED)} (mặc định as-is)"
    )
    parser.add_argument("--split", action="store_true", help="cắt tài liệu thành đoạn như khi dùng thật")
    parser.add_argument(
        "--answers", action="store_true", help="đo câu trả lời (tệp SQuAD .json hoặc .jsonl có câu trả lời mẫu)"
    )
    parser.add_argument("--documents", metavar="DIR", help="thư mục tài liệu mà tệp câu hỏi .jsonl hỏi về")
    parser.add_argument("--run", metavar="DIR", help="ghi tệp run, qrels (TREC) và bảng từng câu hỏi vào đây")
    parser.add_argument("--html", metavar="FILE", help="ghi báo cáo HTML vào đây")
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.add_argument(
        "--compare", nargs=3, metavar=("DATASET", "RUN_A", "RUN_B"), help="so sánh hai tệp run trên một tập"
    )


def add_reranker_argument(parser: argparse.ArgumentParser) -> None:
    """The option that ``search``, ``ask``, ``chat`` and ``eval`` share."""
    text = "mô hình đọc lại và xếp lại những đoạn đầu của hybrid (CrossEncoder của sentence-transformers)"
    parser.add_argument("--reranker", metavar="NAME_OR_FOLDER", help=text)


def add_bench_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Adds ``bench`` to the commands."""
    text = "đo tốc độ, bộ nhớ và dung lượng"
    parser: argparse.ArgumentParser = subparsers.add_parser("bench", help=text, description=text)
    add_bench_arguments(parser)
    return parser


def add_bench_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``bench``."""
    parser.add_argument("--sizes", default="1000,10000", metavar="N,N", help="số đoạn (mặc định 1000,10000)")
    parser.add_argument("--json", action="store_true", help="in JSON")


def run_eval(args: argparse.Namespace) -> int:
    """Runs ``eval``. Results go to standard output, notices on the datasets to standard error."""
    from index.evaluate import Systems, evaluate_all, page, read_datasets, records, stages, table, write_files

    lang = args.lang or "vi"
    if args.compare:
        return _compare(args, lang)
    if not args.datasets:
        raise UsageError(
            "Thiếu tập đánh giá. Ví dụ: hoidap eval corpus/sample/questions.jsonl",
            "No dataset given. For example: hoidap eval corpus/sample/questions.jsonl",
        )
    systems = Systems(
        _choices(args.retriever, RETRIEVERS, "--retriever"), _choices(args.typed, TYPED, "--typed"), args.split
    )
    if args.answers:
        return _answers(args, systems, lang)
    datasets = read_datasets([Path(dataset) for dataset in args.datasets])
    from index.evaluation.product import ProductLibrary, product_typist

    documents = None if args.documents is None else Path(args.documents)
    run, html = (None if path is None else Path(path) for path in (args.run, args.html))
    _make_folders(run, None if html is None else html.parent)  # before the work, so that none is lost
    reranker = reranker_of(args, systems.retrievers)
    library = ProductLibrary(args.collection, documents, watch=_watcher(), reranker=reranker)
    results, notices = evaluate_all(datasets, systems, library, product_typist, _progress)
    _say(notices, lang)
    if run is not None:
        write_files(run, results)
    if html is not None:
        html.write_text(page(results, notices, lang), encoding="utf-8", newline="\n")
    shown = _json(records(results)) if args.json else f"{table(results, lang)}\n\n{stages(results, lang)}"
    print(shown)  # noqa: T201
    return 0


def _answers(args: argparse.Namespace, systems: Systems, lang: str) -> int:
    """``eval --answers``: asks every question and measures what is answered."""
    from index.evaluate import page
    from index.evaluation.product import ProductLibrary, product_typist
    from rag.evaluation.figures import answer_records, answer_table
    from rag.evaluation.html import answer_sections
    from rag.evaluation.opening import ProductOpener
    from rag.evaluation.questions import read_answers
    from rag.evaluation.running import Plan, evaluate_answers

    sets = [read_answers(Path(dataset)) for dataset in args.datasets]
    html = None if args.html is None else Path(args.html)
    _make_folders(None if html is None else html.parent)
    library = ProductLibrary(
        args.collection,
        None if args.documents is None else Path(args.documents),
        watch=_watcher(),
        reranker=reranker_of(args, systems.retrievers),
    )
    plan = Plan(systems.retrievers, systems.typed, systems.split)
    results, notices = evaluate_answers(sets, plan, ProductOpener(library), typist=product_typist, progress=_progress)
    _say(notices, lang)
    if html is not None:
        html.write_text(page((), notices, lang, answer_sections(results, lang)), encoding="utf-8", newline="\n")
    print(_json(answer_records(results)) if args.json else answer_table(results, lang))  # noqa: T201
    return 0


def run_bench(args: argparse.Namespace) -> int:
    """Runs ``bench``."""
    from index.bench.report import table
    from index.bench.running import Settings, run_bench

    figures = run_bench(Settings(_sizes(args.sizes), command=("-m", "ui.cli")), _announce)
    print(_json(figures) if args.json else table(figures, args.lang or "vi"))  # noqa: T201
    return 0


def _compare(args: argparse.Namespace, lang: str) -> int:
    from index.evaluate import compare, compared_records, compared_table

    if args.datasets:
        raise UsageError(
            "--compare nhận đúng ba đường dẫn: DATASET RUN_A RUN_B. Hãy bỏ các đường dẫn khác.",
            "--compare takes exactly three paths: DATASET RUN_A RUN_B. Leave out the others.",
        )
    comparison = compare(*(Path(path) for path in args.compare))
    _say(comparison.notices, lang)
    print(_json(compared_records(comparison)) if args.json else compared_table(comparison, lang))  # noqa: T201
    return 0


def _make_folders(*folders: Path | None) -> None:
    for folder in folders:
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as exc:
                raise HoidapError(
                    f"Không tạo được thư mục {folder}: {exc.strerror}. Hãy chọn nơi khác.",
                    f"The folder {folder} cannot be made: {exc.strerror}. Choose another place.",
                ) from exc


def _choices(text: str, known: Sequence[str], flag: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [part for part in chosen if part not in known]
    if unknown or not chosen:
        shown = repr(",".join(unknown))
        raise UsageError(
            f"{flag} không nhận {shown}. Hãy chọn trong: {', '.join(known)}.",
            f"{flag} does not take {shown}. Choose from: {', '.join(known)}.",
        )
    return chosen


def _sizes(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() and int(part) > 0 for part in parts):
        raise UsageError(
            f"--sizes cần các số nguyên dương cách nhau bằng dấu phẩy, không phải {text!r}.",
            f"--sizes needs positive whole numbers separated by commas, not {text!r}.",
        )
    return tuple(dict.fromkeys(int(part) for part in parts))


def _progress(items: Sequence[Query], label: str) -> Iterable[Query]:
    from tqdm import tqdm

    shown: Iterable[Query] = tqdm(items, desc=label, unit=" câu", leave=False, disable=None, file=sys.stderr)
    return shown


def _watcher() -> Callable[[str, Step], None]:
    """Shows a bar for the indexing of each dataset."""
    from tqdm import tqdm

    bars: dict[str, Any] = {}

    def watch(name: str, step: Step) -> None:
        if name not in bars:
            bars[name] = tqdm(
                total=step.total, desc=f"{name} index", unit=" tài liệu", leave=False, disable=None, file=sys.stderr
            )
        bars[name].update(step.done - bars[name].n)
        if step.done >= step.total:
            bars.pop(name).close()

    return watch


def _announce(step: str) -> None:
    print(step, file=sys.stderr, flush=True)  # noqa: T201


def _say(notices: Iterable[Notice], lang: str) -> None:
    for notice in notices:
        print(f"hoidap: {notice.message(lang)}", file=sys.stderr)  # noqa: T201


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
