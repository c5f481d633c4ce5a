"""Signing in by password or one-time link, signing out, and choosing the language of the board."""

import hmac
import html
import secrets
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from archive.accounts import Accounts
from qa.board.gate import COOKIE, safe_path
from qa.board.wording import LANGUAGE_COOKIE, LANGUAGES, Words, chosen_language, words
from speech.errors import AccessError

FORM_COOKIE = "kikitori_form"
LONGEST_FORM_BYTES = 4096
PAGE = Template((Path(__file__).parent / "sign_in.html").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class SignIn:
    """The pages one sees before the board."""

    accounts: Accounts

    def routes(self) -> list[Route]:
        return [
            Route("/sign-in", self.ask, methods=["GET"]),
            Route("/sign-in", self.check, methods=["POST"]),
            Route("/sign-out", self.leave, methods=["GET"]),
            Route("/language", choose_language, methods=["GET"]),
        ]

    async def ask(self, request: Request) -> Response:
        """The form; with `?token=` of a one-time link the board itself."""
        token = request.query_params.get("token", "")
        # A browser that only looks ahead must not use the link up.
        if not token or request.method == "HEAD" or "sec-purpose" in request.headers:
            return await self._form(request)
        try:
            sign_in = await run_in_threadpool(self.accounts.redeem_link, token)
        except AccessError:
            return await self._form(request, error="link_used", status=403)
        return _welcome(request, sign_in, request.query_params.get("next", ""))

    async def check(self, request: Request) -> Response:
        """Check name and password of the form."""
        form = await _form_of(request)
        expected = request.cookies.get(FORM_COOKIE, "")
        if not expected or not hmac.compare_digest(expected, form.get("form", "")):
            return await self._form(request, error="form_too_old", status=403)
        name, password = form.get("name", "").strip(), form.get("password", "")
        try:
            sign_in = await run_in_threadpool(self.accounts.sign_in, name, password)
        except AccessError:
            return await self._form(request, error="wrong", name=name, status=403, form=form)
        return _welcome(request, sign_in, form.get("next", ""))

    async def leave(self, request: Request) -> Response:
        """End the sign-in. The cookie is strict, so a link on another site ends nothing."""
        token = request.cookies.get(COOKIE, "")
        if token:
            await run_in_threadpool(self.accounts.sign_out, token)
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE)
        return response

    async def _form(
        self,
        request: Request,
        *,
        error: str = "",
        name: str = "",
        status: int = 200,
        form: dict[str, str] | None = None,
    ) -> Response:
        say = words(language_of(request))
        after = safe_path((form or request.query_params).get("next", ""))
        nobody = not await run_in_threadpool(self.accounts.all)
        code = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
        page = _page(say, after=after, code=code, name=name, error=error, nobody=nobody)
        # With "no-referrer" a browser would send this form with "Origin: null", which is refused.
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
        response = HTMLResponse(page, status, headers=headers)
        _set_cookie(response, request, FORM_COOKIE, code)
        return response


async def choose_language(request: Request) -> Response:
    """Remember the language and go back to where one was."""
    wanted = request.query_params.get("to", "")
    response = RedirectResponse(safe_path(request.query_params.get("next", "")), 303)
    if wanted in LANGUAGES:
        _set_cookie(response, request, LANGUAGE_COOKIE, wanted, seconds=365 * 24 * 3600)
    return response


def language_of(request: Request) -> str:
    """The language of whoever asks."""
    accepted = request.headers.get("accept-language", "")
    return chosen_language(request.cookies.get(LANGUAGE_COOKIE, ""), accepted)


def _welcome(request: Request, sign_in: str, after: str) -> Response:
    response = RedirectResponse(safe_path(after), 303, headers={"Cache-Control": "no-store"})
    _set_cookie(response, request, COOKIE, sign_in)
    response.delete_cookie(FORM_COOKIE)
    return response


def _set_cookie(
    response: Response, request: Request, name: str, value: str, *, seconds: int | None = None
) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="strict", secure=secure
    )


async def _form_of(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM_BYTES:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=8)
    return {name: values[0] for name, values in fields.items()}


def _page(say: Words, *, after: str, code: str, name: str, error: str, nobody: bool) -> str:
    texts = {key: html.escape(text) for key, text in say.section("sign_in").items()}
    other = next(language for language in LANGUAGES if language != say.language)
    return PAGE.substitute(
        texts,
        lang=say.language,
        product=html.escape(say("product")),
        claim=html.escape(say("claim")),
        other_language=html.escape(say(f"language_itself.{other}")),
        other_code=other,
        here=quote(f"/sign-in?next={quote(after, safe='')}", safe=""),
        next=html.escape(after),
        form=html.escape(code),
        typed_name=html.escape(name),
        error=html.escape(say(f"sign_in.{error}")) if error else "",
        error_hidden="" if error else "hidden",
        name_focus="" if name else "autofocus",
        password_focus="autofocus" if name else "",
        nobody_hidden="" if nobody else "hidden",
        form_hidden="hidden" if nobody else "",
    )
