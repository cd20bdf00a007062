"""Captions, galleries, posts, pointers and notes on authors make no claim; short paragraphs, lists and headlines of the article stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from consistency.ingest.blocks import clean
from consistency.ingest.captions import caption
from consistency.ingest.credits import credit_only
from consistency.ingest.discover import read
from consistency.ingest.inserts import parted
from consistency.model import Source
from consistency.nlp.sentences import texts_of
from tests._documents import pdf

TITLE = "Mossley cable car stopped after cabin slips"
PARAGRAPHS = [
    "The cable car above Mossley was stopped on Thursday after one of its cabins slipped four metres down the rope.",
    "Nine passengers were brought to the ground by ladder, the operator, Hillside Lines, said.",
    "Engineers will look at the brake, which was last replaced in 2027.",
    "The cabins carry 1,200 people on a summer's day.",
]


def source(*lines: str) -> Source:
    return clean(Source(path="a.txt", text="\n\n".join(lines)))


def role_of(found: Source, line: str) -> str:
    return next(
        block.role for block in found.blocks if found.text[block.start : block.end] in line or line in found.text[block.start : block.end]
    )


def placed(line: str, at: int) -> Source:
    return source(TITLE, *PARAGRAPHS[:at], line, *PARAGRAPHS[at:])


NO_CLAIM = [
    # Posts
    "— Rosa Leng (@rosaleng) May 4, 2031",
    "Rosa Leng (@rosaleng) · 3h",
    "@rosaleng",
    "Stuck above the wood for two hours. — Rosa Leng (@rosaleng) 4 May 2031",
    "Stuck above the wood for two hours. pic.twitter.com/Zq81LmP",
    "A post shared by Hillside Lines (@hillsidelines)",
    "View this post on Instagram",
    "2:14 PM · May 4, 2031 · Twitter for iPhone",
    "31 Retweets 4 Quotes 122 Likes",
    # Pointers
    "VIDEO: Cabin swings above the wood",
    "In pictures | Nine are brought down by ladder",
    "» Mossley council to vote on new bus lanes",
    "For more on the cable car, click here.",
    "LIVE UPDATES",
    "3 hours ago",
    "Published an hour ago",
    # Those who write and those who are asked
    "rosa.leng@hillpost.example",
    "Were you in one of the cabins? Tell us at news@hillpost.example.",
    "Send us your pictures of the rescue",
    # Captions
    "A cabin hangs above the wood at Mossley. (Ivo Dahl/Hill Pictures)",
    "A cabin hangs above the wood at Mossley. [Ivo Dahl/Hill Pictures]",
    "A cabin hangs above the wood. Pic: Ivo Dahl",
    "Passengers wait for the ladder at Mossley, Thursday, May 1, 2031.",
    "An aerial view of the lower station",
    "Undated handout photo of the brake issued by the operator",
    "The brake of cabin 12, seen here in 2029",
    "Rosa Leng (left) waits for the ladder at the lower station",
    "From left: Rosa Leng, Ivo Dahl and a fireman",
    "AFP via Getty Images",
]


@pytest.mark.parametrize("line", NO_CLAIM)
@pytest.mark.parametrize("at", [1, 3, 4])
def test_what_is_no_part_of_the_article_makes_no_claim_and_is_shown(line: str, at: int):
    found = placed(line, at)
    assert texts_of(found) == [TITLE, *PARAGRAPHS]
    assert role_of(found, line) in ("boilerplate", "caption", "byline")


STAYS = [
    "The cabin was built in 1988.",
    "He declined to say more.",
    '"I counted the minutes," he said.',
    "File-sharing between the two stations failed on Monday.",
    "The team went through courtesy of a late goal by Jon Ball.",
    "The day ended with a picture by Rosa Leng, the mayor's sister.",
    "This picture of calm was disputed by the union.",
    "A photograph of the letter was published on Monday.",
    "A photo taken by a neighbour led inspectors to the brake.",
    "Rosa Leng (pictured), 43, was taken to hospital in Tarn.",
    "The line will stay closed until Sunday at the earliest. (Reuters)",
    "The seat on the board is held by Ann Moor (Labour/Co-op).",
    "Anyone who saw the slip should email police at tips@mossley.example.",
    "In this video the cabin is seen swinging against a tree.",
    "A video shared by passengers showed the cabin swinging.",
    "Live wires were found under the floor of the cabin.",
    "Video showed the cabin swinging against a tree.",
    "The operator wrote on its account, @hillsidelines, that nobody was hurt.",
    "- Adults: 14 crowns a ride",
    "- Ann Moor, 42, a teacher from Tarn",
    "41 of 60 shareholders voted for the closure",
    "3 of 5 inspectors were on leave",
    "What happens next",
    "Brake was last replaced in 2027",
    "WHERE: Mossley town hall, 7pm",
    "TURNOUT: 54 per cent",
    "Opinion: 54 per cent for, 40 against",
    "Lake Orrin covers 40 square kilometres.",
    "Our correspondent in Tarn, Per Lind, was held for an hour.",
    "Police asked passengers to click here and there on a map of the seats.",
    "Rates are seen rising to 3 per cent on Monday.",
    "The two cars meet above the wood on Thursday.",
]


@pytest.mark.parametrize("line", STAYS)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_short_paragraphs_lists_and_headings_stay(line: str, at: int):
    assert line in texts_of(placed(line, at))


@pytest.mark.parametrize("line", ["The line will open again in June. - Reuters", "The line will open again in June. (AFP)"])
def test_an_agencys_name_signs_the_article_at_its_end(line: str):
    assert line in texts_of(source(TITLE, *PARAGRAPHS, line, "© 2031 Hill Post"))


@pytest.mark.parametrize(
    "headline",
    [
        "Credit Bank Names New Chief",
        "CNN Chief Ann Moor Resigns",
        "Image Problems Dog Mossley Council",
        "BBC to move 200 posts to Tarn",
        "Video shows cabin swinging above wood",
    ],
)
def test_headlines_about_agencies_and_pictures_are_no_credits(headline: str):
    assert not credit_only(headline)
    assert not caption(headline)
    assert headline in texts_of(source(headline, *PARAGRAPHS))


def test_a_post_is_set_aside_with_its_words_where_they_are_a_paragraph():
    post = "We are stuck and nobody tells us anything"
    found = source(TITLE, *PARAGRAPHS[:2], post, "— Rosa Leng (@rosaleng) May 4, 2031", *PARAGRAPHS[2:])
    assert texts_of(found) == [TITLE, *PARAGRAPHS]


def test_the_articles_own_paragraph_above_a_signature_stays():
    found = source(TITLE, *PARAGRAPHS[:2], "— Rosa Leng (@rosaleng) May 4, 2031", *PARAGRAPHS[2:])
    assert texts_of(found) == [TITLE, *PARAGRAPHS]


def test_a_gallery_is_told_by_its_counting():
    pictures = ["1/3 The cabin above the wood", "2/3 Firemen carry a ladder", "3/3 The lower station"]
    found = source(TITLE, *PARAGRAPHS, *pictures)
    assert texts_of(found) == [TITLE, *PARAGRAPHS]
    assert [role_of(found, line) for line in pictures] == ["caption"] * 3


def test_fractions_are_no_gallery():
    lines = ["3 of 12 Tarn councillors voted for it", "5 of 12 Tarn councillors voted against it"]
    assert texts_of(source(TITLE, *PARAGRAPHS, *lines)) == [TITLE, *PARAGRAPHS, *lines]


def test_another_storys_headline_between_paragraphs_shares_no_word_with_the_article():
    teaser = "Bakers demand cheaper flour before harvest"
    assert texts_of(placed(teaser, 2)) == [TITLE, *PARAGRAPHS]
    # A heading of the article, an item of a list, and a line after a colon stay.
    assert "Brake of cabins under suspicion again" in texts_of(placed("Brake of cabins under suspicion again", 2))
    names = ["Ann Moor from Orrin near Vale", "Per Lind from Dale near Orrin"]
    assert set(names) <= set(texts_of(source(TITLE, *PARAGRAPHS[:2], *names, *PARAGRAPHS[2:])))


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["Edda Lund is a senior correspondent of the Hill Post. She lives in Tarn."], []),
        (["Edda Lund covers transport. Follow her on @eddalund"], []),
        (["Edda Lund"], []),
        (["Edda Lund, Transport Editor"], []),
        (["Ann Moor, Tarn", "Per Lind, Dale"], ["Ann Moor, Tarn", "Per Lind, Dale"]),  # a list of names
        (["Hillside Lines"], ["Hillside Lines"]),  # one that the article tells of
    ],
)
def test_who_wrote_it_is_told_after_the_end(lines: list[str], left: list[str]):
    assert texts_of(source(TITLE, *PARAGRAPHS, *lines)) == [TITLE, *PARAGRAPHS, *left]


def test_a_reporter_whom_the_news_is_of_stays():
    news = "Edda Lund is a reporter for the Hill Post."
    assert news in texts_of(
        source("Reporter held in Tarn", "Police in Tarn held Edda Lund for nine hours on Thursday, the Hill Post said.", news)
    )


@pytest.mark.parametrize(
    ("lines", "residue"),
    [
        (["The line was stopped on Thursday.", "Share on Facebook", "Nine people were brought down."], [1]),
        (["Advertisement", "Nine people were brought down by", "ladder on Thursday."], [0]),
        (["Nine people were brought down by ladder on Thursday", "and driven", "home."], []),
        (["He walked home.", "Home", "owners watched."], []),
        (["It was the third slip of this year, said the", "Home", "Office in a note to the operator."], []),
        (["Nine people were brought.", "© 2031 Hill Post"], [1]),
    ],
)  # fmt: skip
def test_lines_of_residue_are_parted_from_a_paragraph(lines: list[str], residue: list[int]):
    assert [at for at, found in enumerate(parted(lines)) if found] == residue


def test_a_line_of_residue_within_a_sentence_is_taken_out_where_it_can_be_joined_again():
    lines = ["Nine people who had been stuck above the wood were", "Advertisement", "brought down by ladder on Thursday."]
    assert parted(lines) == [False, False, False]
    assert parted(lines, joined=True) == [False, True, False]


def test_wrapped_text_keeps_its_sentences_around_a_line_of_residue():
    text = (
        f"{TITLE}\n\n"
        "The cable car above Mossley was stopped on Thursday after\none of its cabins slipped four metres down the wet\n"
        "rope above the wood.\n"
        "Share on Facebook\n"
        "Engineers will look at the brake, which was last replaced\nin 2027 by a company from Tarn that has since closed its\ndoors.\n"
    )
    found = clean(Source(path="a.txt", text=text))
    assert [" ".join(part.split()) for part in texts_of(found)] == [
        TITLE,
        "The cable car above Mossley was stopped on Thursday after one of its cabins slipped four metres down the wet rope above the wood.",
        "Engineers will look at the brake, which was last replaced in 2027 by a company from Tarn that has since closed its doors.",
    ]
    assert role_of(found, "Share on Facebook") == "boilerplate"


def test_copyright_on_a_paragraphs_end_takes_only_itself():
    found = source(TITLE, *PARAGRAPHS[:3], f"{PARAGRAPHS[3]} © 2031 Hill Post. All rights reserved.")
    assert texts_of(found) == [TITLE, *PARAGRAPHS]


def test_lines_of_a_pdf_that_touch_residue_are_split(tmp_path: Path):
    lines = [
        TITLE,
        "The cable car above Mossley was stopped on Thursday after one of its cabins",
        "Advertisement",
        "slipped four metres down the rope.",
        "Nine passengers were brought to the ground by ladder, the operator, Hillside,",
        "said. They were taken to a school in the town and were given something to eat.",
        "Read more: Mossley council to vote on bus lanes",
        "Engineers will look at the brake, which was last replaced in 2027 by a company.",
        "Copyright 2031 Hill Post. All rights reserved.",
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(lines))
    found = read([str(tmp_path)], None)[0][0]
    assert texts_of(found) == [
        TITLE,
        "The cable car above Mossley was stopped on Thursday after one of its cabins slipped four metres down the rope.",
        "Nine passengers were brought to the ground by ladder, the operator, Hillside, said. They were taken to a school in the town and "
        "were given something to eat.",
        "Engineers will look at the brake, which was last replaced in 2027 by a company.",
    ]
    residue = [found.text[block.start : block.end] for block in found.blocks if block.role == "boilerplate"]
    assert residue == ["Advertisement", "Read more: Mossley council to vote on bus lanes", "Copyright 2031 Hill Post. All rights reserved."]


def test_a_document_of_captions_alone_is_named_as_not_compared():
    from consistency.analysis.comparability import not_compared

    found = clean(Source(path="a.txt", id="a", text="The lower station in this undated photo released by Hillside Lines on May 3, 2031."))
    assert texts_of(found) == []
    assert [entry.message for entry in not_compared([found], {"a": []}, ["a"])] == [
        "a.txt: holds no sentence that reports something, only captions or parts of a page: check the text"
    ]
