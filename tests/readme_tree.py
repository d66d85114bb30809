"""The README's tree, made of the first line of every module's docstring.

python tests/readme_tree.py          prints it
python tests/readme_tree.py --write  puts it into README.md
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- tree -->", "<!-- /tree -->"
PACKAGES = ("ui", "rag", "index", "corpus")


def summary(path: Path) -> str:
    """The first line of a module's docstring, without its full stop."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return doc.split("\n", 1)[0].strip().rstrip(".")


def lines_of(folder: Path, depth: int) -> list[str]:
    """One line a module, folders after files; ``__init__`` speaks for its folder."""
    indent = "  " * depth
    head = f"{indent}{folder.name}/"
    found = [f"{head:<34} {summary(folder / '__init__.py')}"]
    for path in sorted(folder.glob("*.py")):
        if path.name not in {"__init__.py", "__main__.py"}:
            name = f"{indent}  {path.name}"
            found.append(f"{name:<34} {summary(path)}")
    for sub in sorted(p for p in folder.iterdir() if (p / "__init__.py").is_file()):
        found += lines_of(sub, depth + 1)
    return found


def tree() -> str:
    """The whole tree as a fenced block between its markers."""
    lines = [line for package in PACKAGES for line in lines_of(ROOT / package, 0)]
    return "\n".join([BEGIN, "```", *lines, "```", END])


def main() -> int:
    """Prints the tree, or writes it into the README."""
    if "--write" not in sys.argv:
        print(tree())
        return 0
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    readme.write_text(before + tree() + rest.split(END, 1)[1], encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
