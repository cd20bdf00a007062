"""A finding as a few lines of Markdown, to be pasted into a note, an issue or a mail."""

from __future__ import annotations

from consistency.model import Source
from consistency.model.safe_text import markdown, one_line
from consistency.render.view.links import location
from consistency.render.view.view import FindingView, Passage

WORDS = 400
"""Characters of a passage that are quoted at most."""


def citation(item: FindingView) -> str:
    """What differs, each version in its source's words with file and line, and why it was found; nothing in it is live Markdown."""
    finding = item.finding
    about = "" if finding.what and item.left and item.right else f": {_inline(finding.message)}"
    lines = [f"**{_inline(item.what)}** ({finding.severity}){about}", ""]
    for side in (item.left, item.right):
        # Of each source its first passage: a name may stand in dozens.
        lines += [_quoted(passage) for passage in {passage.source.id: passage for passage in reversed(side)}.values()][::-1]
    if finding.kind == "omission" and item.silent:
        lines.append(f"- Silent: {', '.join(_named(source) for source in item.silent)}")
    lines += ["", f"Why: {_inline(item.why)} (`{_code(finding.check)}`, `{_code(finding.fingerprint)}`)"]
    return "\n".join(lines)


def _quoted(passage: Passage) -> str:
    words = one_line(passage.claim.text).strip()
    if len(words) > WORDS:
        words = words[:WORDS].rsplit(" ", 1)[0] + " \u2026"
    return f"- {_named(passage.source)}: \u201c{_inline(words)}\u201d (`{_code(location(passage.source, passage.line))}`)"


def _named(source: Source) -> str:
    published = f", {source.published.isoformat()}" if source.published else ""
    return _inline(source.label) + published


def _inline(text: str) -> str:
    return markdown(text.strip(), opens_line=False)


def _code(text: str) -> str:
    """For code between backticks, which no escape can close."""
    return one_line(text).replace("`", "'")
