"""The front page: an article in, its brief out, the words of each claim marked and linked both ways."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response

from foedus.model.brief import Brief
from foedus.model.documents import Document
from foedus.web.answer import answer
from foedus.web.asked import AskedFor, day

router = APIRouter()
LONGEST = 200_000  # characters of a pasted article


@router.get("/")
def front(request: Request, asked: AskedFor) -> Response:
    """The empty form, what changed lately, and what there is."""
    return answer(request, "front.html", _context(asked))


@router.get("/index.json")
def front_json(request: Request, asked: AskedFor) -> Response:
    """The same as JSON."""
    return answer(request, "front.html", _context(asked), form=".json")


@router.post("/brief{form}")
@router.post("/brief")
def brief(
    request: Request,
    asked: AskedFor,
    article: Annotated[str, Form(max_length=LONGEST)],
    published: Annotated[str, Form(max_length=10)] = "",
    form: str = "",
    on: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The brief of the article sent, beside its text."""
    from foedus.api.document_page import pieces

    document: Document = asked.session.document(article.encode(), published=day(published))
    found: Brief = asked.session.brief(document, on=day(on), known=asked.known)
    context = {
        "title": found.document.title or "Brief",
        "brief": found,
        "pieces": pieces(document, _spans(found)),
        "published": published,
        "article": article,
    }
    if form == ".json":
        return answer(request, "brief.html", {"brief": found}, form=form)
    return answer(request, "brief.html", context, form=form)


def _spans(found: Brief) -> list[tuple[int, int, Any]]:
    """Where the words of each numbered claim stand."""
    return [
        (item.claim.evidence.start, item.claim.evidence.end, item.number)
        for treaty in found.treaties
        for item in treaty.reported
    ]


def _context(asked: AskedFor) -> dict[str, Any]:
    from foedus.api.overview import overview

    return {"title": "What states have promised each other", "overview": overview(asked.session), "today": date.today()}
