"""How each source characterises the people, states and organisations that several sources name, and in whose words.

Read off the parse: what modifies a name, stands in apposition to it or is said of it; what is called its own; the noun or verb that
governs it. Characterisations say something of it ("a growing threat from X"); titles, places and mere mentions are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consistency.analysis.characterised_names import Said
from consistency.model import Claim, Framing, Organisation, Person, Place, Quote
from consistency.nlp.attribution import CUES
from consistency.nlp.facts.people import OFFICES
from consistency.nlp.gazetteer import country_of
from consistency.nlp.names import unaccented
from consistency.nlp.parse_tree import LIGHT, SUBJECTS, Tree
from consistency.nlp.word_frequency import weight

LONGEST = 20
"""Words that a characterisation may have; a longer one is a sentence of its own."""
TELLING = 0.3
"""The weight from which on a noun or adjective says something; below are "people", "new"."""
TELLING_VERB = 0.38
"""The weight from which on a verb does; below are "have", "make", "visit"."""
DEEPEST = 3
"""Nouns that a name may hang on through one another ("behaviour on the part of X's forces")."""
LONG = 120
"""Tokens. Longer "sentences" are lists and tables that were read as one."""
BY = frozenset({"by", "from", "about", "to", "with", "on", "against", "over", "toward", "towards", "of", "for", "at", "as"})
"""Prepositions after which a noun or participle says something of the name; after "in" the name is a place."""
QUOTES = frozenset({'"', "“", "”"})
WHERE = frozenset({"in", "at", "near", "outside", "inside", "around", "through", "across", "throughout"})


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in a claim: its first, last and head token."""

    name: str
    """What joins its mentions: in lower case, but for a person."""
    shown: str
    """The name in its usual letters."""
    person: bool
    first: int
    last: int
    head: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A run of tokens that characterises, first to last."""

    first: int
    last: int


def said(claims: Mapping[str, Sequence[Claim]]) -> list[Said]:
    """Every characterisation of anything, under the name that its source uses. `claims` maps a source's id to its claims, in order."""
    return [
        Said(mention.name, mention.shown, mention.person, item)
        for source in sorted(claims)
        for claim in claims[source]
        if claim.tokens and len(claim.tokens) <= LONG
        for mention, item in _of_claim(claim)
    ]


def _of_claim(claim: Claim) -> Iterator[tuple[_Mention, Framing]]:
    mentions = list(_mentions(claim))
    if not mentions:
        return
    tree = Tree(claim.tokens)
    for mention in mentions:
        for stretch in _stretches(tree, mention):
            if stretch.first > stretch.last:
                continue
            start, end = claim.tokens[stretch.first].start, claim.tokens[stretch.last].end
            text = claim.words(start, end)
            voice = _voice(claim, tree, stretch, mention)
            yield mention, Framing(mention.name, claim.source, text, voice, claim.id, start, end)


def _mentions(claim: Claim) -> Iterator[_Mention]:
    for fact in claim.facts:
        if not isinstance(fact, (Person, Organisation, Place)):
            continue
        inside = [index for index, token in enumerate(claim.tokens) if fact.start <= token.start and token.end <= fact.end]
        if not inside:
            continue
        head = next((i for i in inside if claim.tokens[i].head not in inside or claim.tokens[i].head == i), inside[-1])
        # The parse takes a capital that acts for a body now and then.
        name = unaccented(fact.value if isinstance(fact, Person) else _state(claim, head, fact))
        usual = name if isinstance(fact, Person) else _usual(name, fact.text)
        yield _Mention(name, usual, isinstance(fact, Person), inside[0], inside[-1], head)
    for index, token in enumerate(claim.tokens):
        if token.entity == "NORP" and token.begins:
            last = index
            while last + 1 < len(claim.tokens) and claim.tokens[last + 1].entity == "NORP" and not claim.tokens[last + 1].begins:
                last += 1
            country = country_of(" ".join(item.text for item in claim.tokens[index : last + 1]).lower())
            if country:
                yield _Mention(country, _usual(country, ""), False, index, last, last)


def _usual(name: str, text: str) -> str:
    """A name in its usual letters: as the text has it, unless it has a short form of it or all capitals."""
    plain = " ".join(unaccented(text).removeprefix("the ").removeprefix("The ").split())
    return plain if plain.lower() == name and (not plain.isupper() or len(plain) <= 5) and not plain.islower() else name.title()


def _state(claim: Claim, head: int, fact: Place | Organisation) -> str:
    """The state that a capital stands for, where it acts or is acted on; else the place itself."""
    token = claim.tokens[head]
    governing = claim.tokens[token.head].lemma.lower() if token.dep == "pobj" else ""
    return (country_of(fact.value, capitals=True) if governing not in WHERE | {"to"} else "") or fact.value


def _stretches(tree: Tree, mention: _Mention) -> Iterator[_Stretch]:
    """What characterises a mention, by where it hangs in the parse."""
    tokens, head = tree.tokens, mention.head
    yield from _own(tree, mention)
    top = head
    while tokens[top].dep == "conj" and tokens[top].head != top:
        top = tokens[top].head
    token = tokens[top]
    above = token.head
    after = mention.last + 1
    if token.dep in {"poss", "compound", "nmod", "amod"} and above != top:
        yield from _possessed(tree, mention, above, token.dep)
    elif after < len(tokens) and tokens[after].pos == "NOUN" and not tokens[after].entity and tokens[after].dep != "npadvmod":
        # In a headline ("amid X worries") the parse often misses that the noun goes with the name before it.
        yield from _possessed(tree, mention, after, "compound")
    elif token.dep in SUBJECTS and above != top:
        yield from _said_of(tree, mention, above)
    elif token.dep in {"dobj", "nsubjpass"}:
        yield from _done_to(tree, mention, above)
    elif token.dep == "pobj" and tokens[above].lemma.lower() in BY:
        yield from _governed(tree, mention, above)


def _own(tree: Tree, mention: _Mention) -> Iterator[_Stretch]:
    """Modifiers and appositions of the name itself."""
    tokens = tree.tokens
    for child in tree.children[mention.head]:
        if child in range(mention.first, mention.last + 1):
            continue
        if tokens[child].dep == "amod" and tokens[child].pos in {"ADJ", "VERB"} and not tokens[child].entity:
            yield _cut(tree, min(tree.subtree(child)), mention.last)
        elif tokens[child].dep in {"appos", "acl", "relcl"} and child > mention.last and _tells(tree, child):
            last = max(tree.subtree(child))
            stop = next((i for i in range(last + 1, min(last + 6, len(tokens))) if tokens[i].text in {",", ".", ";"}), last + 1)
            # What an "and" or "but" adds is often taken for part of the sentence around it.
            yield _cut(tree, mention.first, stop - 1 if tokens[min(last + 1, len(tokens) - 1)].pos == "CCONJ" else last)


def _possessed(tree: Tree, mention: _Mention, noun: int, how: str) -> Iterator[_Stretch]:
    """What is the name's ("X's growing threat", "X worries"), with the verb that it is the object or the short-spoken subject of."""
    tokens = tree.tokens
    if tokens[noun].lemma.lower() in OFFICES or tokens[noun].entity in {"PERSON", "ORG", "GPE", "FAC", "LOC", "DATE"}:
        return
    if not _says(tree, noun) or tokens[noun].pos not in {"NOUN", "PROPN", "VERB"}:
        return
    modified = any(tokens[i].dep == "amod" and i not in range(mention.first, mention.last + 1) for i in tree.children[noun])
    verb = tokens[noun].head
    first, last = _phrase(tree, noun, mention)
    first = min(first, mention.first)
    if tokens[noun].dep == "dobj" and _telling_verb(tree, verb) and 0 < first - verb <= 4:
        yield _cut(tree, verb, last)
    elif tokens[noun].dep == "nsubj" and tokens[verb].pos == "VERB" and tokens[verb].lemma.lower() not in CUES and 0 < verb - last <= 2:
        yield _cut(tree, first, verb)
    elif tokens[noun].dep == "pobj" and _climbed(tree, noun) != noun:
        yield _cut(tree, _phrase(tree, _climbed(tree, noun), mention)[0], last)
    elif modified or how in {"poss", "compound"}:
        yield _cut(tree, first, last)


def _climbed(tree: Tree, noun: int) -> int:
    """The topmost noun that says something and that `noun` hangs on by a preposition, through others of its kind."""
    tokens, best = tree.tokens, noun
    for _ in range(DEEPEST):
        above = tokens[noun].head
        if tokens[noun].dep != "pobj" or tokens[tokens[above].head].pos != "NOUN" or tokens[above].lemma.lower() not in BY:
            break
        noun = tokens[above].head
        if tokens[noun].lemma.lower() in OFFICES or tokens[noun].entity:
            break
        if _says(tree, noun):
            best = noun
    return best


def _said_of(tree: Tree, mention: _Mention, verb: int) -> Iterator[_Stretch]:
    """What the name is said to be or to do."""
    tokens = tree.tokens
    lemma = tokens[verb].lemma.lower()
    if tokens[verb].pos not in {"VERB", "AUX"} or verb < mention.first:
        return
    if lemma == "be":
        said = tree.child(verb, "attr", "acomp", "oprd")
        if said is not None and _says(tree, said) and tokens[said].lemma.lower() not in OFFICES:
            yield _cut(tree, min([i for i in tree.subtree(said) if i > verb] or [said]), max(tree.subtree(said)))
    elif lemma not in CUES and _telling_verb(tree, verb):
        objects = [*tree.objects(verb), *(inner for _, inner in tree.prepositional(verb))]
        after = [i for item in objects if item > verb for i in tree.subtree(item)]
        if after:
            yield _cut(tree, verb, max(after))


def _done_to(tree: Tree, mention: _Mention, verb: int) -> Iterator[_Stretch]:
    """What is done to the name, or what it is called."""
    tokens = tree.tokens
    called = [i for i in tree.children[verb] if tokens[i].dep in {"oprd", "attr", "ccomp"} and i > mention.last]
    alike = [i for i in tree.children[verb] if tokens[i].lemma.lower() == "as" and i > mention.last]
    if called or alike:
        yield _cut(tree, verb, max(tree.subtree((called or alike)[0])))
    elif tokens[verb].lemma.lower() not in CUES and _telling_verb(tree, verb):
        yield _cut(tree, min(verb, mention.first), max(verb, mention.last))


def _governed(tree: Tree, mention: _Mention, preposition: int) -> Iterator[_Stretch]:
    """The noun or participle that the name hangs on by a preposition: "threat from X", "challenge posed by X", "worries about X"."""
    tokens = tree.tokens
    above, last = tokens[preposition].head, _with_conjuncts(tree, mention)
    if tokens[above].lemma.lower() in {"accord", "according"}:
        return
    if tokens[above].pos == "VERB" and tokens[above].dep in {"acl", "amod"} and tokens[tokens[above].head].pos == "NOUN":
        last = max(last, *(i for i in tree.subtree(above)))
        above = tokens[above].head
    if tokens[above].pos == "VERB":
        alike = [i for i in tree.children[above] if tokens[i].lemma.lower() == "as" and i > mention.last]
        if alike:
            yield _cut(tree, above, max(tree.subtree(alike[0])))
        elif tokens[above].dep == "relcl" and tokens[tokens[above].head].pos == "NOUN" and tokens[preposition].lemma.lower() == "by":
            yield _cut(tree, _phrase(tree, tokens[above].head, mention)[0], last)
        elif above < mention.first and _tells_by(tree, above, preposition):
            yield _cut(tree, above, last)
    elif tokens[above].pos == "NOUN" and not tokens[above].entity and tokens[above].lemma.lower() not in OFFICES:
        top = _climbed(tree, above)
        if not _says(tree, top):
            return
        verb = tokens[tokens[top].head].head if tokens[top].dep == "pobj" else top
        told = tokens[verb].pos == "VERB" and _telling_verb(tree, verb) and 0 < top - verb <= 4
        yield _cut(tree, verb if told else _phrase(tree, top, mention)[0], last)


def _with_conjuncts(tree: Tree, mention: _Mention) -> int:
    """The last token of the name and of the names joined to it ("X and Y")."""
    joined = [i for i in tree.children[mention.head] if tree.tokens[i].dep == "conj" and tree.tokens[i].pos == "PROPN"]
    return max([mention.last, *(i for i in joined if i - mention.last <= 3)])


def _phrase(tree: Tree, noun: int, mention: _Mention) -> tuple[int, int]:
    """From the first word that modifies the noun, its article left out, to the noun, or to the name where that comes later."""
    tokens = tree.tokens
    before = [
        i
        for child in tree.children[noun]
        if child < noun and tokens[child].dep in {"amod", "compound", "poss", "nmod", "advmod", "neg", "det", "nummod"}
        for i in tree.subtree(child)
    ]
    first = min([*before, noun])
    while first < noun and (tokens[first].pos in {"DET", "PUNCT", "SPACE"} and tokens[first].lemma.lower() != "no"):
        first += 1
    last = max(noun, mention.last)
    joined = [i for i in tree.children[noun] if tokens[i].dep == "conj" and tokens[i].pos == "NOUN" and i > noun]
    return first, max([last, *(i for i in joined if i - noun <= 3)])


def _says(tree: Tree, index: int) -> bool:
    """Whether a word, or what modifies it, says something."""
    tokens = tree.tokens
    words = [index, *(i for i in tree.children[index] if tokens[i].dep in {"amod", "compound"})]
    return any(weight(tokens[i].lemma.lower()) >= TELLING and not tokens[i].entity for i in words)


def _tells(tree: Tree, index: int) -> bool:
    """Whether anything below a word says something, and the word names no office and no other name."""
    token = tree.tokens[index]
    return not token.entity and token.lemma.lower() not in OFFICES and any(_says(tree, i) for i in tree.subtree(index))


def _tells_by(tree: Tree, verb: int, preposition: int) -> bool:
    """Whether a verb says something of the name after its preposition: what X has done does so sooner than what is done to X."""
    lemma = tree.tokens[verb].lemma.lower()
    if tree.tokens[preposition].dep == "agent":
        return lemma not in LIGHT
    return lemma not in CUES and _telling_verb(tree, verb)


def _telling_verb(tree: Tree, verb: int) -> bool:
    token = tree.tokens[verb]
    lemma = token.lemma.lower()
    return token.pos == "VERB" and lemma not in LIGHT and weight(lemma) >= TELLING_VERB


def _cut(tree: Tree, first: int, last: int) -> _Stretch:
    """The stretch, no longer than may be shown, without marks and space at its ends."""
    tokens = tree.tokens
    last = min(last, first + LONGEST - 1, len(tokens) - 1)
    while last > first and (tokens[last].pos in {"PUNCT", "SPACE", "ADP", "CCONJ", "DET", "PART"} and tokens[last].tag != "POS"):
        last -= 1
    while first < last and tokens[first].pos in {"PUNCT", "SPACE"}:
        first += 1
    marks = "".join(token.text for token in tokens[first : last + 1] if token.text in QUOTES)
    closing = next((i for i in range(last + 1, min(last + 3, len(tokens))) if tokens[i].text in QUOTES), None)
    if len(marks) % 2 and closing is not None:
        last = closing
    return _Stretch(first, last)


def _voice(claim: Claim, tree: Tree, stretch: _Stretch, mention: _Mention) -> str:
    """`own`, or the name of the speaker: of the quotation that the words stand in, or of what they hang on ("X said", "X calls it")."""
    tokens = claim.tokens
    start, end = tokens[stretch.first].start, tokens[stretch.last].end
    said = claim.attribution.speaker.replace(" 's", "'s").replace(" ’s", "’s") if claim.attribution else ""
    quote = next((fact for fact in claim.facts if isinstance(fact, Quote) and fact.start < end and start < fact.end), None)
    inside = range(stretch.first, stretch.last + 1)
    top = min(inside, key=lambda index: sum(1 for _ in tree.ancestors(index)))
    # "Claimed by X" tells of no speech.
    above = (i for i in (top, *tree.ancestors(top)) if tokens[i].pos == "VERB" and tree.child(i, "agent") is None)
    cues = [i for i in above if tokens[i].lemma.lower() in CUES]
    speaker = next((name for name in (_subject(claim, tree, i, mention) for i in cues) if name), "")
    if quote is not None:
        verb = tree.verb_above(top) if tokens[top].pos != "VERB" else top
        return _names_in(quote.speaker) or said or speaker or (_subject(claim, tree, verb, mention) if verb is not None else "") or "quoted"
    if claim.attribution and claim.attribution.cue == "according to":
        return said or "others"
    if cues:
        return said or speaker or "others"
    return "own"


def _names_in(speakers: str) -> str:
    """The speakers that have names, where any has: "head, Jane Roe" is one person."""
    parts = speakers.split(", ")
    return ", ".join([part for part in parts if part[:1].isupper()] or parts)


def _subject(claim: Claim, tree: Tree, verb: int, mention: _Mention) -> str:
    """Who the subject of `verb` is, in the words of the text; nobody where it is the name itself."""
    subject = tree.subject(verb)
    if subject is None or subject in range(mention.first, mention.last + 1) or tree.tokens[subject].pos == "PRON":
        return ""
    person = next((fact for fact in claim.facts if isinstance(fact, Person) and fact.start <= tree.tokens[subject].start < fact.end), None)
    if person is not None:
        return person.value
    first = subject
    while first > 0 and tree.tokens[first - 1].head == subject and tree.tokens[first - 1].dep in {"compound", "amod", "nummod"}:
        first -= 1
    return " ".join(token.text for token in tree.tokens[first : subject + 1])
