"""Who does what in a sentence: subject, object and the words between, from the parse or from word order."""

from __future__ import annotations

from dataclasses import dataclass, field

from foedus.claims.lexicon import heads
from foedus.claims.phrases import phrase
from foedus.claims.rounds import TALKING, around, base_of, verb_of
from foedus.claims.subjects import antecedent, lost_subject, subject_of
from foedus.claims.trees import Tree, Word

_RELATIVE = ("which", "that", "who", "whom")


@dataclass(slots=True)
class Roles:
    """The places of a trigger's partners, as sets of word indices.

    ``subject`` who acts; ``object`` on what; ``object_all`` with all that hangs on it; ``passive``; ``chain`` the verbs
    above, nearest first; ``lead`` the words that help the trigger ("will", "not", "yet").
    """

    subject: set[int] = field(default_factory=set)
    object: set[int] = field(default_factory=set)
    object_all: set[int] = field(default_factory=set)
    direct: set[int] = field(default_factory=set)
    partners: set[int] = field(default_factory=set)
    passive: bool = False
    chain: tuple[Word, ...] = ()
    lead: tuple[str, ...] = ()
    subject_head: int = -1
    object_head: int = -1
    object_heads: tuple[int, ...] = ()
    relative: bool = False
    pronoun: str = ""

    def copy(self) -> Roles:
        """One of its own, whose sets may be changed."""
        return Roles(
            set(self.subject), set(self.object), set(self.object_all), set(self.direct), set(self.partners),
            self.passive, self.chain, self.lead, self.subject_head, self.object_head, self.object_heads,
            self.relative, self.pronoun,
        )  # fmt: skip


def roles(tree: Tree, i: int, noun: bool = False) -> Roles:
    """The partners of the word ``i``: by the parse where there is one, else by word order."""
    made: Roles | None = tree.memo.get((i, noun))
    if made is None:  # one word may open many frames: its partners are looked for once
        made = tree.memo[i, noun] = _found(tree, i, noun)
    return made.copy()


def _found(tree: Tree, i: int, noun: bool) -> Roles:
    if not tree.parsed:
        return _flat(tree, i, noun)
    if not noun:
        return _verb(tree, i)
    return _talks(tree, i) if tree.words[i].low in TALKING else _noun(tree, i)


# ---- with a parse ---------------------------------------------------------------------------------------------------


def _verb(tree: Tree, i: int) -> Roles:
    words = tree.words
    made = Roles()
    children = [words[c] for c in words[i].children]
    made.passive = (
        (any(c.dep in ("auxpass", "nsubjpass") for c in children) and not _has_done(children))
        or (words[i].dep == "acl" and words[i].tag in ("VBN", "VBD") and not any(c.dep == "nsubj" for c in children))
        or (
            words[i].tag == "VBN"
            and not any(c.dep in ("aux", "nsubj") for c in children)
            and words[i].dep in ("acl", "relcl", "advcl", "amod")
        )
        or _shares_passive(tree, i)
        or _reduced(tree, i)
    )
    made.chain = _chain(tree, i)
    made.lead = _lead(tree, i)
    subject = subject_of(tree, i)
    if words[i].low in ("expired", "lapsed"):  # what expires is never expired by another
        made.passive = False
        subject = words[i].head if words[i].dep in ("acl", "amod") else subject
    vote = vote_before(tree, i)
    if vote is not None:  # "parliament's vote today to approve it": it did
        made.chain = (words[vote], *_chain(tree, vote))
        by = next((w.i for w in words[vote:i] if w.low == "by"), -1)
        teller = next((c for c in words[by].children if words[c].dep == "pobj"), subject) if by >= 0 else subject
        subject = next((c for c in words[vote].children if words[c].dep == "poss"), teller)
    lost = lost_subject(tree, i) if subject is None else None
    if lost is not None:
        subject = lost[0]
    objects = _objects(tree, i)
    if made.passive:
        agent = _agent(tree, i)
        if agent is not None:
            made.subject |= phrase(tree, agent)
            made.subject_head = agent
        if subject is None and words[i].dep in ("acl", "amod", "relcl"):
            subject = words[i].head  # "the protocol, to be signed in Moscow"
        above = words[words[i].head]
        if subject is None and words[i].dep == "conj" and above.dep == "acl" and above.tag == "VBN":
            subject = above.head  # "the accord, first concluded in 1982 and last extended in 2012"
        if subject is not None:
            objects = [subject, *objects]
    elif subject is not None:
        made.subject |= phrase(tree, subject) if lost is None else lost[1]
        made.subject_head = subject
        if words[subject].low in _RELATIVE and (before := _owner_of_clause(tree, i)) is not None:
            made.subject |= phrase(tree, before)
            made.subject_head = before
            made.relative = True
    _set_objects(tree, i, made, objects)
    return made


_BEING = frozenset("is are was were be been being get gets got getting".split())


def _has_done(children: list[Word]) -> bool:
    """ "Had not yet signed", where the parse takes the subject for that of a passive."""
    helps = {c.low for c in children if c.dep in ("aux", "auxpass")}
    return bool(helps & {"has", "have", "had"}) and not helps & _BEING


def _owner_of_clause(tree: Tree, i: int) -> int | None:
    """The noun that a relative clause is about; "is one of three that have signed": whoever is one."""
    words, before = tree.words, antecedent(tree, i)
    if before is None:
        return None
    one = before
    while words[one].dep in ("pobj", "prep") and words[one].head != one:
        one = words[one].head
    owner = next((c for c in words[words[one].head].children if words[c].dep == "nsubj"), None)
    if words[one].low in _BEING and any(words[c].low == "among" for c in words[one].children):
        return next((c for c in words[one].children if words[c].dep == "nsubj"), before)  # "is among 30 that have"
    if words[one].dep == "attr" and owner is not None and words[owner].low not in ("it", "this", "that"):
        return owner  # "Chad is the only member that has not approved it"
    return before


def vote_before(tree: Tree, i: int) -> int | None:
    """The noun of a vote right before "to approve", a day or a margin between them."""
    if tree.words[i].tag != "VB" or i < 2 or tree.words[i - 1].low != "to":
        return None
    row = [w.i for w in tree.words[max(0, i - 16) : i - 1] if w.low in ("vote", "votes") and w.tag.startswith("NN")]
    if not row or (i - row[-1] > 5 and tree.words[row[-1] + 1].low != "by"):
        return None
    return None if any(w.text == "," or w.tag.startswith("VB") for w in tree.words[row[-1] : i]) else row[-1]


_DONE_TO = frozenset(
    "signed ratified approved adopted accepted initialled initialed amended extended renewed terminated suspended "
    "rejected denounced concluded deposited endorsed backed passed replaced revised negotiated inked sealed struck "
    "finalised finalized agreed reached forged".split()
)
"""Past forms that need an object: with none, after a passive, they share it."""
_TIMES = frozenset("year month week day monday tuesday wednesday thursday friday saturday sunday".split())


def _shares_passive(tree: Tree, i: int) -> bool:
    """ "It was signed by ten states and ratified by two": the second participle shares the first one's help."""
    word = tree.words[i]
    if word.dep != "conj" or not (word.tag == "VBN" or (word.tag == "VBD" and word.low in _DONE_TO)) or word.head == i:
        return False
    head = tree.words[word.head]
    if head.tag != "VBN" or any(tree.words[c].dep in ("aux", "nsubj", "nsubjpass") for c in word.children):
        return False
    if any(tree.words[c].dep == "dobj" and tree.words[c].low not in _TIMES for c in word.children):
        return False
    return any(tree.words[c].dep == "auxpass" for c in head.children) or (
        head.dep in ("acl", "relcl") and not any(tree.words[c].dep == "aux" for c in head.children)
    )


def _reduced(tree: Tree, i: int) -> bool:
    """ "The agreement with Oman, inked in May, lets …": a treaty's own participle that the parse takes for its verb."""
    word = tree.words[i]
    children = [tree.words[c] for c in word.children]
    subject = next((c for c in children if c.dep == "nsubj" and c.i < i), None)
    if subject is None or subject.low not in heads() or word.low not in _DONE_TO or i == 0:
        return False
    plain = not any(c.dep in ("aux", "auxpass", "dobj") for c in children)
    return plain and tree.words[i - 1].text in (",", ")", "–", "—", "-") and i - 1 > subject.i


def _set_objects(tree: Tree, i: int, made: Roles, objects: list[int]) -> None:
    words = tree.words
    for at in list(objects):
        if words[at].low in _RELATIVE:
            before = antecedent(tree, i)
            if before is not None:
                objects.append(before)
    own_subject = next(
        (c for c in words[i].children if words[c].dep == "nsubj" and words[c].low not in _RELATIVE), None
    )
    plain = any(words[c].dep in ("dobj", "attr") and c > i for c in words[i].children)
    clause = words[i] if words[i].dep != "conj" else words[words[i].head]
    gap = clause.dep == "relcl" and own_subject is not None and not plain and clause.head not in objects
    if gap and clause.i != i:  # "… and the Senate approved in June": the gap of both is one
        gap = any(words[c].low in _RELATIVE and words[c].dep == "dobj" for c in clause.children)
    if gap:
        objects.insert(0, clause.head)  # "the pact that the leaders signed in July"
    if not objects and words[i].dep == "relcl":  # "a treaty that the leaders signed": the gap is the antecedent
        before = words[i].head
        if before not in made.subject:
            objects.append(before)
    below = tree.subtree(i)
    for at in objects:
        # an antecedent has the trigger's own clause below it: that part is not the object
        own = below if at not in below else {i}
        made.object |= phrase(tree, at) - own
        made.object_all |= tree.subtree(at) - own
        if tree.words[at].dep in ("dobj", "nsubjpass") or (made.passive and at == objects[0]):
            made.direct |= phrase(tree, at) - own
    made.object_head = objects[0] if objects else -1
    made.object_heads = tuple(objects)
    if objects and words[objects[0]].low in _SHARES:  # "suspended part of it"
        shared = [c for p in words[objects[0]].children if words[p].low == "of" for c in words[p].children]
        made.pronoun = next((words[c].low for c in shared if words[c].low in ("it", "them")), made.pronoun)
    if objects and words[objects[0]].low in ("it", "them", "so", "this", "that", "which"):
        made.pronoun = words[objects[0]].low
    for child in words[i].children:
        if words[child].dep == "prep" and words[child].low in ("with", "between", "alongside"):
            for c in words[child].children:
                if words[c].low not in _AIDING:
                    made.partners |= phrase(tree, c)


_SHARES = frozenset("part parts some most all portions provisions".split())
_AIDING = frozenset(
    "help aid assistance mediation support backing facilitation involvement participation blessing encouragement "
    "approval consent permission aim aims view intention goal hope".split()
)
""" "With the help of Oman", "with the aim of …": no one who acts beside the subject."""


def _agent(tree: Tree, i: int) -> int | None:
    children = [tree.words[c] for c in tree.words[i].children]
    for word in sorted(children, key=lambda w: w.dep != "agent"):
        if word.dep == "agent" or (word.low == "by" and word.dep == "prep" and word.i > i):
            return next((c for c in word.children if tree.words[c].dep == "pobj"), None)
    given = next((w.i for w in children if w.dep in ("dobj", "oprd") and w.i > i), None)
    if given is not None and (told := _agent_below(tree, given)) is not None:
        return told  # "was given the go-ahead by parliament"
    head = tree.words[i].head
    if tree.words[i].dep == "conj" and head != i:
        return _agent(tree, head)
    for child in tree.words[i].children:  # "signed and ratified by Chad": the agent stands once, at the end
        if tree.words[child].dep == "conj" and _shares_passive(tree, child):
            return _agent_below(tree, child)
    return None


def _agent_below(tree: Tree, i: int) -> int | None:
    by = next((c for c in tree.words[i].children if tree.words[c].low == "by"), None)
    return None if by is None else next((c for c in tree.words[by].children if tree.words[c].dep == "pobj"), None)


_OBJECT_PREPS = tuple(
    ("to on onto from of out in with into for up down away behind as against through outside off").split()
)


def _objects(tree: Tree, i: int) -> list[int]:
    words = tree.words
    found = []
    for child in words[i].children:
        word = words[child]
        if word.dep in ("dobj", "attr", "oprd", "dative", "iobj", "acomp") and child > i:
            found.append(child)
        elif word.dep == "npadvmod" and word.low.startswith("article") and child > i:
            found.append(child)  # "activated Article 5", which the parse may take for a time
        elif (
            child > i
            and word.dep in ("prep", "prt", "advmod", "dative")
            and (word.low in _OBJECT_PREPS or (word.low == "by" and words[i].low.startswith("abid")))
        ):
            if word.low == "in" and any(words[c].low in _RELATIVE for c in word.children):
                continue  # "memoranda in which they agreed on borders"
            found += [c for c in word.children if words[c].dep in ("pobj",)]
            for inner in word.children:  # "out of the pact"
                if words[inner].dep == "prep":
                    found += [c for c in words[inner].children if words[c].dep == "pobj"]
        elif word.dep in ("ccomp", "xcomp") and word.tag.startswith("NN"):
            found.append(child)
    found.sort(key=lambda at: words[at].dep == "pobj")  # what is done to, before where and when
    if not found and words[i].dep != "conj":
        for child in words[i].children:  # shared object: "signed and ratified the treaty"
            joins = {words[c].low for c in words[i].children if words[c].dep == "cc"}
            other = words[child].dep == "conj" and words[child].tag.startswith("V")
            apart = bool(joins & {"but", "yet"}) and any(words[c].dep == "nsubj" for c in words[child].children)
            if other and not apart:
                found += _objects(tree, child)
    if not found and words[i].dep == "conj" and any(words[c].dep == "nsubjpass" for c in words[words[i].head].children):
        found += [c for c in words[words[i].head].children if words[c].dep == "nsubjpass"]
    return found


def _chain(tree: Tree, i: int) -> tuple[Word, ...]:
    """The verbs (and nouns like "plan") that govern the trigger, nearest first, up to the clause of its own."""
    found = []
    at = tree.words[i]
    for above in tree.up(i):
        if at.dep in ("relcl",):
            break
        small = at.tag in ("VB", "VBG") or any(tree.words[c].tag == "TO" for c in at.children)
        if at.dep == "advcl" and not small:
            break
        if at.dep == "conj" and above.tag.startswith("V"):
            # joined verbs share what stands above them, not each other; "will sign and ratify" shares "will" too
            at = above
            continue
        found.append(above)
        at = above
    return tuple(found)


def _lead(tree: Tree, i: int) -> tuple[str, ...]:
    words = tree.words
    found = [
        words[c].low
        for c in words[i].children
        if c < i and words[c].dep in ("aux", "auxpass", "neg", "advmod", "preconj", "mark", "cc", "npadvmod")
    ]
    if words[i].dep == "conj" and not any(words[c].dep in ("aux", "auxpass") for c in words[i].children):
        head = words[words[i].head]
        if head.tag.startswith("V") and not any(words[c].dep.startswith("nsubj") for c in words[i].children):
            found += [words[c].low for c in head.children if c < head.i and words[c].dep in ("aux", "neg")]
    return tuple(found)


def _noun(tree: Tree, i: int) -> Roles:
    """A noun of action: "Turkey's withdrawal from the convention", "the signing of the treaty by both"."""
    words = tree.words
    made = Roles()
    objects = []
    for child in words[i].children:
        word = words[child]
        if word.dep in ("poss", "nmod", "amod", "compound"):
            made.subject |= phrase(tree, child)
            if word.dep in ("compound", "nmod", "amod"):
                objects.append(child)
            if made.subject_head < 0 or words[made.subject_head].dep != "poss":
                made.subject_head = child  # "their immediate withdrawal": theirs
        elif word.dep in ("prep", "agent"):
            below = [c for c in word.children if words[c].dep in ("pobj", "pcomp")]
            if word.low == "by":
                for c in below:
                    made.subject |= phrase(tree, c)
                    made.subject_head = c
            elif word.low in ("of", "from", "to", "on", "in", "with", "into", "regarding", "about", "concerning"):
                objects += below
        elif word.dep in ("relcl", "acl"):
            made.object_all |= tree.subtree(child)
    nxt = words[i + 1] if i + 1 < len(words) else None
    if nxt is not None and nxt.low in ("of", "from", "with") and nxt.dep == "prep" and nxt.head != i:
        objects += [c for c in nxt.children if words[c].dep == "pobj"]  # "in compliance with it", hung on the verb
    for at in objects:
        made.object |= phrase(tree, at)
        made.object_all |= tree.subtree(at)
    made.object_head = objects[-1] if objects else -1
    if words[i].dep == "attr":  # "was the first signatory"
        made.subject |= {j for c in words[words[i].head].children if words[c].dep == "nsubj" for j in phrase(tree, c)}
    made.chain = tuple(tree.up(i))[:4]
    made.lead = _lead(tree, made.chain[0].i) if made.chain and made.chain[0].tag.startswith(("V", "MD")) else ()
    if made.chain and made.chain[0].tag.startswith("V"):
        made.passive = any(words[c].dep == "auxpass" for c in words[made.chain[0].i].children)
    return made


def _talks(tree: Tree, i: int) -> Roles:
    """ "A and B held a second round of talks with C on a treaty": the matter and the partners of round and verb too."""
    made = _noun(tree, i)
    matter, partners = around(tree, i)
    for at in matter:
        made.object |= phrase(tree, at)
        made.object_all |= tree.subtree(at)
    for at in partners:
        made.partners |= phrase(tree, at)
    made.object_head = matter[-1] if matter else made.object_head
    verb = verb_of(tree, i)
    owner = None if verb is None or verb > i or tree.words[base_of(tree, i)].dep != "dobj" else subject_of(tree, verb)
    if owner is not None and not made.subject:
        made.subject, made.subject_head = phrase(tree, owner), owner
    if not made.subject:  # "United Nations talks", "EU talks on a treaty"
        lead = (c for at in {i, base_of(tree, i)} for c in tree.words[at].children if c < at)
        made.subject = {j for c in lead if tree.words[c].tag.startswith("NNP") for j in tree.subtree(c)}
    return made


# ---- without --------------------------------------------------------------------------------

_BREAKS = frozenset(";:—–")
_BE = frozenset("is are was were be been being".split())


def _flat(tree: Tree, i: int, noun: bool) -> Roles:
    """Word order alone: who stands before acts, what stands after is acted on; after a form of "be" the other way."""
    words = tree.words
    made = Roles()
    first, last = 0, len(words)
    for word in words[:i]:
        if word.text in _BREAKS or word.low in ("which", "who", "while", "after", "because", "said", "says"):
            first = word.i + 1 if word.low not in ("which", "who") else first
    for word in words[i + 1 :]:
        if word.text in _BREAKS or word.low in (
            "which",
            "while",
            "after",
            "because",
            "when",
            "once",
            "said",
            "but",
            "although",
        ):
            last = word.i
            break
    lead = [word.low for word in words[max(first, i - 6) : i]]
    made.lead = tuple(lead)
    made.passive = not noun and bool(set(lead[-3:]) & _BE) and words[i].low.endswith(("ed", "en", "n"))
    before, after = set(range(first, i)), set(range(i + 1, last))
    if made.passive:
        by = next((word.i for word in words[i + 1 : last] if word.low == "by"), None)
        made.object = before
        made.subject = set(range(by + 1, min(by + 12, last))) if by is not None else set()
        made.object_all = before
    else:
        made.subject, made.object = before, after
        made.object_all = after
    made.chain = ()
    return made
