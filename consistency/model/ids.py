"""What things are recognised by: short digests of what they hold."""

from __future__ import annotations

from hashlib import blake2b


def digest(*parts: str, size: int = 8) -> str:
    """Hexadecimal digits, two for each byte of `size`, that stand for some texts in their order."""
    return blake2b("\x1e".join(parts).encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
