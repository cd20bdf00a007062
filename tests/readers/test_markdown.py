from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from consistency.ingest.discover import read
from tests._documents import PARAGRAPHS, TITLE

BODY = "\n\n".join(PARAGRAPHS)


def source_of(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    (tmp_path / "a.md").write_text(text, "utf-8")
    sources, skipped = read([str(tmp_path)], None)
    assert skipped == ()
    return sources[0]


def texts(source, role: str) -> list[str]:  # type: ignore[no-untyped-def]
    return [source.text[block.start : block.end] for block in source.blocks if block.role == role]


def test_front_matter_is_metadata_and_no_claim(tmp_path: Path):
    front = f"title: {TITLE}\noutlet: The Mill Post\nauthor:\n  - Petr Hala\n  - Ida Rus\ndate: 2022-10-03\n"
    text = f"---\n{front}---\n\n# {TITLE}\n\n{BODY}\n"
    source = source_of(tmp_path, text)
    assert source.text == text, "offsets count in the file as read"
    assert (source.title, source.outlet, source.byline, source.published) == (
        TITLE,
        "The Mill Post",
        "Petr Hala, Ida Rus",
        date(2022, 10, 3),
    )
    assert source.provenance["outlet"] == "metadata"
    assert texts(source, "title") == [TITLE]
    assert texts(source, "body") == list(PARAGRAPHS)
    assert texts(source, "boilerplate")[0].startswith("---\ntitle")


def test_marks_pictures_and_comments_are_set_aside(tmp_path: Path):
    source = source_of(
        tmp_path,
        f"# {TITLE} #\n\n![The station](s.jpg)\n\n{PARAGRAPHS[0]}\n\n<!-- a note\nto self -->\n\n## The count\n\n{PARAGRAPHS[1]}\n",
    )
    assert texts(source, "title") == [TITLE]
    assert texts(source, "body") == [PARAGRAPHS[0], "The count", PARAGRAPHS[1]]


@pytest.mark.parametrize(
    "front, words",
    [("kind: x\ntitle: a: b\n", "cannot be read (line 3)"), ("title: [unclosed\n", "cannot be read"), ("just words\n", "no `key: value`")],
)
def test_broken_front_matter_is_a_warning(tmp_path: Path, front: str, words: str):
    source = source_of(tmp_path, f"---\n{front}---\n\n{BODY}\n")
    assert any(words in warning for warning in source.warnings)
    assert texts(source, "body") == list(PARAGRAPHS)


def test_front_matter_without_an_end_is_text(tmp_path: Path):
    source = source_of(tmp_path, f"---\ntitle: x\n\n{BODY}\n")
    assert texts(source, "body")[-3:] == list(PARAGRAPHS)


def test_toml_front_matter_is_set_aside(tmp_path: Path):
    source = source_of(tmp_path, f'+++\noutlet = "The Mill Post"\n+++\n\n{BODY}\n')
    assert source.outlet == "The Mill Post"
    assert texts(source, "body") == list(PARAGRAPHS)


def test_hard_wrapped_paragraphs(tmp_path: Path):
    import textwrap

    source = source_of(tmp_path, f"# {TITLE}\n\n" + "\n\n".join(textwrap.fill(paragraph, 60) for paragraph in PARAGRAPHS))
    assert [" ".join(body.split()) for body in texts(source, "body")] == list(PARAGRAPHS)
