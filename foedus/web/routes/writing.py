"""The API's writings: documents recorded and decisions made, with an editor's token and never without."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from foedus.web.access import signed_in
from foedus.web.asked import AskedFor
from foedus.web.routes.asking import Article, document_of
from foedus.web.routes.pages_of import ERRORS

router = APIRouter(tags=["writing"], responses=ERRORS, dependencies=[Depends(HTTPBearer(auto_error=False))])


class Deciding(BaseModel):
    """A decision: what kind, about which claim, document, treaty or decision, and why."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=20, examples=["accept"])
    target: str = Field(max_length=200)
    reason: str = Field(min_length=1, max_length=2000)
    into: str = Field(default="", max_length=200)


@router.post("/documents", summary="Read an article and record it")
def record(request: Request, asked: AskedFor, article: Annotated[Article, Body()]) -> dict[str, Any]:
    """All of its claims or none; the same twice adds nothing. Needs an editor's token."""
    bearer = by_token(request)
    row: dict[str, Any] = asked.session.ingest([document_of(request, article)], author=bearer.name)[0]
    return row


@router.post("/decisions", summary="Decide what is open")
def decide(request: Request, asked: AskedFor, decision: Annotated[Deciding, Body()]) -> dict[str, Any]:
    """Accept, reject, merge, retract, reverse. Needs an editor's token."""
    from foedus.api.review_page import settle

    bearer = by_token(request)
    return settle(
        asked.session, decision.kind, decision.target, author=bearer.name, reason=decision.reason, into=decision.into
    )


def by_token(request: Request) -> Any:
    """The editor who asks, by the token in the header: a browser's cookie is never enough for the API."""
    from foedus.model.errors import FoedusError

    if not request.headers.get("authorization"):
        raise FoedusError("FOE910", "this needs a token", help="send Authorization: Bearer …")
    return signed_in(request, "editor")
