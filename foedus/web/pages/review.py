"""Review: the open decisions, for editors; and signing in with a token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from foedus.web.access import COOKIE, LASTS, check_form, mark, session_of, signed_in, tokens_of
from foedus.web.answer import answer
from foedus.web.asked import AskedFor

router = APIRouter()
_NOT_KEPT = {"cache-control": "no-store"}


@router.get("/review")
@router.get("/review{form}")
def review(request: Request, asked: AskedFor, form: str = "") -> Response:
    """The open decisions for an editor; for others the way in."""
    from foedus.api.review_page import review_page

    bearer = session_of(request)
    if form:
        signed_in(request, "editor")
    may = bearer is not None and bearer.may("editor")
    page = review_page(asked.session, asked.known) if may else {"questions": [], "decisions": []}
    context = {
        **page, "title": "Review", "bearer": bearer, "may": may, "can_write": request.app.state.settings.write,
    }  # fmt: skip
    if not form and bearer:
        context["mark"] = mark(request)
    shown = answer(request, "review.html", page if form else context, form=form, rows=page["questions"])
    shown.headers.update(_NOT_KEPT)
    return shown


@router.post("/review")
def decide(
    request: Request,
    asked: AskedFor,
    kind: Annotated[str, Form(max_length=20)],
    target: Annotated[str, Form(max_length=200)],
    reason: Annotated[str, Form(max_length=2000)] = "",
    into: Annotated[str, Form(max_length=200)] = "",
    form_mark: Annotated[str, Form(alias="mark", max_length=200)] = "",
) -> Response:
    """Record a decision of the editor who is signed in, and show what is left."""
    from foedus.api.review_page import settle

    bearer = signed_in(request, "editor")
    check_form(request, form_mark)
    settle(asked.session, kind, target, author=bearer.name, reason=reason, into=into)
    return RedirectResponse("/review", 303)


@router.post("/sign-in")
def sign_in(request: Request, token: Annotated[str, Form(max_length=200)]) -> Response:
    """A session for the bearer of a token. Raises `FoedusError` FOE904 on a read-only server, FOE910, FOE911."""
    check_form(request, None)
    held = tokens_of(request)
    bearer = held.find(token.strip())
    answered = RedirectResponse("/review", 303)
    is_secure = request.url.scheme == "https"
    answered.set_cookie(
        COOKIE, _session(request, bearer.name), LASTS, httponly=True, samesite="strict", secure=is_secure
    )
    return answered


def _session(request: Request, name: str) -> str:
    from foedus.web.access import new_session

    return new_session(request, name)


@router.post("/sign-out")
def sign_out(request: Request, form_mark: Annotated[str, Form(alias="mark", max_length=200)] = "") -> Response:
    """End the session in this browser."""
    check_form(request, form_mark)
    answered = RedirectResponse("/", 303)
    answered.delete_cookie(COOKIE)
    return answered
