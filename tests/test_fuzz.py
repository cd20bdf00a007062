"""Whatever stands in the files that people and documents bring: no traceback, nothing endless, and nothing empty in silence."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.engine.settings import Settings, read_settings
from consistency.errors import BaselineError, DecisionsError, ManifestError, SettingsError
from consistency.ingest.discover import read
from consistency.ingest.manifest import load as load_manifest
from consistency.triage import baseline, decisions
from tests.writers._hostile import texts

FEW = settings(max_examples=60, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])
"""No example may take ten seconds."""

KEYS = (
    "decision", "fingerprint", "verdict", "reason", "by", "until", "claims", "check", "source", "text", "outlet", "published",
    "via", "a.txt",
)  # fmt: skip
KEYS += ("sources", "formats", "severity", "models", "device", "thresholds", "confidence", "baseline", "tool", "consistency")
KEYS += ("manifest", "decisions", "out", "language", "embedder")
VALUES = (
    "1", "-1e400", "nan", "true", "''", '"accept"', '"2031-01-31"', "2031-01-31", "2031-01-31T10:00:00Z", "10:00:00", "[]", "[[]]",
    "{}", "{a = 1}",
)  # fmt: skip
VALUES += ('"9f31c0de"', '["0a1b2c3d"]', '"defer"', '"\\u0000"', '"\\U0010FFFF"', '["seeds"]', "0.5", '"auto"', '"""\n"""')

VALUES += ("0001-01-01", "9999-12-31", "9999-12-31T23:59:59-14:00", '"/dev/zero"', '"/proc/self"', '"os"', '"a\\u0000b"', '"..\\\\.."')
"""What once ended in a failure inside: days outside of any calendar, devices, names that are no file or no package."""

key = st.one_of(st.sampled_from(KEYS), st.text(max_size=5).map(json.dumps))
value = st.one_of(st.sampled_from(VALUES), st.text(max_size=8).map(json.dumps), st.integers().map(str))
line = st.one_of(
    st.tuples(key, value).map(" = ".join), key.map("[{}]".format), key.map("[[{}]]".format), st.just("[[decision]]"), st.text(max_size=12)
)
toml = st.one_of(st.lists(line, max_size=12).map("\n".join).map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60))
"""Near to what is wanted, and far from it."""

MANY = (
    b"a = " + b"9" * 5_000,
    b"a = " + b"[" * 20_000,
    b"a" * 300_000,
    b"[" + b"a." * 5_000 + b"a]",
    b"[[decision]]\n" * 3_000,
    b"\n" * 300_000,
    b"x = '''" + b"\\" * 100_000,
)


def ends(parse: Callable[[Path], Any], error: type[Exception], content: bytes, name: str) -> Any:
    """What `parse` makes of a file with this content; `None` where it is refused, by an error that names the file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        start, found, told = time.monotonic(), None, name
        try:
            found = parse(path)
        except error as refused:
            told = str(refused)
        assert time.monotonic() - start < 10
        assert name in told
        return found


PARSERS = {
    "sources.toml": (load_manifest, ManifestError),
    "consistency.toml": (read_settings, SettingsError),
    "known.txt": (baseline.load, BaselineError),
    "decisions.toml": (lambda path: decisions.load(path, ["name-differs"]), DecisionsError),
}


@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.parametrize("content", MANY, ids=range(len(MANY)))
def test_much_of_one_thing(name: str, content: bytes) -> None:
    parse, error = PARSERS[name]
    found = ends(parse, error, content, name)
    if name == "known.txt" and content.strip():
        assert found is None
    if name == "decisions.toml":
        assert not found


@pytest.mark.parametrize("name", PARSERS)
@FEW
@given(content=toml)
def test_a_file_is_understood_or_refused(name: str, content: bytes) -> None:
    parse, error = PARSERS[name]
    found = ends(parse, error, content, name)
    if name == "consistency.toml" and found is not None:
        assert isinstance(found, Settings)
    if name == "decisions.toml" and found is not None:
        # Each table that stands there is a decision, with its reason: none is passed over.
        assert len(found) == content.count(b"[[decision]]") or b"decision" not in content or b"=" in content
        assert all(item.reason.strip() and item.verdict in decisions.STATES for item in found)


@FEW
@given(st.lists(texts(), max_size=6).map("\n".join))
def test_a_baseline_is_understood_or_refused(text: str) -> None:
    refused = ""
    try:
        found = baseline.parse(text, "known.txt")
    except BaselineError as error:
        refused = str(error)
    if refused:
        assert refused.startswith("known.txt:")
        assert "\n" not in refused
        return
    entries = [line for line in text.split("\n") if line.strip() and not line.strip().startswith("#")]
    assert len(found) == len(entries)
    assert set(baseline.parse(baseline.render(found), "known.txt")) == set(found)


HTML = (
    "<html>",
    "<p>The ferry sank.",
    "</p>",
    "<script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&#0;",
    "&#x110000;",
    "<table>",
    "<title>",
    "<meta charset=",
    "\x00",
    "<div " * 50,
)
JSON = (
    '{"maintext": "The ferry sank."', ', "title": null', "}", "[", "]", '"\\ud800"', "1e999", "NaN",
    ',"date_publish": "2031-99-99"', "\n", "{}",
)  # fmt: skip
FRONT = (
    "---\n", "title: [\n", "date: 2031-99-99\n", "outlet: &a *a\n", "? !!python/object:os.system\n",
    "The ferry sank in the storm.\n", "# Head\n", "\t- x\n",
)  # fmt: skip
PDF = (
    "%PDF-1.7\n", "1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n", "stream\n", "endstream\n",
    "trailer << /Root 1 0 R /Size 99999999 >>\n", "startxref\n0\n%%EOF\n", "<< /Length -1 >>",
)  # fmt: skip
PIECES = {".html": HTML, ".json": JSON, ".jsonl": JSON, ".md": FRONT, ".txt": FRONT, ".pdf": PDF}


def documents(suffix: str) -> st.SearchStrategy[bytes]:
    piece = st.one_of(st.sampled_from(PIECES[suffix]), st.sampled_from(PIECES[suffix]), texts())
    written = st.lists(piece, max_size=8).map("".join).map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(written, st.binary(max_size=80))


@pytest.mark.parametrize("suffix", PIECES)
@settings(max_examples=25, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_document_is_read_or_named(suffix: str, data: st.DataObject) -> None:
    content = data.draw(documents(suffix))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"document{suffix}"
        path.write_bytes(content)
        sources, skipped = read([str(path)], None)
    assert sources or skipped, "neither read nor named"
    assert all(item.path.endswith(path.name) and item.message for item in skipped)
    for source in sources:
        assert source.text.strip(), "a document without a word is no document"
        for block in source.blocks:
            assert 0 <= block.start < block.end <= len(source.text)


NESTED = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * 2_000
DEEP = {
    ".xml": b"<a>" * 200_000 + b"</a>" * 200_000,
    ".nitf": b"<nitf><body.content>" + b"<p>" * 50_000 + b"The ferry sank." + b"</p>" * 50_000 + b"</body.content></nitf>",
    ".rss": b"<rss><channel><item><description>" + b"<b>" * 50_000 + b"x</description></item></channel></rss>",
    ".eml": b"From: a@b.example\nSubject: x\n" + NESTED,
    ".mbox": b"From a\nSubject: The ferry sank\n\nThe ferry sank in the storm.\n\n" * 3_000,
    ".csv": b"text,date\n" + b'"' * 400_000 + b"\nThe ferry sank.,2031-01-01\n",
    ".html": b"<div>" * 30_000 + b"The ferry sank." + b"</div>" * 30_000,
    ".json": b"[" * 100_000,
    ".jsonl": b'{"maintext": ' + b"[" * 100_000 + b"\n" + b'{"maintext": "The ferry sank in the storm."}',
    ".md": b"---\n" + b"a: &a [*a, *a]\n" * 100 + b"---\nThe ferry sank.\n" + b"> " * 20_000,
    ".txt": b"The ferry sank. " * 20_000 + b"\xff" * 1000 + b"(" * 50_000,
    ".pdf": b"%PDF-1.7\n" + b"<<" * 50_000,
}


@pytest.mark.parametrize("suffix", DEEP)
def test_a_deep_or_long_document_ends(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"document{suffix}"
    path.write_bytes(DEEP[suffix])
    start = time.monotonic()
    sources, skipped = read([str(path)], None)
    assert time.monotonic() - start < 10
    assert sources or skipped
