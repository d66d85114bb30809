"""Makes the pictures in docs/pictures of the product as it is, with the browser of the tests.

python -m tests.ui.pictures_ui
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.ui.conftest import FLAGS, ROOT, Visitor, chromium
from tests.ui.product_ui import running_product

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 250_000
QUESTION = "viet nam co quan he ngoai giao voi bao nhieu nuoc"


def take(visitor: Visitor, url: str, folder: Path) -> list[Path]:
    """An answer beside its sources, a source in its document in the dark, and an answer on a phone."""
    answer, viewer, phone = (folder / f"{name}.png" for name in ("answer", "viewer", "phone"))
    v = visitor(url, width=1280, height=800)
    v.ask(QUESTION)
    v.page.locator(".a").get_by_role("link", name="[1]").first.click()
    v.page.screenshot(path=answer)
    v = visitor(url, "?__theme=dark", width=1280, height=800)
    v.ask(QUESTION)
    v.page.locator("#src-1-1").get_by_text("mở tại chỗ").click()
    v.page.locator("#hd-viewer mark.here").first.wait_for()
    v.page.screenshot(path=viewer)
    v = visitor(url, width=390, height=844)
    v.ask(QUESTION)
    v.page.screenshot(path=phone)
    v.quiet()
    return [answer, viewer, phone]


def main() -> int:
    """Writes the pictures; 1 when one is too large for a repository."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        raise SystemExit("Chromium is absent (apt-get install chromium)")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_product(Path(folder)) as served, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        pictures = take(Visitor(browser), served.url, PICTURES)
        browser.close()
    large = 0
    for picture in pictures:
        size = picture.stat().st_size
        large += size > LARGEST
        print(f"{picture.relative_to(ROOT)}: {size / 1000:.0f} kB")
    return 1 if large else 0


if __name__ == "__main__":
    raise SystemExit(main())
