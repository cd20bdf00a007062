"""`decisions.toml`: what may stand in it, and how a wrong one is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from consistency.errors import DecisionsError
from consistency.triage.decisions import Decision, beside, load, parse

GOOD = '[[decision]]\nfingerprint = "9f31c0de"\nverdict = "accept"\nreason = "counted on two days"\n'


def test_a_whole_decision() -> None:
    text = GOOD + 'claims = ["0a1b2c3d"]\nby = "Ada"\nuntil = 2031-06-30\n'
    assert parse(text, "d") == (Decision("accept", "counted on two days", "Ada", date(2031, 6, 30), "9f31c0de", frozenset({"0a1b2c3d"})),)


def test_patterns_and_a_day_in_quotes() -> None:
    text = '[[decision]]\ncheck = "name-differs"\nsource = "wire/*"\nverdict = "defer"\nreason = "r"\nuntil = "2031-06-30"\n'
    (found,) = parse(text, "d", ["name-differs"])
    assert (found.check, found.source, found.until, found.fingerprint) == ("name-differs", "wire/*", date(2031, 6, 30), "")


def test_an_empty_file_decides_nothing() -> None:
    assert parse("# nothing yet\n", "d") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace('"counted on two days"', '"  "'), "d:1: a decision needs a reason"),
        (GOOD.replace('reason = "counted on two days"\n', ""), "d:1: a decision needs a reason"),
        (
            GOOD.replace('verdict = "accept"', 'verdict = "accepted"'),
            "d:1: verdict must be one of accept, reject, defer, not 'accepted'; did you mean 'accept'?",
        ),
        (GOOD.replace("verdict", "verdit"), "d:1: unknown key 'verdit'; did you mean 'verdict'?"),
        (GOOD + "\n\n" + GOOD.replace("reason", "raeson"), "d:7: unknown key 'raeson'; did you mean 'reason'?"),
        (GOOD.replace("accept", "defer"), "d:1: defer needs a day"),
        (GOOD + "until = 2031-06-30T10:00:00\n", "d:1: until must be a day"),
        (GOOD + 'until = "soon"\n', "not 'soon'"),
        (GOOD + "until = 7\n", "until must be a day"),
        (GOOD + "by = 3\n", "d:1: by must be a text in quotes, not 3"),
        (GOOD + 'check = "name-differs"\n', "either a fingerprint or patterns"),
        (GOOD.replace('fingerprint = "9f31c0de"\n', ""), "d:1: a decision needs a fingerprint, or a pattern"),
        (GOOD.replace("9f31c0de", "9f"), "is no fingerprint"),
        (GOOD.replace("9f31c0de", ""), "fingerprint is empty"),
        (GOOD + 'claims = ["x"]\n', "claims must be a list of digests"),
        (
            '[[decision]]\ncheck = "nam-differs"\nverdict = "reject"\nreason = "r"\n',
            "d:1: there is no check 'nam-differs'; did you mean 'name-differs'?",
        ),
        ("[decision]\nverdict = 'accept'\n", "two brackets"),
        ("decision = [1]\n", "two brackets"),
        ("[[decisions]]\n", "unknown key 'decisions'"),
        ("[[decision]\n", "not valid TOML"),
        ("a = " + "[" * 5000, "d: "),
    ],
)
def test_a_wrong_one_is_named_with_its_line(text: str, told: str) -> None:
    with pytest.raises(DecisionsError) as caught:
        parse(text, "d", ["name-differs", "number-differs"])
    assert told in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DecisionsError, match="cannot be read"):
        load(tmp_path)
    (tmp_path / "d.toml").write_bytes(b"\xff")
    with pytest.raises(DecisionsError, match="not UTF-8"):
        load(tmp_path / "d.toml")


def test_it_stands_beside_the_sources(here: Path) -> None:
    for folder in ("one", "two", "three"):
        (here / folder).mkdir()
    (here / "one" / "decisions.toml").write_text(GOOD)
    (here / "two" / "decisions.toml").write_text(GOOD)
    (here / "two" / "a.txt").write_text("A text.")
    assert [path.as_posix() for path in beside(["two/a.txt", "one", "two", "three"])] == ["one/decisions.toml", "two/decisions.toml"]
