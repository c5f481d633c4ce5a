"""What operators see and write while they talk, in a real browser."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from archive.accounts import Role
from archive.desk import DeskState, FoundBy
from qa.board.desk_notes import LONGEST_BODY
from tests.board.browsing import ready
from tests.board.conftest import Board
from tests.board.desk_calls import ja_call, take_customers, unknown_call

pytestmark = pytest.mark.xdist_group("board")
OPERATORS = ("op-card", "op-note", "op-put", "op-once", "op-find", "op-only", "op-gone")


@pytest.fixture(scope="module")
def staffed(board: Board) -> Iterator[Board]:
    """A board with operators and customers."""
    take_customers(board.archive)
    for name in OPERATORS:
        board.archive.accounts.add_without_password(name, Role.OPERATOR)
    yield board
    for name in OPERATORS:
        board.archive.accounts.remove(name)


def sit_down(page: Page, board: Board, account: str) -> Page:
    """An operator signs in; the desk is all there is."""
    assert page.context.request.get(board.link(account), max_redirects=0).status == 303
    page.goto(board.address)
    ready(page, "desk")
    return page


def opened(board: Board, call_id: str) -> list[tuple[str, str, str]]:
    log = board.archive.access_log.newest(limit=1000)
    return [(one.account, one.action, one.customer) for one in log if one.call_id == call_id]


def test_the_callers_card_comes_up_by_itself_and_is_logged_once(page: Page, staffed: Board) -> None:
    desk = sit_down(page, staffed, "op-card")
    expect(desk.locator(".empty-state")).to_contain_text("通話をお待ちしています")
    staffed.archive.desk.tell(ja_call("card-1", operator="op-card"))
    card = desk.locator('[data-customer="/C-1001"]')
    expect(card.locator("h2")).to_have_text("青葉 みどり")
    expect(card.locator(".case .promise")).to_contain_text("11月24日")
    expect(card.locator(".products .spoken")).to_contain_text("51200640")
    dates = card.locator(".entry time").all_inner_texts()
    assert len(dates) > 5
    assert dates == sorted(dates, reverse=True)
    strip = desk.locator('[data-call="card-1"].strip')
    expect(strip.locator(".told").filter(has_text="お名前")).to_contain_text("伺い済み")
    expect(strip.locator(".told").filter(has_text="ご用件")).to_contain_text("修理")
    expect(strip).to_contain_text("転送 1回")
    staffed.archive.desk.tell(unknown_call("card-2", operator="op-card"))
    expect(desk.locator(".empty-state")).to_contain_text("特定されていません")
    desk.locator('[data-choose="card-1"]').click()
    expect(card).to_be_visible()
    assert opened(staffed, "card-1") == [("op-card", "open customer", "C-1001")]


def test_a_note_is_kept_while_it_is_written_and_goes_with_its_own_call(
    page: Page, staffed: Board
) -> None:
    desk_of = staffed.archive.desk
    desk_of.tell(ja_call("note-1", operator="op-note"))
    desk = sit_down(page, staffed, "op-note")
    form = desk.locator('.note[data-call="note-1"]')
    form.locator("select").select_option("call_back")
    form.locator("textarea").fill("24日までに03-0123-4567へ電話")
    expect(form.locator(".saved")).to_contain_text("保存しました")
    desk_of.tell(unknown_call("note-2", operator="op-note"))
    second = desk.locator('.note[data-call="note-2"]')
    expect(second.locator("textarea")).to_have_value("")
    second.locator("textarea").fill("間違い電話")
    desk.locator('[data-choose="note-1"]').click()
    expect(form.locator("textarea")).to_have_value("24日までに03-0123-4567へ電話")
    (kept,) = desk_of.notes("note-1")
    assert (kept.text, kept.disposition) == ("24日までに[電話1]へ電話", "call_back")
    desk.locator('[data-choose="note-2"]').click()
    expect(second.locator(".saved")).to_contain_text("保存しました")
    assert [note.text for note in desk_of.notes("note-2")] == ["間違い電話"]
    second.locator("textarea").fill("番号違い")
    desk.goto("about:blank")
    for _ in range(400):
        if [note.text for note in desk_of.notes("note-2")] == ["番号違い"]:
            break
        desk.wait_for_timeout(50)
    desk.goto(staffed.address)
    expect(desk.locator('.note[data-call="note-2"] textarea')).to_have_value("番号違い")


@pytest.mark.parametrize(
    ("account", "call_id", "note", "status"),
    [
        ("op-put", "put-1", {"text": "部品待ち", "disposition": "call_back"}, 204),
        ("op-put", "put-2", {"text": "部品待ち", "disposition": ""}, 404),
        ("op-put", "put-3", {"text": "部品待ち", "disposition": ""}, 404),
        ("op-put", "put-1", {"text": "部品待ち", "disposition": "resold"}, 400),
        ("op-put", "put-1", {"text": 7, "disposition": ""}, 400),
        ("op-put", "put-1", "no note", 400),
        ("op-put", "put-1", {"text": "あ" * LONGEST_BODY, "disposition": ""}, 413),
        ("tora", "put-1", {"text": "部品待ち", "disposition": ""}, 403),
    ],
)
def test_notes_are_taken_from_who_holds_the_call_and_as_notes_only(
    context: BrowserContext, staffed: Board, account: str, call_id: str, note: object, status: int
) -> None:
    staffed.archive.desk.tell(ja_call("put-1", operator="op-put"))
    staffed.archive.desk.tell(ja_call("put-2", operator="somebody-else"))
    before = staffed.archive.desk.notes(call_id)
    assert context.request.get(staffed.link(account), max_redirects=0).status == 303
    address = f"{staffed.address}/api/v1/desk/notes/{call_id}"
    assert context.request.put(address, data=json.dumps(note)).status == status
    kept = [one for one in staffed.archive.desk.notes(call_id) if one not in before]
    assert [one.text for one in kept] == (["部品待ち"] if status == 204 else [])


def test_of_several_things_done_at_once_none_is_lost(page: Page, staffed: Board) -> None:
    staffed.archive.desk.tell(ja_call("once-1", operator="op-once"))
    staffed.archive.desk.tell(ja_call("once-2", operator="op-once"))
    desk = sit_down(page, staffed, "op-once")
    other = desk.locator('[data-choose][aria-pressed="false"]')
    chosen = other.get_attribute("data-choose")
    other.evaluate(
        """button => {
            const root = button.getRootNode();
            const note = root.querySelector(".note textarea");
            note.value = "折り返しは不要";
            note.dispatchEvent(new InputEvent("input", { bubbles: true }));
            button.click();
            setTimeout(() => {
                root.querySelector(".find [name=text]").value = "9999-0000";
                root.querySelector(".find").requestSubmit();
            }, 5);
        }"""
    )
    expect(desk.locator(".missing")).to_contain_text("該当する顧客がない")
    expect(desk.locator(f'[data-choose="{chosen}"]')).to_have_attribute("aria-pressed", "true")
    (left,) = {"once-1", "once-2"} - {chosen}
    desk.locator(f'[data-choose="{left}"]').click()
    expect(desk.locator(f'.note[data-call="{left}"] .saved')).to_contain_text("保存しました")
    assert [note.text for note in staffed.archive.desk.notes(left)] == ["折り返しは不要"]


def test_an_unknown_caller_is_looked_up_and_tied_to_the_call(page: Page, staffed: Board) -> None:
    staffed.archive.desk.tell(unknown_call("find-1", operator="op-find"))
    desk = sit_down(page, staffed, "op-find")
    desk.locator('.find [name="text"]').fill("9999-0000")
    desk.keyboard.press("Enter")
    expect(desk.locator(".missing")).to_contain_text("該当する顧客がない")
    desk.locator('.find [name="text"]').fill("5120-0715")
    desk.keyboard.press("Enter")
    card = desk.locator('[data-customer="/C-1002"]')
    expect(card.locator(".badge.bad")).to_have_text("勧誘お断り")
    event = staffed.archive.desk.event("find-1")
    assert event is not None
    assert (event.customer, event.found_by) == ("C-1002", FoundBy.OPERATOR)


def test_an_operator_has_the_desk_and_promised_calls_and_nothing_else(
    page: Page, staffed: Board
) -> None:
    staffed.archive.desk.tell(ja_call("only-1", operator="somebody-else"))
    desk = sit_down(page, staffed, "op-only")
    expect(desk.locator("[data-choose], .find")).to_have_count(0)
    links = desk.locator("a[data-page]")
    expect(links).to_have_count(2)
    pages = {link.get_attribute("data-page") for link in links.all()}
    assert pages == {"desk", "call_backs"}
    for query in ("/?call=JA-0001", "/?page=live", "/?page=queue"):
        desk.goto(f"{staffed.address}{query}")
        ready(desk, "desk")
        expect(desk.locator(".transcript, .calls .score, [data-ready=live]")).to_have_count(0)
    sound = desk.context.request.get(f"{staffed.address}/api/v1/calls/JA-0001/audio")
    assert sound.status == 403


def test_after_signing_out_elsewhere_an_open_desk_shows_no_customer_any_more(
    page: Page, staffed: Board
) -> None:
    staffed.archive.desk.tell(ja_call("gone-1", operator="op-gone"))
    desk = sit_down(page.context.new_page(), staffed, "op-gone")
    expect(desk.locator("[data-customer]")).to_be_visible()
    page.goto(f"{staffed.address}/sign-out")
    staffed.archive.desk.tell_more("gone-1", state=DeskState.OVER)
    ready(desk, "signed-out")
    expect(desk.locator("[data-customer], .note")).to_have_count(0)


def test_a_supervisor_sees_every_desk_and_a_trainer_none(
    signed_in: Page, context: BrowserContext, page: Page, staffed: Board
) -> None:
    staffed.archive.desk.tell(ja_call("seen-1", operator="op-card"))
    signed_in.goto(f"{staffed.address}/?page=desk")
    ready(signed_in, "desk")
    expect(signed_in.locator('[data-choose="seen-1"]')).to_contain_text("op-card")
    staffed.archive.desk.tell_more("seen-1", state=DeskState.OVER)
    expect(signed_in.locator('[data-choose="seen-1"]')).to_contain_text("終了")
    assert context.request.get(staffed.link("tora"), max_redirects=0).status == 303
    page.goto(f"{staffed.address}/?page=desk")
    expect(page.get_by_text("この権限では")).to_be_visible()
    expect(page.locator("[data-customer], [data-page=desk]")).to_have_count(0)
