"""How likely two claims tell of one thing: the same whichever comes first, and nothing where a first look says that it hardly does."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from consistency.cluster.claim_pairs import FEATURES, chances, closer
from consistency.cluster.claim_similarity import FEATURES as FIRST
from consistency.cluster.fact_features import Telling
from consistency.model import Claim, Token
from consistency.nlp.linear_model import load_model
from consistency.nlp.tree_model import load_trees


def claim(source: str, *words: str) -> Claim:
    text = " ".join(words)
    tokens, at = [], 0
    for word in words:
        tokens.append(Token(text=word, lemma=word, pos="NOUN", tag="NN", dep="dep", head=0, start=at, end=at + len(word), entity=""))
        at += len(word) + 1
    return Claim(id=source, source=source, start=0, end=len(text), line=1, text=text, role="body", tokens=tuple(tokens))


def row(value: float) -> np.ndarray:
    """Features as far from the mean of the first look, in the direction of its weights, as `value` says."""
    model = load_model("group_model")
    return np.array(model.mean) + value * np.sign(model.weights) * np.array(model.scale)


def test_a_pair_that_the_first_look_rules_out_has_no_chance() -> None:
    members = [claim("a", "river", "rose"), claim("b", "river", "rose")]
    pairs = np.array([[0, 1], [0, 1]])
    found = chances(members, pairs, np.stack([row(-1.0), row(1.0)]))
    assert found[0] == 0.0
    assert 0.0 < found[1] < 1.0


def test_no_pairs_no_chances() -> None:
    assert chances([], np.zeros((0, 2), dtype=np.int64), np.zeros((0, len(FIRST)))).shape == (0,)


def test_which_claim_comes_first_changes_nothing() -> None:
    a, b = Telling(claim("a", "river", "rose", "metres")), Telling(claim("b", "river", "fell"))
    assert closer(a, b, row(0.0)) == closer(b, a, row(0.0))
    assert len(closer(a, b, row(0.0))) == len(FEATURES)


@given(arrays(np.float64, st.tuples(st.integers(1, 5), st.just(len(FEATURES))), elements=st.floats(-3, 3)))
def test_the_trees_say_of_a_row_what_they_say_of_it_among_others(rows: np.ndarray) -> None:
    model = load_trees("pair_model")
    together = model(rows)
    assert together.tolist() == [model(rows[at : at + 1])[0] for at in range(len(rows))]
    assert [round(float(value), 3) for value in together] == [model.chance(line.tolist()) for line in rows]
