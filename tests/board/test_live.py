"""What supervisors see of calls in progress, in a real browser."""

from contextlib import closing
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from archive.live import LiveCall
from archive.spool import open_spool
from recorder.control import lock_path
from recorder.line_lock import line_of_ours
from tests.archive.spooling import facts
from tests.board.browsing import ready
from tests.board.conftest import Board
from tests.board.live_calls import EN_CALL, FORBIDDEN, JA_CALL, recorded, turns
from tests.board.scripts import EN_LINES, JA_LINES

pytestmark = pytest.mark.xdist_group("board")


def watching(page: Page, board: Board) -> Page:
    page.goto(f"{board.address}/?page=live")
    ready(page, "live")
    return page


def look_again(page: Page, times: int = 1) -> None:
    """Wait until the page has looked so many times more."""
    root = page.locator('[data-ready="live"]').element_handle()
    page.wait_for_function(
        "([root, until]) => Number(root.dataset.refreshed) >= until",
        arg=[root, int(root.get_attribute("data-refreshed") or "") + times],
    )


def card(page: Page, call: LiveCall) -> str:
    """What stands on a call's card once it is there."""
    found = page.locator(f'[data-call="{call.id}"]')
    found.wait_for()
    return found.inner_text()


def test_without_calls_the_page_says_how_to_begin_one(signed_in: Page, board: Board) -> None:
    signed_in.goto(board.address)
    ready(signed_in, "queue")
    signed_in.locator("a.live").click()
    ready(signed_in, "live")
    expect(signed_in.locator(".empty-state")).to_contain_text("kikitori record --line headset")
    expect(signed_in.locator("[data-call]")).to_have_count(0)


def test_words_appear_at_the_next_look_and_a_withdrawn_number_becomes_a_tag(
    signed_in: Page, board: Board
) -> None:
    live = board.archive.live
    shown = [*JA_LINES[:3], ("caller", 16.4, 18.6, "番号は、ゼロがみっつ、です。")]
    tagged = ("caller", 16.4, 18.6, "番号は、[電話1]です。")
    with recorded(board.archive, JA_CALL):
        page = watching(signed_in, board)
        card(page, JA_CALL)
        live.show(JA_CALL.id, turns(JA_CALL, shown))
        said = page.locator(f'[data-call="{JA_CALL.id}"] .line')
        look_again(page, 2)
        assert "ゼロがみっつ" in card(page, JA_CALL)
        live.show(JA_CALL.id, turns(JA_CALL, [tagged], since=3))
        expect(said.locator(".tag")).to_have_text("[電話1]")
        expect(said.filter(has_text="ゼロがみっつ")).to_have_count(0)
        expect(page.locator(f'[data-call="{JA_CALL.id}"] .trouble')).to_be_hidden()


def test_pushing_and_forbidden_words_are_told_with_the_words_that_prove_them(
    signed_in: Page, board: Board
) -> None:
    page = watching(signed_in, board)
    with recorded(board.archive, EN_CALL), recorded(board.archive, JA_CALL):
        card(page, EN_CALL)
        card(page, JA_CALL)
        board.archive.live.show(EN_CALL.id, turns(EN_CALL, [*EN_LINES[:12], FORBIDDEN]))
        board.archive.live.show(JA_CALL.id, turns(JA_CALL, JA_LINES))
        told = page.locator(f'[data-call="{EN_CALL.id}"] [data-flag]')
        expect(told.and_(page.locator('[data-flag="push"]'))).to_contain_text("three months")
        expect(told.and_(page.locator('[data-flag="forbidden"]'))).to_contain_text("calm down")
        push = page.locator(f'[data-call="{JA_CALL.id}"] [data-flag="push"]')
        expect(push).to_contain_text("今日まで")
        expect(push).to_contain_text("断られた後の勧誘")


def test_losses_load_and_marks_stand_on_the_card(signed_in: Page, board: Board) -> None:
    with recorded(board.archive, EN_CALL):
        page = watching(signed_in, board)
        text = card(page, EN_CALL)
        figures = page.locator(f'[data-call="{EN_CALL.id}"] .figure')
        expect(figures.and_(page.locator('[data-figure="dropped"]'))).to_have_class("figure bad")
        expect(figures.and_(page.locator('[data-figure="silence"]'))).to_have_class("figure bad")
        expect(figures.and_(page.locator('[data-figure="load"]'))).to_have_class("figure warn")
    assert {"ディスクがいっぱいです", "負荷のため字幕を省略中"} <= set(text.split("\n"))


def test_a_recorder_that_falls_silent_is_marked_and_one_that_is_gone_told(
    signed_in: Page, board: Board
) -> None:
    spool = open_spool(board.archive.folder)
    try:
        board.archive.live.update(EN_CALL)
        lock = lock_path(board.archive.folder, EN_CALL.line)
        with line_of_ours(lock, EN_CALL.line):
            # Its process lives: it holds the call's spool.
            with closing(spool.begin(facts(EN_CALL.id))):
                page = watching(signed_in, board)
                trouble = page.locator(f'[data-call="{EN_CALL.id}"] .trouble')
                expect(trouble).to_contain_text("応答なし", timeout=20_000)
            # It has let go of the call, which waits for room on the disk.
            look_again(page)
            expect(trouble).to_contain_text("応答なし")
        expect(trouble).to_contain_text("止まっています", timeout=20_000)
        expect(trouble).to_contain_text("kikitori record")
    finally:
        spool.shred(EN_CALL.id)
        board.archive.live.end(EN_CALL.id)


def test_a_call_that_is_over_leaves_a_link_to_its_kept_form(signed_in: Page, board: Board) -> None:
    call = replace(EN_CALL, id="EN-0002")
    with recorded(board.archive, call):
        page = watching(signed_in, board)
        card(page, call)
    page.locator('[data-open="EN-0002"]').click()
    ready(page, "call")
    assert page.url.endswith("/?call=EN-0002")


def test_whoever_watches_stands_in_the_access_log_once_for_each_call(
    signed_in: Page, board: Board
) -> None:
    call = replace(JA_CALL, id="live-logged")
    with recorded(board.archive, call):
        page = watching(signed_in, board)
        card(page, call)
        look_again(page)
    noted = [
        (e.account, e.action) for e in board.archive.access_log.newest() if e.call_id == call.id
    ]
    assert noted == [("yamada", "watch live")]


def test_a_trainer_sees_no_call_in_progress(
    context: BrowserContext, page: Page, board: Board
) -> None:
    with recorded(board.archive, JA_CALL):
        assert context.request.get(board.link("tora"), max_redirects=0).status == 303
        page.goto(f"{board.address}/?page=live")
        expect(page.get_by_text("この権限では")).to_be_visible()
        expect(page.locator("a.live")).to_be_hidden()
        expect(page.locator("[data-call]")).to_have_count(0)
