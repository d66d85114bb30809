"""Reads rendered markup back, as a browser would, and says what is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "img", "input", "link", "meta", "base", "embed", "hr"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        """What a reader sees, without the line ends between elements."""
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def all(self, tag: str | None = None, css: str | None = None) -> list[Node]:
        """Elements below, in order, of this tag and class."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                classes = child.attributes.get("class", "").split()
                if (tag is None or child.tag == tag) and (css is None or css in classes):
                    found.append(child)
                found += child.all(tag, css)
        return found


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root", {})
        self.open = [self.root]
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        if len(node.attributes) != len(attrs):
            self.odd.append(f"an attribute twice in <{tag}>")
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.odd.append(f"</{tag}> closes <{self.open[-1].tag}>")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self.odd.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.odd.append(f"declaration {decl!r}")

    def unknown_decl(self, data: str) -> None:
        self.odd.append(f"declaration {data!r}")

    def handle_pi(self, data: str) -> None:
        self.odd.append(f"instruction {data!r}")


def parsed(markup: str) -> Node:
    """The tree of ``markup``; fails when an element is left open or closed by another."""
    builder = _Builder()
    builder.feed(markup)
    builder.close()
    assert not builder.odd, builder.odd
    assert builder.open == [builder.root], [node.tag for node in builder.open]
    return builder.root
