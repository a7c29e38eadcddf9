"""``foedus brief``: the answer to an article, on one page."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.options import (
    DayOption,
    JsonOption,
    KnownOption,
    LedgerOption,
    PublishedOption,
    TreatiesOption,
    day,
    session,
)

if TYPE_CHECKING:
    from foedus.model.brief import Brief, DomesticRoad, Owed, ReportedClaim, ReportedProvision, TreatyBrief

app = typer.Typer(add_completion=False)
_WIDTH = 96


@app.command(
    help="The answer to an article, on one page.\n\n"
    "foedus brief article.txt\n\n"
    "foedus brief article.txt --on 2024-12-05 --json"
)
def brief(
    article: Annotated[str, typer.Argument(help="A text or HTML file; - for standard input.")],
    published: PublishedOption = None,
    on: DayOption = None,
    known: KnownOption = None,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    treaties: TreatiesOption = None,
) -> None:
    """Print the brief of one article."""
    from pathlib import Path

    open_session = session(ledger, treaties)
    document = open_session.document(
        Path(article) if article != "-" else article, published=day(published, "--published")
    )
    answer: Brief = open_session.brief(document, on=day(on), known=day(known, "--known"))
    if as_json:
        sys.stdout.write(answer.model_dump_json(indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(page(answer)) + "\n")


def page(answer: Brief) -> Iterator[str]:
    """The brief as lines of text."""
    from foedus.api.words import day as say_day

    document = answer.document
    yield document.title or document.name or "An article"
    source = document.publisher or document.name or "text"
    when = f"published {say_day(document.published)}" if document.published else "day of publication unknown"
    yield f"{source}, {when} · text {document.id[:12]}"
    yield ""
    yield from _wrap(answer.says)
    for item in answer.treaties:
        yield ""
        yield from _treaty(answer, item)
    if answer.remarks:
        yield ""
        yield "OPINION AND SUSPICION IN THE TEXT (no facts)"
        for remark in answer.remarks:
            who = " ← ".join(remark.source) or "the article"
            yield from _wrap(f"· {remark.certainty.value} ({who}): {_one_line(remark.evidence.quote)}", "  ")
    if answer.notes:
        yield ""
        for note in answer.notes:
            yield from _wrap(f"Note: {note}")
    yield ""
    yield answer.disclaimer


def _treaty(answer: Brief, item: TreatyBrief) -> Iterator[str]:
    from foedus.api.words import day as say_day

    yield "═" * _WIDTH
    yield from _wrap(item.title)
    yield f"{item.treaty} · {', '.join(item.parties)}"
    yield ""
    yield "WHAT IS REPORTED"
    publisher = answer.document.publisher
    for claim in item.reported:
        yield from _claim(claim, publisher)
    for provision in item.provisions:
        yield from _provision(provision)
    if item.finding is not None:
        known = f", as known on {say_day(answer.known)}" if answer.known else ""
        yield ""
        yield f"WHERE IT STANDS ON {say_day(answer.on).upper()} ({answer.on_basis}{known})"
        yield from _standing(item)
    yield ""
    yield "WHAT EACH PARTY OWES"
    yield from _owed_lines(item)
    if item.beside:
        yield ""
        yield "WHAT ELSE STANDS BETWEEN THEM"
        for other in item.beside:
            yield from _wrap(f"· {other.says}{f' ({other.tie})' if other.tie else ''} [{other.treaty}]", "  ")
    if item.open:
        yield ""
        yield "WHAT THE SOURCES DISAGREE ON OR LEAVE OPEN"
        for sentence in item.open:
            yield from _wrap(f"· {sentence}", "  ")
    for note in item.notes:
        yield ""
        yield from _wrap(f"Note: {note}")


def _claim(item: ReportedClaim, publisher: str | None) -> Iterator[str]:
    from foedus.api.words import voice

    says = item.says[:1].upper() + item.says[1:]
    yield from _wrap(f"{item.number:>2}. {says}. — {voice(item.claim, publisher)}", "    ")
    yield from _wrap(f"    > {_one_line(item.claim.evidence.quote)}", "      ")


def _provision(item: ReportedProvision) -> Iterator[str]:
    said = item.provision
    where = f"Article {item.article}" if item.article else "article not known"
    who = " ← ".join(said.source) or "the article itself"
    trigger = f"if {said.trigger}: " if said.trigger else ""
    yield from _wrap(f"P{item.number}. {said.kind} ({where}): {trigger}{said.response or ''}. — {who}", "    ")
    yield from _wrap(f"    > {_one_line(said.evidence.quote)}", "      ")


def _standing(item: TreatyBrief) -> Iterator[str]:
    from foedus.api.words import day as say_day
    from foedus.api.words import with_names

    finding = item.finding
    assert finding is not None
    signs = {"yes": "✓", "no": "✗", "cannot say": "?"}
    # a treaty is "consented" from its first consent on: the day of that alone would mislead
    since = f" since {say_day(finding.since)}" if finding.since and finding.standing.value != "consented" else ""
    says = finding.why.says[:1].upper() + finding.why.says[1:]
    yield from _wrap(with_names(f"{finding.standing.value.upper()}{since}. {says}.", item.parties))
    for step in finding.steps:
        when = f", {say_day(step.on)}" if step.on else ""
        state = "" if step.done.value == "yes" else (" — missing" if step.done.value == "no" else " — not known")
        article = f" (Article {step.article.rpartition(':')[2]})" if step.article else ""
        says = with_names(step.says, item.parties)
        yield from _wrap(f"  {signs[step.done.value]} {says}{when}{state}{article}", "      ")
    for road in item.roads:
        yield from _road(road)
    yield "  Why:"
    for line in item.why:
        indent = len(line) - len(line.lstrip())
        yield from _wrap("    " + line, "      " + " " * indent)
    if finding.missing:
        yield ""
        yield "WHAT IS MISSING, AND WHAT WOULD CHANGE IT"
        for missing in finding.missing:
            yield from _wrap(f"· missing: {with_names(missing.says, item.parties)} [{missing.rule}]", "  ")
        for change in finding.would_change:
            yield from _wrap(f"· {with_names(change, item.parties)}", "  ")
    for duty in finding.duties_meanwhile:
        yield from _wrap(f"· meanwhile: {with_names(duty.says, item.parties)} [{duty.rule}]", "  ")


def _road(road: DomesticRoad) -> Iterator[str]:
    from foedus.api.words import day as say_day
    from foedus.api.words import name

    yield from _wrap(f"  Within {name(road.state)} ({road.constitution}):", "      ")
    for step in road.steps:
        sign = {"yes": "✓", "no": "✗", "cannot say": "?"}[step.done.value]
        when = (
            f", {say_day(step.on)}" if step.on else {"no": " — not yet", "yes": ""}.get(step.done.value, " — no record")
        )
        yield from _wrap(f"    {sign} {step.says}{when} (Article {step.article})", "        ")


def _owed_lines(item: TreatyBrief) -> Iterator[str]:
    if not item.owed:
        yield "  not known: the clauses of this treaty are not encoded"
        return
    yield f"  ({item.owed[0].from_day})"
    chief = [owed for owed in item.owed if owed.kind != "cooperation"]
    for owed in chief:
        yield from _owed(owed)
    fields = [owed for owed in item.owed if owed.kind == "cooperation"]
    if fields:
        yield from _wrap("· fields of cooperation: " + "; ".join(_field(owed) for owed in fields), "  ")


def _owed(owed: Owed) -> Iterator[str]:
    from foedus.api.words import names

    who = "" if set(owed.owed_by) == set(owed.owed_to) else f" [{names(owed.owed_by)} to {names(owed.owed_to)}]"
    yield from _wrap(f"· Article {owed.article}, {owed.kind.replace('_', ' ')}{who}: {owed.says}.", "  ")
    if owed.limits:
        yield from _wrap(f"  limits: {'; '.join(owed.limits)}", "    ")


def _field(owed: Owed) -> str:
    from foedus.api.words import listed

    return f"{listed(owed.fields) if owed.fields else owed.response} (Art. {owed.article})"


def _one_line(text: str) -> str:
    return " ".join(text.split()).strip('“”"')


def _wrap(text: str, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
