"""One board and one browser for all tests of this folder, over made-up calls."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from archive.accounts import Role
from archive.archive import Archive
from tests.board.browsing import CHROMIUM, launch, served
from tests.board.seeding import seed

PASSWORD = "correct horse battery"

# A busy machine takes longer than the five seconds that are usual.
expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Board:
    """A running board: where it answers and what it shows."""

    address: str
    archive: Archive

    def link(self, account: str = "yamada") -> str:
        return f"{self.address}/sign-in?token={self.archive.accounts.make_link_token(account)}"


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    archive = seed(tmp_path_factory.mktemp("data"))
    archive.accounts.add("yamada", PASSWORD, Role.SUPERVISOR)
    archive.accounts.add_without_password("tora", Role.TRAINER)
    with served(archive.folder) as address:
        yield Board(address, archive)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing = "the board's pages are not tested: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor nobody knows yet."""
    context = _visitor(browser)
    yield context
    context.close()


@pytest.fixture(scope="session")
def supervisor(browser: Browser, board: Board) -> Iterator[BrowserContext]:
    """A supervisor's browser; it is kept, so that Streamlit's own files come out of its cache."""
    context = _visitor(browser)
    assert context.request.get(board.link(), max_redirects=0).status == 303
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, board: Board) -> Iterator[Page]:
    """A new visitor's page."""
    with _without_trouble(context, board) as page:
        yield page


@pytest.fixture
def signed_in(supervisor: BrowserContext, board: Board) -> Iterator[Page]:
    """A page of a supervisor who has signed in."""
    with _without_trouble(supervisor, board) as page:
        yield page
        page.close()


def _visitor(browser: Browser) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="ja-JP", timezone_id="Asia/Tokyo"
    )
    context.set_default_timeout(20_000)
    return context


@contextmanager
def _without_trouble(context: BrowserContext, board: Board) -> Iterator[Page]:
    """A page that must ask no other host for anything and report no error."""
    page = context.new_page()
    wrong: list[str] = []
    here = urlsplit(board.address).netloc
    page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
    page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("request", lambda r: wrong.append(r.url) if _leaves(r.url, here) else None)
    yield page
    assert wrong == []


def _leaves(url: str, here: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("blob", "data") and parts.netloc != here
