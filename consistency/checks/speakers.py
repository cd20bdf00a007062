"""Whether two speakers are one."""

from __future__ import annotations

from consistency.model import Claim

COLLECTIVE = frozenset(
    {
        "police", "official", "officials", "authorities", "government", "ministry", "company", "spokesman", "spokeswoman",
        "spokesperson", "statement", "report", "source", "sources", "minister", "ministers", "president", "people", "man", "woman",
        "chief",
    }
)  # fmt: skip


def _is_name(speaker: str) -> bool:
    """Whether every word is capitalised: "the harbour pilot" may be anyone, "Rosa Lindgren" is one person."""
    return all(word[:1].isupper() for word in speaker.replace("-", " ").split())


def same_speaker(left: str, right: str) -> bool | None:
    """`True` for one name or a form of it, `False` for two different names, `None` if it cannot be told."""
    if not left or not right:
        return None
    a, b = ({word.lower().strip(".,'’") for word in name.split()} - {"the", "a", "mr", "mrs", "ms", "dr"} for name in (left, right))
    if not a or not b:
        return None
    if a & b:
        return True
    if a & COLLECTIVE or b & COLLECTIVE or not _is_name(left) or not _is_name(right):
        return None  # only names told apart: a phrase may mean the same person
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(left.split()[-1].lower(), right.split()[-1].lower()) >= 0.75


def two_voices(left: Claim, right: Claim) -> bool:
    """Whether two speakers are reported: that they disagree is the news, and each account may report both."""
    if not left.attribution or not right.attribution:
        return False
    return same_speaker(left.attribution.speaker, right.attribution.speaker) is not True
