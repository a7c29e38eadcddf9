"""The front page: an article in, its brief out, the words of each claim marked and linked both ways."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from foedus.model.acts import Act
from foedus.model.brief import Brief
from foedus.model.documents import Document
from foedus.model.errors import FoedusError
from foedus.model.telling import Tell
from foedus.web.answer import answer
from foedus.web.asked import Asked, AskedFor, address, asked, day
from foedus.web.packed import pack, unpack
from foedus.web.progress import Event, form_key, key_of, of_page, streamed

router = APIRouter()
LONGEST = 200_000  # characters of a pasted article
MOST_IN_ADDRESS = 12_000  # characters of an article packed into an address; browsers and proxies take it


@router.get("/")
def front(request: Request, asked: AskedFor) -> Response:
    """The empty form, what changed lately, and what there is."""
    return answer(request, "front.html", _context(request, asked))


@router.get("/index.json")
def front_json(request: Request, asked: AskedFor) -> Response:
    """The same as JSON."""
    return answer(request, "front.html", _context(request, asked), form=".json")


@router.post("/brief.json")
@router.post("/brief")
def send(
    request: Request,
    asked: AskedFor,
    article: Annotated[str, Form(max_length=LONGEST)],
    published: Annotated[str, Form(max_length=10)] = "",
    wait: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """To the address of the article's brief; one too long for an address is answered here.

    ``wait``: the word by which the sender listens to how far it is.
    """
    if not article.strip():
        raise FoedusError("FOE913", "there is no text", where="article", help="paste the article")
    form = ".json" if request.url.path.endswith(".json") else ""
    packed = pack(article)
    own = address("/brief", {"article": packed, "published": published, **asked.days})
    is_long = len(packed) > MOST_IN_ADDRESS
    if "text/event-stream" in request.headers.get("accept", "") and not form:
        return _told(request, asked, article, published) if is_long else of_page(request, own)
    waiting = request.app.state.waiting
    if form or is_long:
        tell = partial(waiting.tell, form_key(wait)) if wait else asked.tell
        return _shown(request, replace(asked, tell=tell), article, published, form)
    if wait:
        waiting.pass_on(form_key(wait), key_of(*own.split("?", 1)))
    return RedirectResponse(own, 303)


def _told(request: Request, asked: Asked, article: str, published: str) -> Response:
    """The same as events, the last of which is the page: it has no address that could hold it."""

    def work(tell: Tell) -> Event:
        page = _shown(request, replace(asked, tell=tell), article, published, "")
        return "page", {"html": bytes(page.body).decode()}

    return streamed(work)


@router.post("/brief/address")
def fetch(request: Request, url: Annotated[str, Form(max_length=2000)]) -> Response:
    """Fetch an article, where the server may, and go to its brief."""
    from foedus.api.fetch_page import fetched

    document = fetched(asked(request).session, url, request.app.state.settings.fetch)
    packed = pack(document.text)
    published = document.published.isoformat() if document.published else ""
    if len(packed) > MOST_IN_ADDRESS:
        return _shown(request, asked(request), document.text, published, "")
    return RedirectResponse(address("/brief", {"article": packed, "published": published}), 303)


@router.get("/brief")
@router.get("/brief{form}")
def brief(
    request: Request,
    asked: AskedFor,
    article: Annotated[str, Query(max_length=2 * MOST_IN_ADDRESS)] = "",
    published: Annotated[str, Query(max_length=10)] = "",
    form: str = "",
) -> Response:
    """The brief of the article that the address holds."""
    if not article:
        return RedirectResponse("/", 303)
    return _shown(request, asked, unpack(article, LONGEST), published, form, article)


def _shown(request: Request, asked: Asked, article: str, published: str, form: str, packed: str = "") -> Response:
    """The brief beside the article's text."""
    from foedus.api.document_page import pieces

    asked.tell(f"reading {len(article):,} characters")
    document: Document = asked.session.document(article.encode("utf-8", "replace"), published=day(published))
    found: Brief = asked.session.brief(document, on=None if asked.is_today else asked.on, known=asked.known)
    asked.tell("writing the page")
    if form:
        rows = [item.claim.model_dump(mode="json") for treaty in found.treaties for item in treaty.reported]
        return answer(request, "brief.html", {"brief": found}, form=form, rows=rows)
    moments = sorted({item.date.earliest.isoformat() for item in acts_of(asked.session, found) if item.date})
    bounds = [*moments, found.on.isoformat(), asked.today.isoformat()]
    context = {
        "title": found.document.title or "Brief",
        "brief": found,
        "pieces": pieces(document, _spans(found)),
        "packed": packed,
        "published": published,
        "known": asked.known,
        "moments": moments,
        "first": min(bounds),
        "last": max(bounds),
    }
    return answer(request, "brief.html", context)


def acts_of(session: Any, found: Brief) -> list[Act]:
    """The acts of the brief's encoded treaties: the marks beneath the slider."""
    return [act for item in found.treaties if item.is_encoded for act in session.treaty(item.treaty).acts]


def _spans(found: Brief) -> list[tuple[int, int, Any]]:
    """Where the words of each numbered claim stand."""
    return [
        (item.claim.evidence.start, item.claim.evidence.end, item.number)
        for treaty in found.treaties
        for item in treaty.reported
    ]


def _context(request: Request, asked: Asked) -> dict[str, Any]:
    from foedus.api.overview import overview

    title = "What states have promised each other"
    fetches = request.app.state.settings.fetch
    return {"title": title, "overview": overview(asked.session), "today": asked.today, "fetches": fetches}
