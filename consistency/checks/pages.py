"""The page of a check, in Markdown: what the terminal, `docs/checks.md` and the rules of SARIF all show."""

from __future__ import annotations

from consistency.checks.base import Check, Example


def page(check: Check, heading: str = "#") -> str:
    """The check's page in Markdown, under a heading as deep as `heading`: the same wherever it is shown."""
    rungs = "\n".join(
        f"{number}. **{rung.name}**: {rung.meaning}{f' → {rung.kind or check.kind}' if rung.fires else ''}"
        for number, rung in enumerate(check.rungs, 1)
    )
    parts = [
        f"{heading} {check.id}",
        f"{check.title}. Kind: {check.kind}; severity: {'note' if check.severity == 'note' else 'by confidence'}; looks {_looks(check)}.",
        check.about.strip(),
        f"{heading}# What it misses\n\n{check.cannot_tell.strip()}",
        f"{heading}# Its ladder\n\nThe first rung that holds decides.\n\n{rungs}",
    ]
    for title, fires in (("Fires on", True), ("Stays silent on", False)):
        shown = [_example(example) for example in check.examples if example.fires is fires]
        if shown:
            parts.append(f"{heading}# {title}\n\n" + "\n\n".join(shown))
    return "\n\n".join(parts) + "\n"


def _looks(check: Check) -> str:
    if check.mode == "within":
        return "inside one source"
    if check.mode == "reading":
        return "across the sources on one event, with `--llm` only"
    if check.mode == "versions":
        return "across the captures of one page"
    return "across the sources on " + " and ".join(
        {"event": "one event", "standing": "a standing matter", "internal": "one source"}[scope] for scope in sorted(check.scopes)
    )


def _example(example: Example) -> str:
    """One list item: the two accounts as paragraphs, then the note."""
    parts = [*(text for text, _ in example.accounts), f"*{example.note}*" if example.note else ""]
    return "- " + "\n\n  ".join(part for part in parts if part)
