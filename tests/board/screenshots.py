"""Takes pictures of every page in both languages: `python -m tests.board.screenshots FOLDER`.

They go into FOLDER, which is made; a person looks at them.
"""

import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from archive.accounts import Role
from archive.archive import Archive, open_archive
from tests.board.browsing import launch, ready, served
from tests.board.desk_calls import fill_desks
from tests.board.ivr_calls import seed_ivr_calls
from tests.board.live_calls import recorded, show_all, show_dead
from tests.board.seeding import seed

SIZES = {"wide": (1440, 900), "small": (1024, 768)}
LIVE_SIZES = {"wide": (1280, 900), "phone": (390, 844)}
LOCALES = {"ja": "ja-JP", "en": "en-GB"}


def take_all(folder: Path) -> None:
    """One picture of each page, language and size."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        archive = seed(Path(data) / "full")
        archive.accounts.add("yamada", "correct horse battery", Role.SUPERVISOR)
        fill_desks(archive)
        seed_ivr_calls(archive, datetime.now(UTC))
        empty = open_archive(Path(data) / "empty")
        with served(archive.folder) as board, served(empty.folder) as nothing:
            browser = launch(playwright)
            for language in LOCALES:
                for size, pixels in SIZES.items():
                    name = f"{language}-{size}"
                    _take(_visit(browser, language, pixels), board, folder, name)
                _take_live(browser, archive, board, folder, language)
            page = _visit(browser, "ja", SIZES["wide"])
            page.goto(f"{nothing}/sign-in")
            page.screenshot(path=folder / "ja-no-account.png")
            empty.accounts.add_without_password("demo", Role.REVIEWER)
            page.goto(f"{nothing}/sign-in?token={empty.accounts.make_link_token('demo')}")
            ready(page, "queue")
            page.screenshot(path=folder / "ja-no-calls.png")
            page.goto(f"{nothing}/?page=live")
            ready(page, "live")
            page.screenshot(path=folder / "ja-no-live-calls.png")
            browser.close()


def _take_live(browser: Browser, archive: Archive, board: str, folder: Path, language: str) -> None:
    """Calls in progress, whole, while their recorders tell of them and after those are gone."""
    for size, pixels in LIVE_SIZES.items():
        page = _visit(browser, language, pixels)
        archive.accounts.add_without_password(f"{language}-{size}", Role.SUPERVISOR)
        token = archive.accounts.make_link_token(f"{language}-{size}")
        page.goto(f"{board}/sign-in?token={token}")
        ready(page, "queue")
        for what, show in (("live", show_all), ("dead", show_dead)):
            calls = show(archive)
            with ExitStack() as recorders:
                for call in calls if what == "live" else ():
                    recorders.enter_context(recorded(archive, call))
                page.goto(f"{board}/?page=live")
                page.locator(f'[data-call="{calls[-1].id}"]').wait_for()
                height = page.locator('[data-ready="live"]').evaluate("root => root.scrollHeight")
                page.set_viewport_size({"width": pixels[0], "height": height + 160})
                page.wait_for_timeout(1500)
                page.screenshot(path=folder / f"{language}-{size}-{what}.png")
            for call in calls:
                archive.live.end(call.id)


def _visit(browser: Browser, language: str, size: tuple[int, int]) -> Page:
    width, height = size
    page = browser.new_context(
        viewport={"width": width, "height": height},
        locale=LOCALES[language],
        timezone_id="Asia/Tokyo",
    ).new_page()
    page.set_default_timeout(20_000)
    return page


def _take(page: Page, board: str, folder: Path, name: str) -> None:
    def shot(what: str) -> None:
        page.wait_for_timeout(400)
        page.screenshot(path=folder / f"{name}-{what}.png")

    page.goto(board)
    page.fill("#name", "yamada")
    page.fill("#password", "wrong")
    page.click("form button")
    shot("sign-in")
    page.fill("#password", "correct horse battery")
    page.click("form button")
    ready(page, "queue")
    shot("queue")
    call = "JA-0001" if name.startswith("ja") else "EN-0001"
    page.goto(f"{board}/?call={call}&t=52.8")
    ready(page, "call")
    shot("call")
    page.click(".proof summary")
    shot("proof")
    for tab in ("moments", "metrics", "history"):
        page.click(f'[data-tab="{tab}"]')
        shot(tab)
    page.click('[data-tab="score"]')
    page.click('[data-item="read_back"] footer button')
    page.get_by_role("dialog").wait_for()
    shot("overrule")
    for part in ("desk", "journeys"):
        page.goto(f"{board}/?page={part}")
        ready(page, part)
        shot(part)
    page.goto(f"{board}/?call={'IVR-JA-0021' if name.startswith('ja') else 'IVR-EN-0023'}")
    ready(page, "call")
    shot("ivr-call")
    for call in ("EN-0013", "JA-0014", "JA-0009", "nowhere"):
        page.goto(f"{board}/?call={call}")
        if call == "nowhere":
            page.get_by_role("button").first.wait_for()
        else:
            ready(page, "call")
        shot(call.lower())


if __name__ == "__main__":
    take_all(Path(sys.argv[1]))
