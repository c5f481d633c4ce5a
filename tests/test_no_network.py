"""Nothing of a caller's leaves the machine: no engine and no redaction reaches for a network."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.loading import engine_names

ROOT = Path(__file__).parents[1]
# The one module that connects, because a person asks it to by name: `kikitori models fetch`.
FETCHING = Path("models/fetching.py")
# It runs a program of this machine, which speaks and knows no network.
SPEAKING = Path("models/synthesizers/flite.py")
CONNECTING = frozenset({
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "huggingface_hub", "multiprocessing",
    "requests", "smtplib", "socket", "socketserver", "ssl", "subprocess", "telnetlib", "urllib",
    "urllib3", "websockets", "xmlrpc",
})  # fmt: skip

# A network namespace without any route: what C code sends there is counted as unroutable.
_ALONE = ["unshare", "--user", "--map-root-user", "--net"]


def imported(file: Path) -> Iterator[str]:
    """The modules a file names in imports, wherever these stand, and in `import_module("…")`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("import_module", "__import__")
        ):
            yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


def sources(*packages: str) -> list[Path]:
    return [file for package in packages for file in sorted((ROOT / package).rglob("*.py"))]


def test_nothing_in_privacy_or_models_can_connect_but_what_fetches_models() -> None:
    files = sources("privacy", "models")
    assert len(files) > 50
    able = {
        file.relative_to(ROOT): CONNECTING & {module.split(".")[0] for module in imported(file)}
        for file in files
    }
    assert {file for file, means in able.items() if means} == {FETCHING, SPEAKING}
    assert able[SPEAKING] == {"subprocess"}


def test_only_the_command_that_fetches_models_can_make_them_be_fetched() -> None:
    packages = ("speech", "privacy", "models", "archive", "recorder", "ivr", "qa", "kikitori")
    files = [*sources(*packages), ROOT / "streamlit_app.py"]
    asking = [
        file.relative_to(ROOT).as_posix() for file in files if "models.fetching" in imported(file)
    ]
    assert asking == ["kikitori/commands/models.py"]


def own_network() -> bool:
    """Whether this machine gives a process a network namespace of its own."""
    try:
        return subprocess.run([*_ALONE, "true"], capture_output=True).returncode == 0
    except OSError:
        return False


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def run(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What every engine did: without caches of earlier downloads, and without the environment in
    which some libraries keep quiet of themselves (CI, HF_HUB_OFFLINE)."""
    data = tmp_path_factory.mktemp("data")
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    command = [sys.executable, "-m", "tests.offline_run", str(data)]
    done = subprocess.run(
        [*(_ALONE if own_network() else []), *command],
        cwd=ROOT,
        env=environment | {"HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.timeout(300)
@pytest.mark.xdist_group("no_network")
def test_every_engine_and_all_redaction_work_without_reaching_for_a_network(run: dict) -> None:
    for seam in ("detectors", "recognizers", "readers", "taggers"):
        assert set(run["used"][seam]) == set(engine_names(seam))
    assert run["reached"] == []


@pytest.mark.timeout(300)
@pytest.mark.xdist_group("no_network")
def test_no_library_notes_down_what_it_would_report_home(run: dict, home: Path) -> None:
    assert run["used"]
    assert [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.timeout(300)
@pytest.mark.xdist_group("no_network")
@pytest.mark.skipif(not own_network(), reason="needs network namespaces (unshare, Linux)")
def test_nor_does_any_code_below_python_send_a_packet(run: dict) -> None:
    assert run["unroutable"] == 0


@pytest.mark.skipif(not own_network(), reason="needs network namespaces (unshare, Linux)")
def test_the_guard_sees_a_packet_when_there_is_one() -> None:
    script = (
        "import socket, sys; sys.argv = ['offline_run', '.']; "
        "from tests import offline_run as o; s = socket.socket(); "
        "s.settimeout(1); s.connect_ex(('192.0.2.1', 80)); "
        "print(len(o.reached), o._unroutable())"
    )
    done = subprocess.run(
        [*_ALONE, sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True
    )
    reached, unroutable = map(int, done.stdout.split())
    assert reached == 1
    assert unroutable >= 1
