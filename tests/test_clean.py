"""Cleaning: every character has a role, residue is set aside, and no sentence of the article is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency.ingest.blocks import clean
from consistency.ingest.paragraphs import INVISIBLE
from consistency.model import Block, Source

ARTICLE = """\
The council of Harborough Quay voted on Tuesday to close the old ferry pier after engineers found cracks in nine of its piles.

Repairs would take fourteen months and cost 3.2 million pounds, the harbour master, Edith Varley, told the meeting.

"We cannot ask people to walk on it for another winter," she said. Fishing boats will use the northern quay until then."""

HEADLINE = "Council closes ferry pier after cracks found in piles"


def cleaned(text: str, **known: object) -> Source:
    return clean(Source(path="a.txt", text=text, **known))  # type: ignore[arg-type]


def roles(source: Source) -> list[tuple[str, str]]:
    return [(block.role, source.text[block.start : block.end]) for block in source.blocks]


def texts(source: Source, *wanted: str) -> list[str]:
    return [text for role, text in roles(source) if role in wanted]


def reason_of(source: Source, text: str) -> str:
    return next(block.reason for block in source.blocks if source.text[block.start : block.end] == text)


def with_head(*lines: str) -> str:
    return "\n\n".join([*lines, HEADLINE, ARTICLE])


def with_tail(*lines: str) -> str:
    return "\n\n".join([HEADLINE, ARTICLE, *lines])


def test_plain_article_is_title_and_three_paragraphs():
    source = cleaned(with_tail())
    assert [role for role, _ in roles(source)] == ["title", "body", "body", "body"]
    assert texts(source, "title") == [HEADLINE]


RESIDUE = [
    ("Share on Facebook", "share bar"),
    ("Facebook Twitter WhatsApp Email", "share bar"),
    ("Tweet", "share bar"),
    ("CloseIconSearchIcon MenuChevron DownIcon MailArrow Right", "share bar"),
    ("[Tweet](https://a.example/t?u=1) | [Share on Facebook](https://a.example/f) | [Email](mailto:x)", "share bar"),
    ("Sign up to our weekly newsletter", "subscription offer"),
    ("Subscribe now for unlimited access to every story.", "subscription offer"),
    ("You have {{ remaining }} stories left", "unfilled template"),
    ("You have 3 free articles left this month", "subscription offer"),
    ("Already a subscriber? Log in", "subscription offer"),
    ("Try 6 weeks for £4", "subscription offer"),
    ("ADVERTISEMENT", "advertisement"),
    ("Article continues below", "advertisement"),
    ("Sponsored", "advertisement"),
    ("Read more", "page furniture"),
    ("Read the full story here", "link to other stories"),
    ("Related: Harbour dues to rise again next spring", "link to other stories"),
    ("Visited 41 times, 2 visit(s) today", "page furniture"),
    ("1 2 3 … 118", "no words"),
    ("Please donate to support our journalism", "appeal for money"),
    ("If you value our reporting, support us with a small monthly contribution.", "appeal for money"),
    ("© 2022 Quayside Echo Ltd. All rights reserved.", "copyright"),
    ("Copyright 2022 Quayside Media", "copyright"),
    ("Comments are closed.", "page furniture"),
    ("Leave a comment", "page furniture"),
    ("This article first appeared on the Quayside Echo.", "reprint note"),
    ("(Adds harbour master's quote in third paragraph)", "note on the update"),
    ("More stories like this are available on quaysideecho.example", "link to other stories"),
    ("14 March 2022, 9:05 am", "timestamp"),
    ("Follow us on Instagram", "share bar"),
    ("5 min read", "page furniture"),
    ("We use cookies to improve your visit. Accept all cookies", "subscription offer"),
    ("Tags: harbour, ferries, council", "page furniture"),
]


@pytest.mark.parametrize("line, reason", RESIDUE, ids=[line for line, _ in RESIDUE])
@pytest.mark.parametrize("place", ["after", "between", "before"])
def test_residue_is_set_aside_wherever_it_stands(line: str, reason: str, place: str):
    paragraphs = ARTICLE.split("\n\n")
    parts = {
        "after": [HEADLINE, *paragraphs, line],
        "between": [HEADLINE, paragraphs[0], line, *paragraphs[1:]],
        "before": [line, HEADLINE, *paragraphs],
    }[place]
    source = cleaned("\n\n".join(parts))
    assert reason_of(source, line) == reason
    assert texts(source, "deck", "body") == paragraphs
    assert texts(source, "title") == [HEADLINE]


NEWS = [
    "More than a third of customers subscribe to the paper's morning newsletter, its owner said.",
    "The company said the advertisement had been seen by two million people on Facebook and Twitter.",
    "Readers can donate to the relief fund at any post office, the mayor added.",
    "Copyright law would be rewritten under the bill, which goes to a vote on Friday.",
    "Users who share the video on WhatsApp may be fined, police warned.",
    "\"You need a subscription to get through the door these days,\" one fan told the paper.",
    "The subscription costs £4 a month.",
    "Telegram and WhatsApp were both unreachable for an hour.",
    "Terms of the deal were not disclosed.",
    "Privacy campaigners welcomed the ruling.",
    "Read together, the two letters show that the ministry knew of the leak in May.",
    "Share prices fell by four per cent.",
    "Visit numbers rose to 41,000.",
    "Comments by the minister on Monday caused anger in both chambers.",
    "He declined to comment.",
    "The ferry sank.",
    "More stories of abuse emerged on Thursday.",
    "Donations worth $2 million had reached the hospital by Sunday.",
    "Support for the party fell to a fifth of voters.",
    "Reuters reported the arrest first.",
    "By Friday the water had reached the second floor.",
    "The trial continues.",
    "Latest figures put the toll at 31.",
    "Join us or resign, the general told his officers.",
    "Listeners heard the advertisement for weeks before the station withdrew it.",
    "Our village has lost everything.",
    "You could see the smoke from the mainland.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", NEWS)
@pytest.mark.parametrize("place", [1, 2, 3])
def test_news_that_uses_the_words_of_residue_stays_body(sentence: str, place: int):
    paragraphs = ARTICLE.split("\n\n")
    paragraphs.insert(place, sentence)
    source = cleaned("\n\n".join([HEADLINE, *paragraphs, "Share on Facebook", "© 2022 Quayside Echo"]))
    assert sentence in texts(source, "body")


def test_last_sentence_after_an_interruption_stays_body():
    source = cleaned(
        with_tail("Advertisement", "Read more: Tides to be highest in a decade", "The pier opened in 1908.", "© 2022 Quayside Echo")
    )
    assert "The pier opened in 1908." in texts(source, "body")


def test_marketing_after_the_end_is_set_aside_with_its_unpunctuated_lines():
    tail = [
        "Sponsored Content",
        "Your free trial has expired",
        "Subscribe to read on",
        "Stay close to the coast with our reporters",
        "Get the tide tables that captains trust.",
        "  • Use the app on two devices",
        "Try 2 months for $1",
        "Offer ends on Sunday",
        "The Echo, once the Gazette, opens a new chapter for its readers.",
        "Now with crosswords",
        "Find out more",
    ]
    source = cleaned(with_tail(*tail))
    assert texts(source, "body") == ARTICLE.split("\n\n")


def test_section_label_slogan_outlet_and_time_around_the_headline():
    source = cleaned(
        with_head("The Coast's Biggest Market for Used Boats and Moorings - SELL NOW", "Local government").replace(
            HEADLINE, f"{HEADLINE}\n\nQuayside News\n\n08:15 14.03.2022"
        )
    )
    assert texts(source, "title") == [HEADLINE]
    assert texts(source, "byline") == ["Quayside News"]
    assert reason_of(source, "08:15 14.03.2022") == "timestamp"
    assert texts(source, "body") == ARTICLE.split("\n\n")


def test_standfirst_is_the_deck():
    deck = "Fishing boats to use northern quay while engineers repair nine piles"
    source = cleaned(with_head().replace(HEADLINE, f"{HEADLINE}\n\n{deck}"))
    assert texts(source, "deck") == [deck]


def test_deck_that_repeats_a_paragraph_counts_once():
    paragraph = ARTICLE.split("\n\n")[1]
    text = f"{HEADLINE}\n\n{paragraph}\n\nThe old pier in May. Photographer: Ivo Brandt/Coast Pictures\n\n{ARTICLE}"
    source = cleaned(text)
    claims = [text for text in texts(source, "body", "deck") if text == paragraph]
    assert claims == [paragraph]
    assert reason_of(source, paragraph) == "repeated"


def test_caption_printed_twice_counts_once():
    caption = "Edith Varley, left, speaks to reporters on the quay on Tuesday. Photographer: Ivo Brandt/Coast Pictures"
    source = cleaned(with_tail().replace("\n\nRepairs", f"\n\n{caption}\n{caption}\n\nRepairs"))
    assert texts(source, "caption") == [caption]
    assert [block.reason for block in source.blocks if block.role == "boilerplate"] == ["repeated"]


@pytest.mark.parametrize(
    "line",
    [
        "The pier on Tuesday. (Photo: Ivo Brandt)",
        "Edith Varley (left) greets a ferry captain on the pier. | QUAYSIDE ECHO",
        "A crack in the pier is seen on Monday. Getty Images",
        "FILE - In this May 2, 2021 file photo, a ferry leaves the pier.",
        "The harbour master on the old pier in March (Ivo Brandt/AP)",
    ],
)
def test_photo_captions(line: str):
    source = cleaned(with_tail().replace("\n\nRepairs", f"\n\n{line}\n\nRepairs"))
    assert texts(source, "caption") == [line]


@pytest.mark.parametrize("line", ["Image copyright Getty Images", "Ivo Brandt/Reuters", "Photo: AFP"])
def test_credit_without_caption_is_no_claim(line: str):
    source = cleaned(with_tail().replace("\n\nRepairs", f"\n\n{line}\n\nRepairs"))
    assert reason_of(source, line) == "photo credit"


@pytest.mark.parametrize(
    "prefix",
    [
        "OSLO (Norsk) -- ",
        "PORT ELLIS – ",
        "LIMA, March 3 (Reuters) - ",
        "ELMIRA, N.Y. — ",
        "OSLO\u00a0(Norsk) -- ",
        "Valdivia, Chile (CNN) ",
    ],
)
def test_dateline_is_its_own_block(prefix: str):
    source = cleaned(f"{HEADLINE}\n\n{prefix}{ARTICLE}")
    assert texts(source, "dateline") == [prefix.strip()]
    assert texts(source, "body") == ARTICLE.split("\n\n")


@pytest.mark.parametrize("start", ["BREAKING – ", "NASA's ", "U.S.-led ", "EXCLUSIVE - "])
def test_capitals_that_are_no_dateline(start: str):
    source = cleaned(f"{HEADLINE}\n\n{start}{ARTICLE}")
    assert texts(source, "dateline") == []


@pytest.mark.parametrize("line", ["By Edda Lund", "By Edda Lund and Karl Oye, Staff Writers", "Karl Oye contributed to this report."])
def test_bylines(line: str):
    source = cleaned(with_tail().replace(f"{HEADLINE}\n\n", f"{HEADLINE}\n\n{line}\n\n"))
    assert texts(source, "byline") == [line]


def test_one_paragraph_a_line_gives_one_block_a_line():
    lines = [sentence for paragraph in ARTICLE.split("\n\n") for sentence in paragraph.split("\n")]
    source = cleaned(HEADLINE + "\n" + "\n".join(lines))
    assert texts(source, "title") == [HEADLINE]
    assert texts(source, "body") == lines


def test_hard_wrapped_paragraphs_stay_whole():
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(paragraph, 64) for paragraph in ARTICLE.split("\n\n"))
    source = cleaned(f"{HEADLINE}\n\n{wrapped}\nRead more of this story")
    bodies = texts(source, "body")
    assert [" ".join(body.split()) for body in bodies] == ARTICLE.split("\n\n")
    assert texts(source, "boilerplate") == ["Read more of this story"]


def test_residue_on_the_end_of_a_paragraph_takes_only_itself():
    source = cleaned(with_tail().replace("told the meeting.", "told the meeting. Read more"))
    assert "Read more" in texts(source, "boilerplate")
    assert texts(source, "body") == ARTICLE.split("\n\n")


def test_text_without_headline_has_no_title():
    source = cleaned(ARTICLE)
    assert texts(source, "title") == []
    assert texts(source, "body") == ARTICLE.split("\n\n")


def test_title_known_from_elsewhere_is_found():
    text = f"Pier\n\nOld ferry pier shut\n\nCracks in nine piles of the pier were found by engineers\n\n{ARTICLE}"
    assert texts(cleaned(text, title="Old ferry pier shut"), "title") == ["Old ferry pier shut"]


def test_roles_that_the_reader_told_are_kept():
    text = f"Tide times\n\n{HEADLINE}\n\n{ARTICLE}"
    told = Block("boilerplate", 0, 10, "navigation")
    source = cleaned(text, blocks=(told,))
    assert source.blocks[0] == told
    assert texts(source, "title") == [HEADLINE]


def test_byte_order_mark_is_in_no_claim():
    source = cleaned("\ufeff" + with_tail())
    assert texts(source, "title") == [HEADLINE]
    assert source.blocks[0] == Block("boilerplate", 0, 1, "invisible character")


lines = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [line for line, _ in RESIDUE] + NEWS + ARTICLE.split("\n\n") + [HEADLINE, "By Edda Lund", "OSLO (AP) -- ", "\ufeff", "***", " "]
    ),
)


@settings(deadline=None)
@given(st.lists(lines, max_size=25), st.sampled_from(["\n", "\n\n", "\n \n", " "]))
def test_blocks_are_sorted_apart_in_range_and_cover_every_character(parts: list[str], separator: str):
    text = separator.join(parts)
    source = cleaned(text)
    position = 0
    for block in source.blocks:
        assert position <= block.start < block.end <= len(text)
        assert not text[position : block.start].strip()
        position = block.end
    assert not text[position:].strip()
    assert all(block.reason for block in source.blocks if block.role == "boilerplate")
    assert all(text[block.start] not in INVISIBLE for block in source.blocks if block.role != "boilerplate")


@settings(deadline=None)
@given(st.lists(lines, max_size=25))
def test_cleaning_twice_changes_nothing(parts: list[str]):
    once = cleaned("\n\n".join(parts))
    assert clean(once) == once


EVALUATION = Path(os.environ.get("CONSISTENCY_EVAL_DATA", "../shared"))


@pytest.mark.parametrize("name, folder, most", [("seeds", ".", 0.0), ("news", "gold/news", 0.01), ("basil", "gold/basil", 0.001)])
def test_no_text_that_a_reader_found_worth_marking_is_set_aside(name: str, folder: str, most: float):
    gold = EVALUATION / "gold" / f"{name}.jsonl"
    if not gold.is_file():
        pytest.skip("needs the evaluation data (CONSISTENCY_EVAL_DATA)")
    sources: dict[Path, Source] = {}
    lost, total = [], 0
    for line in gold.read_text("utf-8").splitlines():
        entry = json.loads(line)
        for span in entry.get("left", []) + entry.get("right", []):
            path = EVALUATION / folder / span["source"]
            if path not in sources:
                sources[path] = clean(Source(path=span["source"], text=path.read_text("utf-8")))
            total += 1
            for block in sources[path].blocks:
                inside = min(block.end, span["end"]) - max(block.start, span["start"])
                if block.role == "boilerplate" and block.reason != "repeated" and inside > 0.3 * (span["end"] - span["start"]):
                    lost.append((span["source"], block))
    assert total > 0
    assert len(lost) <= most * total, lost


@pytest.mark.parametrize(
    ("line", "picture"),
    [
        ("Miners climb out of the shaft in Tarn in this undated handout photo released by the company on May 3.", True),
        ("The bridge seen from the air in an aerial image provided by the town on Friday.", True),
        ("The mayor said in this office photo paper was released to the clerks on Friday.", False),
        ("The company released an image of the shaft on Friday, and the mayor looked at it.", False),
    ],
)
def test_a_picture_that_was_handed_out_has_a_caption(line: str, picture: bool):
    from consistency.ingest.captions import caption

    assert caption(line) == picture
