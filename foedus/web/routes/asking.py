"""The API's questions that carry a body: an article for its brief, a scenario for its duties."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from foedus.model.errors import FoedusError
from foedus.model.scenarios import Scenario
from foedus.web.answer import answer
from foedus.web.asked import AskedFor
from foedus.web.routes.pages_of import ERRORS

router = APIRouter(tags=["asking"], responses=ERRORS)
LONGEST = 200_000


class Article(BaseModel):
    """An article: its text, or its address where the server may fetch; and its day of publication."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(default="", max_length=LONGEST)
    url: str = Field(default="", max_length=2000)
    published: date | None = None


class Question(BaseModel):
    """A scenario, or TOML of one, and how it is followed."""

    model_config = ConfigDict(extra="forbid")

    scenario: dict[str, Any] | None = None
    toml: str = Field(default="", max_length=64 * 1024)
    follow: StrictBool = False
    assume: StrictBool = False


_ARTICLE = {
    "an article": {
        "value": {"text": "PYONGYANG, Nov. 12 (KCNA) -- North Korea ratified the treaty with Russia.",
                  "published": "2024-11-12"}
    }
}  # fmt: skip
_SCENARIO = {
    "an attack": {
        "value": {"scenario": {"on": "2024-12-05", "event": [
            {"kind": "attack", "by": ["UKR"], "on": ["RUS"], "date": "2024-12-05", "where": ["kursk-oblast"]}]}}
    }
}  # fmt: skip


@router.post("/brief", summary="The answer to an article")
def brief(request: Request, asked: AskedFor, article: Annotated[Article, Body(openapi_examples=_ARTICLE)]) -> Response:
    """What it claims, where each treaty stands, what is missing and owed. Nothing is recorded."""
    document = document_of(request, article)
    on = asked.on if not asked.is_today else None
    found = asked.session.brief(document, on=on, known=asked.known)
    return answer(request, "", found.model_dump(mode="json"), form=".json")


def document_of(request: Request, article: Article) -> Any:
    """The article as a document. Raises `FoedusError` FOE913 without text or address, FOE904 where it may not fetch."""
    from foedus.api.fetch_page import fetched

    session = request.app.state.session
    if article.url:
        return fetched(session, article.url, request.app.state.settings.fetch, article.published)
    if not article.text.strip():
        raise FoedusError("FOE913", "there is no text", where="text", help="give text, or url where the server fetches")
    return session.document(article.text.encode("utf-8", "replace"), published=article.published)


@router.post("/assess", summary="Who owes what to whom if this happens")
def assess(
    request: Request, asked: AskedFor, question: Annotated[Question, Body(openapi_examples=_SCENARIO)]
) -> Response:
    """Duties with verdicts, reasons and open questions; rounds where it is followed; the graph."""
    from foedus.api.assess import assess as put_before
    from foedus.api.assess import graph

    found = put_before(asked.session, _scenario(question, asked.known), follow=question.follow,
                       conditional=question.assume)  # fmt: skip
    return answer(request, "", {**found.to_dict(), "graph": graph(found)}, form=".json")


def _scenario(question: Question, known: date | None) -> Scenario:
    from pydantic import ValidationError

    from foedus.api.read_scenario import faults, scenario_from_toml
    from foedus.model.errors import Problem

    if question.toml:
        scenario = scenario_from_toml(question.toml, "toml")
    else:
        try:
            scenario = Scenario.model_validate(question.scenario or {})
        except ValidationError as error:
            found = [
                Problem("scenario." + ".".join(map(str, fault["loc"])), "FOE501", str(fault["msg"]))
                for fault in error.errors()
            ]
            raise FoedusError.of(found) from error
        wrong = [Problem(".".join(map(str, path)), code, says, help_) for path, code, says, help_ in faults(scenario)]
        if wrong:
            raise FoedusError.of(wrong)
    return scenario.model_copy(update={"known": known}) if known else scenario
