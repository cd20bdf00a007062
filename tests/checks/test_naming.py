"""What a disputed fact is called, by the parse of its sentence alone: what is counted, of whom, which deed."""

from __future__ import annotations

import pytest

from consistency.checks.naming import PLAIN, named
from consistency.engine.rung_reached import source_of
from consistency.model import Evidence, Finding
from consistency.model.protocols import LanguageModel
from consistency.nlp.facts import extract
from consistency.nlp.sentences import split, texts_of

pytestmark = pytest.mark.models

NAMES = (
    # How a vote or a match ended is no number by which something was done.
    ("number-differs", "Councillors voted 14 to 9 for the closure.", "14 to 9", "How councillors voted for the closure"),
    # A measure of a thing says what became of the thing.
    ("number-differs", "Some 500 barrels of tar have leaked into the bay since Friday.", "500 barrels", "Volume of tar leaking"),
    ("number-differs", "The academy supplied five of the 14 authors.", "five", "Authors the academy supplied"),
    # Money in debts is debts; money that somebody "had" is named by the words around it.
    ("amount-differs", "The Orrin mill had $45 million in debts at the end of March.", "$45 million", "Debts the Orrin mill had"),
    ("amount-differs", "The Orrin mill had $45 million at the end of March.", "$45 million", "“The Orrin mill had … at the end of March”"),
    ("amount-differs", "So far £3.4 million has been paid to 29 families.", "£3.4 million", "“So far … has been paid to 29 families”"),
    ("amount-differs", "Repairs are expected to take a month and cost 48 million euros.", "48 million euros", "Cost of repairs"),
    ("number-differs", "It was measured on Sunday and reached 12 metres.", "12 metres", "“It was measured on Sunday and reached …”"),
    ("number-differs", "Shares in the mill lost 5% in Orrin on Monday.", "5%", "Percentage shares lost in Orrin"),
    ("number-differs", "The raft drifted 40 metres along the reef.", "40 metres", "How far the raft drifted along the reef"),
    ("number-differs", "The tower is 60 metres high.", "60 metres", "Height of the tower"),
    ("number-differs", "Prisoners fled the fort at Orrin through a tunnel 32 metres long.", "32 metres", "Length of the tunnel"),
    ("number-differs", "The barn measures nine metres across and stands 60 metres tall.", "60 metres", "Height of the barn"),
    ("number-differs", "About 410,000 people have had the needle, the nurse said.", "410,000", "People with the needle"),
    # A quantifier is no property of the thing: the words around it say what it does.
    (
        "detail-differs",
        "Its camera recorded no large animal within 100 metres of the weir in May.",
        "no",
        "“Its camera recorded … large animal within 100 metres”",
    ),
    # Subject and verb, whatever stands between them.
    (
        "detail-differs",
        "Her husband, who runs a boat yard in Orrin, was acquitted of a related charge last year.",
        "acquitted",
        "“Her husband was … of a related charge last year”",
    ),
    ("detail-differs", "The baker apologised but denied that tests were skipped.", "denied", "“The baker … that tests were skipped”"),
    (
        "detail-differs",
        "“The geese have used this path longer than the tram,” the ranger said.",
        "ranger",
        "Who said “The geese have used this path longer than the tram”",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("check", "sentence", "words", "wanted"), NAMES, ids=[wanted for *_, wanted in NAMES])
def test_the_name_that_a_sentence_gives(check: str, sentence: str, words: str, wanted: str, language_model: LanguageModel) -> None:
    source = source_of(sentence, "a.txt")
    claims = extract(split(source, list(language_model(texts_of(source)))), source)
    at = sentence.index(words)
    claim = next(claim for claim in claims if claim.start <= at < claim.end)
    evidence = Evidence(claim.id, "left", at, at + len(words), words, "one value")
    finding = Finding(check, "contradiction", "error", 0.9, "", "", "event", None, claims=(), evidence=(evidence,), fingerprint="f")
    assert named(finding, {claim.id: claim}) == wanted


def test_whatever_words_are_marked_there_is_a_name(language_model: LanguageModel) -> None:
    """A language model may mark any words of a sentence, those of a phrase but its last one too."""
    more = ("The mill lost 32 million euros in debts, two of the 14 looms and, in May, five of them.", "It has a few of these up north.")
    source = source_of("\n\n".join(dict.fromkeys((*(sentence for _, sentence, *_ in NAMES), *more))), "a.txt")
    claims = extract(split(source, list(language_model(texts_of(source)))), source)
    tried = 0
    for claim in claims:
        for first, last in ((a, b) for a in range(len(claim.tokens)) for b in range(a, min(a + 8, len(claim.tokens)))):
            start, end = claim.tokens[first].start, claim.tokens[last].end
            evidence = (Evidence(claim.id, "left", start, end, source.text[start:end], "one value"),)
            for check in PLAIN:
                found = Finding(check, "contradiction", "error", 0.9, "", "", "event", None, claims=(), evidence=evidence, fingerprint="f")
                assert named(found, {claim.id: claim}), (check, source.text[start:end])
                tried += 1
    assert tried > 20_000


def test_a_quotation_of_nobody_is_known_by_its_opening() -> None:
    texts = ("We warned them on Sunday, but nobody came to the weir", "We warned them on Sunday, but nobody came to the mill")
    evidence = tuple(Evidence(f"c{at}", "left", 0, len(text), text, text) for at, text in enumerate(texts))
    finding = Finding("quote-differs", "contradiction", "error", 0.9, "", "", "event", None, claims=(), evidence=evidence, fingerprint="f")
    assert named(finding, {}) == "“We warned them on Sunday, but nobody came …”"


def test_a_loaded_word_is_named(language_model: LanguageModel) -> None:
    source = source_of("Raiders smashed nine kites at the fair.", "a.txt")
    (claim,) = extract(split(source, list(language_model(texts_of(source)))), source)
    plain = Evidence(claim.id, "right", 0, 7, "Raiders", "plain")
    evidence = (Evidence(claim.id, "left", 8, 15, "smashed", "loaded"), plain)
    finding = Finding("framing-differs", "framing", "note", 0.5, "", "", "event", None, claims=(), evidence=evidence, fingerprint="f")
    assert named(finding, {claim.id: claim}) == "Loaded word “smashed”"
