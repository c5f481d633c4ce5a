"""What reviewers do on the board, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.board.browsing import ready
from tests.board.conftest import PASSWORD, Board

pytestmark = pytest.mark.xdist_group("board")


def playhead(page: Page) -> float:
    return float(page.locator('[data-ready="call"]').get_attribute("data-at") or "nan")


def opened(page: Page, board: Board, call: str, second: float = 0) -> Page:
    page.goto(f"{board.address}/?call={call}&t={second}")
    ready(page, "call")
    return page


def test_a_reviewer_signs_in_opens_a_call_and_hears_the_evidence(page: Page, board: Board) -> None:
    page.goto(board.address)
    page.fill("#name", "yamada")
    page.fill("#password", PASSWORD)
    page.click("form button")
    ready(page, "queue")
    page.locator('[data-call="EN-0001"] td').nth(3).click()
    ready(page, "call")
    assert playhead(page) == 0
    chip = page.locator('[data-item="read_back"] [data-evidence]').first
    start = float(chip.get_attribute("data-evidence") or "nan")
    chip.click()
    expect(page.locator(".play")).to_have_attribute("data-playing", "true")
    sound = page.locator("audio").element_handle()
    page.wait_for_function(
        "([sound, start]) => sound.currentTime > start", arg=[sound, start - 0.5]
    )
    assert start - 0.5 <= playhead(page) < start + 3
    heard = [
        entry.action for entry in board.archive.access_log.newest() if entry.call_id == "EN-0001"
    ]
    assert sorted(heard) == ["hear", "open call"]


def test_a_link_lands_on_its_second_and_marks_what_is_said_there(
    signed_in: Page, board: Board
) -> None:
    page = opened(signed_in, board, "JA-0001", 53.0)
    assert playhead(page) == pytest.approx(53.0, abs=0.05)
    current = page.locator(".line[aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_contain_text("定期便")
    expect(current).to_be_in_viewport()


def test_a_link_survives_the_sign_in(page: Page, board: Board) -> None:
    page.goto(f"{board.address}/?call=JA-0001&t=12.5")
    page.fill("#name", "yamada")
    page.fill("#password", PASSWORD)
    page.click("form button")
    ready(page, "call")
    assert playhead(page) == pytest.approx(12.5, abs=0.05)


def test_a_link_in_another_sites_page_lands_on_its_call(signed_in: Page, board: Board) -> None:
    address = f"{board.address}/?call=JA-0001&t=12.5"
    elsewhere = signed_in.context.new_page()
    elsewhere.goto(board.address.replace("127.0.0.1", "localhost") + "/sign-in")
    elsewhere.evaluate("address => location.assign(address)", address)
    ready(elsewhere, "call")
    assert playhead(elsewhere) == pytest.approx(12.5, abs=0.05)


def test_a_click_on_a_turn_plays_it_and_the_keyboard_moves_on(
    signed_in: Page, board: Board
) -> None:
    page = opened(signed_in, board, "JA-0001")
    line = page.locator(".line", has_text="うーん")
    start = float(line.get_attribute("data-seek") or "nan")
    line.click()
    expect(page.locator(".play")).to_have_attribute("data-playing", "true")
    page.keyboard.press("Space")
    expect(page.locator(".play")).to_have_attribute("data-playing", "false")
    stopped = playhead(page)
    assert start <= stopped < start + 3
    page.keyboard.press("ArrowRight")
    assert playhead(page) == pytest.approx(stopped + 5, abs=0.3)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert playhead(page) == pytest.approx(stopped - 5, abs=0.3)


def test_a_link_into_a_silence_shows_the_words_before_it(signed_in: Page, board: Board) -> None:
    signed_in.set_viewport_size({"width": 1024, "height": 768})
    page = opened(signed_in, board, "EN-0001", 69.85)
    expect(page.locator(".line[aria-current]")).to_have_count(0)
    expect(page.get_by_text("I said no, thank you.", exact=True)).to_be_in_viewport()


def test_a_reader_who_scrolls_away_is_left_in_peace_until_asking_to_follow(
    signed_in: Page, board: Board
) -> None:
    signed_in.set_viewport_size({"width": 1024, "height": 768})
    page = opened(signed_in, board, "JA-0001", 63.6)
    current = page.locator(".line[aria-current]")
    expect(current).to_be_in_viewport()
    follow = page.locator(".follow")
    expect(follow).to_be_hidden()
    page.locator(".turns").hover()
    page.mouse.wheel(0, -5000)
    expect(follow).to_be_visible()
    first = page.locator(".line").first
    expect(first).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(current).to_contain_text("かしこまりました")
    expect(first).to_be_in_viewport()
    follow.click()
    expect(current).to_be_in_viewport()
    expect(follow).to_be_hidden()


def test_the_waveform_has_a_lane_a_side_and_shows_masks_and_moments(
    signed_in: Page, board: Board
) -> None:
    page = opened(signed_in, board, "JA-0001")
    expect(page.locator(".lane")).to_have_text(["お客様", "オペレーター"])
    masks = board.archive.reader.recording("JA-0001").masks
    expect(page.locator('[part*="mark-mask"]')).to_have_count(len(masks))
    expect(page.locator('[part*="mark-push"]').first).to_be_visible()
    expect(page.locator(".tag").first).to_have_text("[氏名1]")


def test_a_verdict_is_overruled_only_with_a_reason_and_the_page_says_by_whom(
    signed_in: Page, board: Board
) -> None:
    page = opened(signed_in, board, "EN-0002", 7)
    page.keyboard.press("ArrowRight")
    item = page.locator('[data-item="empathy"]')
    item.locator("footer button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    reason = "0:11にお気持ちを受け止める言葉があった。<b>"
    dialog.get_by_role("textbox").fill(reason)
    dialog.get_by_role("button", name="保存").click()
    expect(item.locator(".override")).to_contain_text(f"「{reason}」")
    expect(item.locator(".override")).to_contain_text("yamada")
    expect(page.locator(".total .number.main .label")).to_have_text("確認後")
    assert playhead(page) == pytest.approx(12, abs=0.05)
    score = board.archive.reader.scores("EN-0002")[0]
    [kept] = board.archive.reader.overrides(score.id)
    assert (kept.item, kept.reason, kept.account) == ("empathy", reason, "yamada")
    assert board.archive.access_log.newest(limit=1)[0].action == "override"


def test_a_reviewed_call_leaves_the_queue_and_the_next_one_opens(
    signed_in: Page, board: Board
) -> None:
    page = opened(signed_in, board, "EN-0003")
    page.locator('[data-action="done"]').click()
    expect(page.locator("h1", has_text="EN-0001")).to_be_visible()
    ready(page, "call")
    page.locator("a.queue").click()
    ready(page, "queue")
    expect(page.locator('[data-call="EN-0001"]')).to_be_visible()
    expect(page.locator('[data-call="EN-0003"]')).to_have_count(0)
    page.go_back()
    expect(page.locator("h1", has_text="EN-0001")).to_be_visible()


def test_a_trainer_reads_but_does_not_score(page: Page, board: Board) -> None:
    page.goto(board.link("tora") + "&next=/?call=EN-0001")
    ready(page, "call")
    expect(page.locator("[data-item] footer")).not_to_have_count(0)
    expect(page.locator("[data-item] footer button")).to_have_count(0)
    expect(page.locator("[data-action]")).to_have_count(0)


def test_a_withheld_call_shows_its_facts_and_nothing_that_was_said(
    signed_in: Page, board: Board
) -> None:
    page = opened(signed_in, board, "EN-0013")
    expect(page.get_by_role("status")).to_contain_text("公開していません")
    expect(page.get_by_role("status")).to_contain_text("お客様のチャンネルに声がありません")
    expect(page.locator("audio, .transcript, .panel")).to_have_count(0)


def test_a_quarantined_call_says_what_is_audible_where_and_nothing_that_was_said(
    signed_in: Page, board: Board
) -> None:
    page = signed_in
    page.goto(board.address)
    ready(page, "queue")
    expect(page.locator('[data-count="quarantined"] strong')).to_have_text("1")
    expect(page.locator('[data-call="JA-0014"] .badge')).to_have_text(
        ["隔離", "氏名 0:13", "電話 0:20"]
    )
    opened(page, board, "JA-0014")
    expect(page.get_by_role("status")).to_contain_text("まだ聞こえるもの:氏名 0:13, 電話 0:20")
    expect(page.locator("audio, .transcript, .panel, .player")).to_have_count(0)


def test_the_second_listen_is_told_in_a_line_and_each_place_can_be_sought(
    signed_in: Page, board: Board
) -> None:
    page = opened(signed_in, board, "JA-0001")
    proof = page.locator(".proof")
    expect(proof).to_contain_text("聞き直し:4か所 · 検出なし · whisper-base, beam 5")
    expect(proof.locator(".check").first).to_be_hidden()
    proof.locator("summary").click()
    expect(proof.locator(".check")).to_have_count(8)
    place = proof.locator("[data-proof]").nth(2)
    place.click()
    start = float(place.get_attribute("data-proof") or "nan")
    assert playhead(page) == pytest.approx(start, abs=0.05)
    assert f"t={start:.1f}" in page.url


def test_changing_the_language_keeps_the_call(page: Page, board: Board) -> None:
    page.goto(board.link() + "&next=/?call=JA-0001")
    ready(page, "call")
    page.get_by_text("English", exact=True).click()
    expect(page.locator("h1", has_text="Call JA-0001")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "call=JA-0001" in page.url


def test_filters_narrow_the_queue(signed_in: Page, board: Board) -> None:
    page = signed_in
    page.goto(board.address)
    page.get_by_label("言語").click()
    page.get_by_role("option", name="英語").click()
    expect(page.locator('[data-call^="JA"]')).to_have_count(0)
    expect(page.locator('[data-call^="EN"]').first).to_be_visible()


def test_after_signing_out_elsewhere_an_open_page_shows_nothing_more(
    page: Page, board: Board
) -> None:
    page.goto(board.link() + "&next=/?call=JA-0001")
    ready(page, "call")
    other = page.context.new_page()
    other.goto(f"{board.address}/sign-out")
    expect(other.locator("#name")).to_be_visible()
    page.locator('[data-item="opening"] footer button').click()
    ready(page, "signed-out")
    expect(page.locator("audio, .transcript, [role=dialog]")).to_have_count(0)
