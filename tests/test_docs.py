"""The README cannot rot: its tree is that of the code, its commands and flags are those of the parser."""

from __future__ import annotations

import argparse
import re

import pytest
from conftest import ROOT
from readme_tree import BEGIN, END, tree

from ui.cli import build_parser

README = ROOT / "README.md"


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = build_parser()
    action = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def test_the_tree_is_that_of_the_code() -> None:
    text = README.read_text(encoding="utf-8")
    shown = BEGIN + text.split(BEGIN, 1)[1].split(END, 1)[0] + END
    assert shown == tree(), "run: python tests/readme_tree.py --write"


def test_every_command_is_in_the_readme() -> None:
    text = README.read_text(encoding="utf-8")
    for name in commands():
        assert re.search(rf"`(?:hoidap )?{name}\b", text), f"{name} is not in the README"


def test_every_flag_of_the_readme_exists() -> None:
    known = {
        flag for parser in (build_parser(), *commands().values()) for a in parser._actions for flag in a.option_strings
    }
    block = README.read_text(encoding="utf-8").split("<!-- commands -->", 1)[1].split("<!-- /commands -->", 1)[0]
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", block))
    assert shown, "the README has no table of commands"
    assert shown <= known, f"unknown flags: {sorted(shown - known)}"
    hidden = {"--help", "--version"}
    assert {flag for flag in known if flag.startswith("--")} - hidden <= shown, "flags that the README does not name"


@pytest.mark.parametrize("path", ["README.md", "README.vi.md", "CONTRIBUTING.md", "docs/experiments.md"])
def test_files_that_are_linked_exist(path: str) -> None:
    text = re.sub(r"`[^`\n]*`", "", (ROOT / path).read_text(encoding="utf-8"))  # what stands in code is no link
    for target in re.findall(r"(?:\]\(|src=\")(?!https?:|#)([^)#\"]+)", text):
        assert ((ROOT / path).parent / target).exists(), f"{path} links to {target}, which is not there"


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README.read_text(encoding="utf-8"))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
