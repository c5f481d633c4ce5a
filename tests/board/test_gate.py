"""Who gets past the board's gate, and who does not."""

import http.client
from urllib.parse import urlsplit

import pytest

from tests.board.conftest import Board

pytestmark = pytest.mark.xdist_group("board")

ADDRESSES = [
    "/",
    "/?call=JA-0001&t=3",
    "/call",
    "/media/0123456789abcdef.wav",
    "/component/any/index.html",
    "/static/js/index.js",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/board/call.js",
    "/board/wavesurfer.min.js",
    "/api/v1/calls/JA-0001/audio",
    "/api/v1/desk/changes",
    "/api/v1/desk/notes/JA-0001",
    "/favicon.png",
    "/nowhere",
    "/sign-in/../",
    "//sign-in",
]
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def page_of(board: Board, path: str, headers: dict[str, str]) -> str:
    connection = http.client.HTTPConnection(urlsplit(board.address).netloc, timeout=20)
    connection.request("GET", path, headers=headers)
    page = connection.getresponse().read().decode()
    connection.close()
    return page


def ask(
    board: Board, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(board.address).netloc, timeout=20)
    connection.request(method, path, headers=headers or {})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def cookie_of(board: Board) -> str:
    response = ask(board, "/sign-in?token=" + board.archive.accounts.make_link_token("yamada"))
    assert response.status == 303
    found = [c for c in response.headers.get_all("set-cookie") or [] if "sign_in=" in c]
    return found[0]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD"])
def test_nobody_unsigned_gets_anything_from_any_address(
    board: Board, path: str, method: str
) -> None:
    assert ask(board, path, method=method).status == 401


@pytest.mark.parametrize("path", ADDRESSES[:5])
def test_a_browser_without_a_sign_in_is_shown_the_way_to_it(board: Board, path: str) -> None:
    response = ask(board, path, {"Accept": "text/html"})
    assert response.status == 303
    assert str(response.headers["location"]).startswith("/sign-in?next=/")


def test_a_made_up_sign_in_opens_nothing(board: Board) -> None:
    assert ask(board, "/", {"Cookie": "kikitori_sign_in=" + "A" * 43}).status == 401


def test_a_websocket_needs_a_sign_in_and_the_boards_own_pages(board: Board) -> None:
    cookie = {"Cookie": cookie_of(board).split(";")[0]}
    own = {"Origin": board.address}
    assert ask(board, "/_stcore/stream", UPGRADE | own).status == 403
    assert ask(board, "/_stcore/stream", UPGRADE | own | cookie).status == 101
    foreign = {"Origin": "http://shop.example"}
    assert ask(board, "/_stcore/stream", UPGRADE | foreign | cookie).status == 403
    assert ask(board, "/_stcore/stream", UPGRADE | {"Origin": "null"} | cookie).status == 403


def test_another_name_for_this_machine_is_refused(board: Board) -> None:
    port = urlsplit(board.address).port
    cookie = {"Cookie": cookie_of(board).split(";")[0]}
    assert ask(board, "/", {"Host": f"rebound.example:{port}"} | cookie).status == 403
    assert ask(board, "/", {"Host": f"localhost:{port}"} | cookie).status == 200


@pytest.mark.parametrize("path", ["/", "/api/v1/calls/JA-0001/audio", "/_stcore/health"])
@pytest.mark.parametrize(
    "after", ["/sign-in?", "/sign-in#", "/sign-in/../..?x=", "@localhost", " "]
)
def test_a_crafted_host_header_does_not_pass_for_the_sign_in_page(
    board: Board, path: str, after: str
) -> None:
    for host in (urlsplit(board.address).netloc, "127.0.0.1"):
        assert ask(board, path, {"Host": host + after}).status in (400, 401, 403)


def test_a_page_of_another_site_cannot_post_to_the_board(board: Board) -> None:
    assert ask(board, "/sign-in", {"Origin": "http://shop.example"}, "POST").status == 403


def test_the_sign_in_is_kept_from_scripts_and_other_sites(board: Board) -> None:
    attributes = cookie_of(board).lower()
    assert "httponly" in attributes
    assert "samesite=strict" in attributes


@pytest.mark.parametrize("path", ["/", "/sign-in", "/board/call.js", "/nowhere.js"])
def test_every_answer_forbids_other_hosts_frames_and_guessing(board: Board, path: str) -> None:
    headers = ask(board, path, {"Cookie": cookie_of(board).split(";")[0]}).headers
    policy = str(headers["content-security-policy"])
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http:" not in policy
    assert "*" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")


def test_a_link_followed_from_elsewhere_comes_again_from_the_board_itself(board: Board) -> None:
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "cross-site"}
    assert ask(board, "/?call=A&t=1", headers).status == 401
    assert 'content="0;url=/?call=A&amp;t=1"' in page_of(board, "/?call=A&t=1", headers)
    assert 'content="0;url=/"' in page_of(board, "//shop.example/", headers)


def test_nobody_is_sent_round_for_ever(board: Board) -> None:
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    assert ask(board, "/?call=A", headers).status == 303
