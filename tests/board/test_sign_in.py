"""Signing in and out of the board."""

import http.client
import re
from urllib.parse import urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.accounts import Role
from qa.board.gate import safe_path
from tests.board.conftest import PASSWORD, Board

pytestmark = pytest.mark.xdist_group("board")


class Visitor:
    """A browser without scripts: keeps cookies, follows nothing."""

    def __init__(self, board: Board, **headers: str) -> None:
        self.netloc = urlsplit(board.address).netloc
        self.headers = headers
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where to go on, and the page."""
        connection = http.client.HTTPConnection(self.netloc, timeout=20)
        headers = {"Accept": "text/html", **self.headers, "Cookie": self._cookie_header()}
        body = urlencode(form) if form is not None else None
        connection.request("POST" if body is not None else "GET", path, body, headers)
        response = connection.getresponse()
        page = response.read().decode("utf-8", "replace")
        for line in response.headers.get_all("set-cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        connection.close()
        return response.status, response.headers["location"] or "", page

    def code(self, after: str = "/") -> str:
        _, _, page = self.ask(f"/sign-in?{urlencode({'next': after})}")
        found = re.search(r'name="form" value="([^"]+)"', page)
        assert found
        return found[1]

    def sign_in(self, name: str, password: str, after: str = "/") -> tuple[int, str, str]:
        form = {"form": self.code(after), "next": after, "name": name, "password": password}
        return self.ask("/sign-in", form)

    def _cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)


def test_a_reviewer_comes_back_to_the_moment_the_link_named(board: Board) -> None:
    visitor = Visitor(board)
    status, place, _ = visitor.sign_in("yamada", PASSWORD, "/?call=JA-0001&t=5")
    assert (status, place) == (303, "/?call=JA-0001&t=5")
    assert visitor.ask("/")[0] == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(board: Board) -> None:
    answers = []
    for name in ("yamada", "nobody"):
        status, _, page = Visitor(board).sign_in(name, "wrong password")
        answers.append((status, re.sub(r'value="[^"]*"', "", page)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 403
    assert 'role="alert" >' in answers[0][1]


def test_a_form_from_elsewhere_is_refused(board: Board) -> None:
    visitor = Visitor(board)
    visitor.code()
    form = {"form": "guessed", "name": "yamada", "password": PASSWORD}
    assert visitor.ask("/sign-in", form)[0] == 403
    assert Visitor(board).ask("/sign-in", form | {"form": ""})[0] == 403
    assert visitor.ask("/")[0] == 303


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(board: Board) -> None:
    board.archive.accounts.add("locked", PASSWORD, Role.REVIEWER)
    visitor = Visitor(board)
    assert [visitor.sign_in("locked", "wrong password")[0] for _ in range(5)] == [403] * 5
    assert visitor.sign_in("locked", PASSWORD)[0] == 403


def test_a_link_signs_in_once(board: Board) -> None:
    path = board.link().removeprefix(board.address)
    first, second = Visitor(board), Visitor(board)
    assert first.ask(path)[:2] == (303, "/")
    assert first.ask("/")[0] == 200
    status, _, page = second.ask(path)
    assert status == 403
    assert "使用済み" in page
    assert second.ask("/")[0] == 303


def test_a_browser_looking_ahead_does_not_use_the_link_up(board: Board) -> None:
    path = board.link().removeprefix(board.address)
    assert Visitor(board, **{"Sec-Purpose": "prefetch"}).ask(path)[0] == 200
    assert Visitor(board).ask(path)[0] == 303


def test_signing_out_ends_the_sign_in_everywhere(board: Board) -> None:
    visitor, copy = Visitor(board), Visitor(board)
    visitor.sign_in("yamada", PASSWORD)
    copy.cookies = dict(visitor.cookies)
    assert copy.ask("/")[0] == 200
    assert visitor.ask("/sign-out")[:2] == (303, "/sign-in")
    assert copy.ask("/")[0] == 303


@pytest.mark.parametrize(
    ("accepted", "cookie", "heading"),
    [
        ("en-GB,en;q=0.9", "", "Sign in"),
        ("ja,en;q=0.8", "", "サインイン"),
        ("fr-FR", "", "サインイン"),
        ("ja", "en", "Sign in"),
    ],
)
def test_the_sign_in_page_speaks_the_visitors_language(
    board: Board, accepted: str, cookie: str, heading: str
) -> None:
    visitor = Visitor(board, **{"Accept-Language": accepted})
    visitor.cookies["kikitori_language"] = cookie
    assert f"<title>{heading} –" in visitor.ask("/sign-in")[2]


def test_choosing_a_language_is_remembered_and_leads_back(board: Board) -> None:
    visitor = Visitor(board)
    assert visitor.ask("/language?to=en&next=%2Fsign-in%3Fnext%3D%2F")[:2] == (
        303,
        "/sign-in?next=/",
    )
    assert visitor.cookies["kikitori_language"] == "en"
    visitor.ask("/language?to=xx&next=/")
    assert visitor.cookies["kikitori_language"] == "en"


def test_what_was_typed_as_a_name_is_shown_as_text(board: Board) -> None:
    page = Visitor(board).sign_in('"><script>alert(1)</script>', "x")[2]
    assert "<script>" not in page


@pytest.mark.parametrize(
    "path", ["", "//shop.example", "/\\shop.example", "http://shop.example", "/\nx", "/sign-out"]
)
def test_nobody_is_sent_anywhere_but_to_the_board(path: str) -> None:
    assert safe_path(path) == "/"


@given(st.text(max_size=30))
def test_a_way_back_always_lies_on_the_board(path: str) -> None:
    safe = safe_path(path)
    assert safe.startswith("/")
    assert not safe.startswith(("//", "/\\"))
