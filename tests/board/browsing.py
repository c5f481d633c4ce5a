"""A real browser and a real board for the tests: Debian's Chromium, the board as its own process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
REPOSITORY = Path(__file__).parent.parent.parent


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium; nothing is downloaded."""
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)


def ready(page: Page, part: str) -> None:
    """Wait until a part of the page says it is there."""
    page.locator(f'[data-ready="{part}"]').first.wait_for()


@contextmanager
def served(data: Path) -> Iterator[str]:
    """A board on a data folder, in a process of its own; gives its address."""
    environment = os.environ | {"HOME": str(data), "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("serve_board.py")), str(data)],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
