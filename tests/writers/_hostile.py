"""Reports whose every field comes from a document that wants to break out: for the property tests."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from consistency.model import Block, Claim, Coverage, Event, Evidence, Finding, Group, Report, Skipped, Source, ToolInfo

WHOLE_REPORTS = settings(max_examples=25, deadline=None)
"""For tests that write a report an example: few, and not timed."""

TRICKS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'><svg/onload=alert(1)>", "</style></title></table></details>",
    "<!-- -->", "]]>", "{{ 7 * 7 }}", "{% raw %}", "javascript:alert(1)", "//evil.example/x", "https://evil.example/",
    "www.evil.example", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "\x1b[2J", "\x1b]8;;http://evil.example\x07",
    "\x9b31m", "\x00", "\x7f", "\u202e", "\u2066", "\u2028", "\ud800", "| a | b |", "\n\n# heading\n\n",
    "\n- item\n1. item\n> quote\n", "![a](b)", "[a](b)", "`code`", "**bold** __bold__ *it* _it_ ~~gone~~", "@everyone", ":smile:",
    "&lt;b&gt;&amp;", "\\", "\n---\n", "\n    code\n", "```\n", "$x$", "\u4e2d\u6587", "e\u0301",
)  # fmt: skip


def texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """Any characters at all, surrogates and controls too, mixed with known tricks."""
    piece = st.one_of(st.sampled_from(TRICKS), st.text(st.characters(), max_size=6))
    return st.lists(piece, min_size=max(min_size, 1), max_size=5).map("".join).map(lambda text: text or "x")


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Two sources on one event, a group, and one finding of each scope, with hostile text in every field that can hold it."""
    sources, claims = [], []
    for number in (1, 2):
        text = draw(texts())
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        source = Source(
            path=draw(texts()),
            text=text,
            id=f"s{number}",
            outlet=draw(texts()),
            via=draw(texts()),
            title=draw(texts()),
            byline=draw(texts()),
            provenance={"outlet": "text"},
            blocks=(Block("body", 0, len(text)),),
            warnings=(draw(texts()),),
        )
        sources.append(source)
        claims.append(Claim(f"c{number}", source.id, start, end, source.line(start), text[start:end]))
    evidence = tuple(
        Evidence(claim.id, side, claim.start, claim.end, claim.text) for claim, side in zip(claims, ("left", "right"), strict=True)
    )
    findings = tuple(
        Finding(
            check="number-differs",
            kind="contradiction",
            severity="error",
            confidence=0.5,
            message=draw(texts()),
            because=draw(texts()),
            scope=scope,
            group=None if scope == "internal" else "g1",
            claims=("c1", "c2"),
            evidence=evidence,
            fingerprint=draw(texts()),
            event="e1" if scope == "event" else "",
            left_value=draw(texts()),
            right_value=draw(texts()),
        )
        for scope in ("event", "standing", "internal")
    )
    return Report(
        tool=ToolInfo("consistency", "0", language_model=draw(texts())),
        sources=tuple(sources),
        events=(
            Event("e1", draw(texts()), None, draw(texts()), ("s1", "s2"), ("e2",)),
            Event("e2", draw(texts()), None, None, (), ("e1",)),
        ),
        claims=tuple(claims),
        groups=(Group("g1", "e1", "event", ("c1", "c2")), Group("g2", "e1", "standing", ("c1",))),
        findings=findings,
        coverage=(Coverage("g1", ("s1", "s2"), ()), Coverage("g2", ("s1",), ("s2",))),
        skipped=(Skipped(draw(texts()), draw(texts())),),
    )
