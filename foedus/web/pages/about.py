"""About: what Foedus is and is not, its coverage in figures, its sources, how to cite it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from foedus.model.version import __version__
from foedus.web.answer import answer
from foedus.web.asked import AskedFor

router = APIRouter()


@router.get("/about")
@router.get("/about{form}")
def about(request: Request, asked: AskedFor, form: str = "") -> Response:
    """What it is, what it covers, how to cite."""
    from foedus.api.overview import coverage

    found = coverage(asked.session)
    kinds = [(kind.replace("_", " "), count) for kind, count in found["kinds"].items()]
    context = {"title": "About", "coverage": found, "kinds": kinds, "version": __version__}
    return answer(request, "about.html", context, form=form)
