"""A recorded document: its text with the words of each claim marked, and its masks."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from foedus.web.answer import answer
from foedus.web.asked import AskedFor, split_form

router = APIRouter()


@router.get("/document/{key}")
def document(request: Request, asked: AskedFor, key: str) -> Response:
    """The document with its claims."""
    from foedus.api.document_page import document_page, pieces

    name, form = split_form(key)
    page = document_page(asked.session, name, asked.known)
    spans = [(*row["span"], row["claim"]) for row in page["claims"]]
    context = {**page, "title": page["document"].title or "Document"}
    if not form:
        context["pieces"] = pieces(page["document"], spans)
    return answer(request, "document.html", context, form=form, rows=page["claims"])
