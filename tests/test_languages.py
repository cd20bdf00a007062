"""What is in another language is read and shown, and no rule made for English compares it."""

from __future__ import annotations

from pathlib import Path

import pytest

from consistency import compare
from consistency.model import Source
from consistency.model.protocols import Embedder, LanguageModel

FIRST = (
    "Incendio en un almacén de Alda\n\nEl incendio de un almacén de muebles en la ciudad de Alda causó 9 muertos y 31 heridos el martes "
    "por la noche, según informó la policía local. Los bomberos trabajaron durante seis horas para apagar las llamas.\n"
)
SECOND = FIRST.replace("9 muertos", "12 muertos").replace("seis horas", "ocho horas")


@pytest.mark.parametrize(
    ("language", "foreign"),
    [(None, False), ("en", False), ("en-GB", False), ("en_US", False), ("eng", False), ("English", False), ("es", True)],
)
def test_what_counts_as_english(language: str | None, foreign: bool):
    assert Source(path="a.txt", text="", language=language).foreign == foreign


@pytest.mark.models
def test_two_accounts_in_spanish(tmp_path: Path, language_model: LanguageModel, embedder: Embedder):
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    (tmp_path / "b.txt").write_text(SECOND, "utf-8")
    report = compare([tmp_path], language=language_model, embedder=embedder)
    assert {source.language for source in report.sources} == {"es"}
    assert len(report.claims) == 6
    assert report.findings == ()
    assert any("only English is compared" in item.message for item in report.not_compared)
