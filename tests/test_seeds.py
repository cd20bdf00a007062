"""The sample sources as data: what a fresh clone runs on must stay small, honest and full of what the tool looks for."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
DOCUMENTS = sorted(path.name for path in SEEDS.iterdir() if path.name != "sources.toml")
MANIFEST = tomllib.loads((SEEDS / "sources.toml").read_text(encoding="utf-8"))


def text(name: str) -> str:
    """The words a person sees."""
    raw = (SEEDS / name).read_text(encoding="utf-8")
    if name.endswith(".html"):
        raw = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<head>.*?</head>", " ", raw))
    return " ".join(raw.split())


def one(part: str) -> str:
    (found,) = [name for name in DOCUMENTS if part in name]
    return text(found)


def test_five_documents_each_in_the_manifest() -> None:
    assert len(DOCUMENTS) == 5
    assert sorted(MANIFEST) == DOCUMENTS


def test_the_manifest_names_five_outlets_and_the_days() -> None:
    assert len({entry["outlet"] for entry in MANIFEST.values()}) == 5
    days = sorted(date.fromisoformat(entry["published"]) for entry in MANIFEST.values())
    assert [day.isoformat() for day in days] == ["2019-04-20", "2019-06-06", "2023-01-12", "2023-01-12", "2024-07-28"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_short_accounts(name: str) -> None:
    assert 150 <= len(text(name).split()) <= 300


@pytest.mark.parametrize(
    ("part", "residue"),
    [
        ("harbour-wire", "{{storiesLeft}}"),
        ("meridian-dispatch", "sign up for our newsletter"),
        ("continental-business", "ADVERTISEMENT"),
        ("pacific-courier", "Share on Facebook"),
        ("northfield-news", "donate"),
    ],
)
def test_each_has_its_own_web_residue(part: str, residue: str) -> None:
    assert residue in one(part)
    assert sum(residue in text(name) for name in DOCUMENTS if part not in name) == (1 if residue == "Share on Facebook" else 0)


def test_the_two_accounts_of_one_meeting_quote_it_differently() -> None:
    assert "Japan calls China an “unprecedented strategic challenge.”" in one("continental-business")
    assert "called China the “greatest strategic challenge”" in one("pacific-courier")
    shared = "“versatile, resilient, and mobile forces”"
    assert shared in one("continental-business")
    assert shared in one("pacific-courier")


def test_the_treaty_is_told_with_two_strengths() -> None:
    assert "a cyberattack could, in certain circumstances," in one("harbour-wire")
    assert "a cyberattack will trigger the defense treaty with the US just the same" in one("meridian-dispatch")


def test_two_conversions_in_one_sentence_do_not_fit() -> None:
    (sentence,) = re.findall(r"[^.]*27\.47 trillion.*?2018\.", one("meridian-dispatch"))
    pairs = re.findall(r"([\d.]+) trillion yen \(\$([\d.]+) billion\)", sentence)
    rates = [float(yen) * 1000 / float(dollars) for yen, dollars in pairs]
    assert [round(rate, 1) for rate in rates] == [112.6, 108.4]


def test_the_standing_matters_span_the_meetings() -> None:
    told = {name for name in DOCUMENTS if "Senkaku Islands" in text(name)}
    assert len(told) == 2
    assert "until Pyongyang denuclearizes" in one("harbour-wire")
    assert "end North Korea's nuclear and missile programs" in one("meridian-dispatch")
    assert "North Korea's nuclear program" in one("northfield-news")


@pytest.mark.parametrize(
    ("part", "ministers"),
    [
        ("harbour-wire", ["Mike Pompeo", "Patrick Shanahan", "Taro Kono", "Takeshi Iwaya"]),
        ("meridian-dispatch", ["Patrick Shanahan", "Takeshi Iwaya", "Shinzo Abe", "Taro Kono"]),
        ("continental-business", ["Antony Blinken", "Lloyd Austin", "Yoshimasa Hayashi", "Yasukazu Hamada"]),
        ("pacific-courier", ["Antony Blinken", "Lloyd Austin", "Yoshimasa Hayashi", "Yasukazu Hamada"]),
        ("northfield-news", ["Antony Blinken", "Lloyd Austin", "Yoko Kamikawa", "Minoru Kihara"]),
    ],
)
def test_the_ministers_of_each_meeting(part: str, ministers: list[str]) -> None:
    assert [name for name in ministers if name in one(part)] == ministers


def test_no_text_is_taken_over_from_the_evaluation_data(eval_data: Path) -> None:
    def runs(words: str) -> set[str]:
        parts = re.findall(r"[a-z0-9]+", words.lower())
        return {" ".join(parts[at : at + 9]) for at in range(len(parts) - 8)}

    ours = {run: name for name in DOCUMENTS for run in runs((SEEDS / name).read_text(encoding="utf-8"))}
    for folder in ("seeds", "gold"):
        for file in (eval_data / folder).rglob("*.txt"):
            taken = ours.keys() & runs(file.read_text(encoding="utf-8", errors="ignore"))
            assert not taken, f"{file.name}: {sorted(taken)[0]}"
