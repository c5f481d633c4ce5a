"""`kikitori ivr run` carries a document out with a script or somebody typing, and says what happened."""

import json
import os
import pty
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typer.testing import CliRunner

from ivr.dialogue.actions import Fetch
from ivr.fetching import Fetcher
from kikitori.command_line import app
from kikitori.config import read_config
from speech.errors import DefinitionError
from tests.ivr.dialogue.calls import HEAD, call, words

DOCUMENT = (
    f'{HEAD}<form><field name="x">Which?{words("tea")}<option dtmf="2">two</option>'
    '<filled>Fine.<exit expr="x"/></filled></field></form></vxml>'
)


def _run(folder, *options, document=DOCUMENT, typed=None):
    (folder / "d.vxml").write_text(document, encoding="utf-8")
    command = ["ivr", "run", str(folder / "d.vxml"), "--data", str(folder), *options]
    return CliRunner().invoke(app, command, input=typed, catch_exceptions=False)


def _script(folder, entries):
    file = folder / "events.json"
    file.write_text(json.dumps(entries), encoding="utf-8")
    return "--script", str(file)


def test_a_scripted_call_prints_what_happened_and_last_what_exit_gave(tmp_path):
    script = _script(tmp_path, [{"noinput": True}, {"speech": "tea"}])
    ran = _run(tmp_path, *script, "--json")
    lines = [json.loads(line) for line in ran.output.splitlines()]
    assert lines[-1] == {"exit": "tea"}
    assert {"prompt": "Which?", "language": "en-US"} in lines
    assert {"event": "noinput"} in lines
    assert {"field": "x", "value": "tea"} in lines
    plain = _run(tmp_path, *script).output.splitlines()
    assert plain[-1] == '{"exit": "tea"}'
    assert any(line.split() == ["prompt", "Which?", "(language=en-US)"] for line in plain)


def test_a_caller_whose_script_is_over_hangs_up(tmp_path):
    ran = _run(tmp_path, *_script(tmp_path, []), "--json")
    assert json.loads(ran.output.splitlines()[-1]) == {"exit": None}
    assert '{"event": "connection.disconnect.hangup"}' in ran.output


def test_somebody_may_type_what_the_caller_says_and_presses(tmp_path):
    assert _run(tmp_path, typed="\ntea\n").stdout.splitlines()[-1] == '{"exit": "tea"}'
    assert _run(tmp_path, typed="2\n").stdout.splitlines()[-1] == '{"exit": "two"}'
    assert _run(tmp_path, typed="/q\n").stdout.splitlines()[-1] == '{"exit": null}'


def test_who_typed_at_a_terminal_is_told_the_end_in_words(tmp_path):
    (tmp_path / "d.vxml").write_text(
        f"{HEAD}<form><block>Bye <value expr=\"'x'\"/>.</block></form></vxml>"
    )
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kikitori", "ivr", "run", str(tmp_path / "d.vxml")]
    env = os.environ | {"KIKITORI_LANGUAGE": "ja"}
    ran = subprocess.run(command, stdin=theirs, capture_output=True, text=True, env=env, check=True)
    os.close(ours)
    os.close(theirs)
    assert "Bye x." in ran.stdout
    assert ran.stdout.splitlines()[-1] == "通話が終わりました。"


def test_documents_beside_the_first_are_found_and_others_are_not(tmp_path):
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "next.vxml").write_text(
        f'{HEAD}<form><error><exit expr="_event"/></error><block>'
        '<goto next="file:///etc/hostname"/></block></form></vxml>'
    )
    going = f'{HEAD}<form><block><goto next="next.vxml"/></block></form></vxml>'
    ran = _run(folder, *_script(folder, []), document=going)
    assert json.loads(ran.output.splitlines()[-1]) == {"exit": "error.noauthorization"}


def test_a_host_nobody_configured_is_never_asked(tmp_path):
    for uri, error in [
        ("http://ivr.example/d.vxml", "error.noauthorization"),
        ("ftp://ivr.example/d.vxml", "error.unsupported.uri"),
    ]:
        answer = Fetcher(tmp_path)(Fetch(1, uri))
        assert answer.document is None
        assert answer.error.startswith(error)


@pytest.mark.parametrize("entry", [{}, "tea", {"speech": "a", "dtmf": "1"}, {"sound": 1}])
def test_a_script_with_an_entry_nobody_knows_is_told_which(entry):
    with pytest.raises(DefinitionError, match="input 2"):
        call("<form/>", {"noinput": True}, entry)


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(DefinitionError, match="no such file"):
        CliRunner().invoke(app, ["ivr", "run", str(tmp_path / "no.vxml")], catch_exceptions=False)


def test_numbers_are_written_as_json_writes_them(tmp_path):
    document = f'{HEAD}<form><block><exit expr="[1.0, 0.5, 0/0, 1/0]"/></block></form></vxml>'
    ran = _run(tmp_path, *_script(tmp_path, []), document=document)
    assert ran.output.splitlines()[-1] == '{"exit": [1, 0.5, null, null]}'


def test_a_first_document_that_cannot_be_read_ends_with_its_place_and_an_exit_code(tmp_path):
    (tmp_path / "d.vxml").write_text("<vxml version='2.1'>\n<form>", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"d\.vxml:2: error\.badfetch") as refused:
        _run(tmp_path, *_script(tmp_path, []), document="<vxml version='2.1'>\n<form>")
    assert refused.value.exit_code == 3


class _Answers(BaseHTTPRequestHandler):
    """Says what was asked; two addresses are special."""

    def do_GET(self):
        if self.path.startswith("/none"):
            self.send_error(404)
        elif self.path.startswith("/away"):
            self.send_response(302)
            self.send_header("Location", "http://elsewhere.example/")
            self.end_headers()
        else:
            self._answer(self.path)

    def do_POST(self):
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, text):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def host():
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_configured_host_is_sent_the_values_and_its_answer_is_the_document(tmp_path, host):
    fetch = Fetcher(tmp_path, {host})
    values = {"x": 1.0, "y": "お茶", "z": True}
    asked = fetch(Fetch(1, f"http://{host}/d?a=b", "get", values))
    assert asked.document == b"/d?a=b&x=1&y=%E3%81%8A%E8%8C%B6&z=true"
    sent = fetch(Fetch(2, f"http://{host}/d", "post", values))
    assert sent.document == b"x=1&y=%E3%81%8A%E8%8C%B6&z=true"
    assert (sent.request, sent.uri) == (2, f"http://{host}/d")
    parts = fetch(Fetch(3, f"http://{host}/d", "post", values, "document", "multipart/form-data"))
    assert parts.document is not None
    assert 'name="y"' in parts.document.decode()
    assert "\r\n\r\nお茶\r\n" in parts.document.decode()


def test_what_a_host_does_not_have_or_sends_elsewhere_for_is_an_event(tmp_path, host):
    fetch = Fetcher(tmp_path, {host})
    assert fetch(Fetch(1, f"http://{host}/none")).error.startswith("error.badfetch.http.404")
    away = fetch(Fetch(2, f"http://{host}/away"))
    assert away.document is None
    assert away.error.startswith("error.badfetch")


def test_hosts_are_named_in_the_configuration(tmp_path):
    (tmp_path / "config.toml").write_text('document_hosts = ["ivr.example.com"]')
    assert read_config(tmp_path).document_hosts == ["ivr.example.com"]
    (tmp_path / "config.toml").write_text("document_hosts = [1]")
    with pytest.raises(DefinitionError, match="document_hosts"):
        read_config(tmp_path)
