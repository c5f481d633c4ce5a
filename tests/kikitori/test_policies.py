"""Which policy a client's calls are redacted by."""

import unicodedata
from pathlib import Path

import pytest

from archive.archive import open_archive
from kikitori.config import Config, read_config
from kikitori.policies import Policies, read_policies
from kikitori.wiring import build_stages
from speech.audio import Channel, Span
from speech.errors import DefinitionError
from speech.transcript import Language, Transcript, Utterance
from tests.kikitori.scripted import SMALL_TALK, a_recording, scripted_stages, take_in

SETTINGS = """
policy = "house.toml"

[clients."あおば印刷"]
policy = "clients/aoba.toml"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clients").mkdir()
    (tmp_path / "config.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "house.toml").write_text("[sound]\ntone = false\n")
    (tmp_path / "clients" / "aoba.toml").write_text('[kinds]\nPHONE = "keep"\n')
    return tmp_path


@pytest.fixture
def policies(folder: Path) -> Policies:
    return read_policies(read_config(folder))


def test_each_client_has_its_own_policy_and_all_others_the_house_policy(
    policies: Policies,
) -> None:
    aoba, other = policies.of("あおば印刷").policy, policies.of("みなと通販").policy
    assert (aoba.removes("PHONE"), aoba.tone) == (False, True)
    assert (other.removes("PHONE"), other.tone) == (True, False)
    assert policies.of("") is policies.of("somebody else")


def test_a_client_is_known_however_its_name_is_encoded(policies: Policies) -> None:
    decomposed = unicodedata.normalize("NFD", "あおば印刷")
    assert decomposed != "あおば印刷"
    assert policies.of(f" {decomposed}") is policies.of("あおば印刷")


def test_a_policys_fingerprint_tells_what_it_says_and_not_where_it_lies(
    folder: Path, policies: Policies
) -> None:
    file, fingerprint = policies.of("あおば印刷").name.split()
    assert file == "aoba.toml"
    (folder / "clients" / "aoba.toml").write_text('# Agreed.\n[kinds]\nPHONE = "keep"\n')
    assert read_policies(read_config(folder)).of("あおば印刷").name.endswith(fingerprint)
    (folder / "clients" / "aoba.toml").write_text('[kinds]\nPOSTAL = "keep"\n')
    assert not read_policies(read_config(folder)).of("あおば印刷").name.endswith(fingerprint)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[kinds]\nCVV = "keep"\n', "aoba.toml: CVV can not be kept"),
        ('[kinds]\nPIN = "keep"\n', "aoba.toml: PIN can not be kept"),
        ('[kinds]\nCARD_EXP = "keep"\n', "aoba.toml: CARD_EXP can not be kept"),
        ('[kinds]\nFAX = "keep"\n', "aoba.toml: no kind is called 'FAX'"),
        ("PHONE = keep", "aoba.toml: not a TOML file"),
        (None, "aoba.toml: cannot be opened"),
    ],
)
def test_a_wrong_policy_is_named_in_one_line(
    folder: Path, content: str | None, reason: str
) -> None:
    file = folder / "clients" / "aoba.toml"
    file.write_text(content) if content is not None else file.unlink()
    with pytest.raises(DefinitionError, match=reason) as caught:
        read_policies(read_config(folder))
    assert "\n" not in str(caught.value)


def test_two_policies_for_one_client_are_refused(folder: Path) -> None:
    twice = SETTINGS + '[clients."あおば印刷 "]\npolicy = "house.toml"\n'
    (folder / "config.toml").write_text(twice, encoding="utf-8")
    with pytest.raises(DefinitionError, match="two policies"):
        read_policies(read_config(folder))


def test_calls_are_redacted_by_the_policy_of_their_client(folder: Path, policies: Policies) -> None:
    (folder / "script.json").write_text("[]")
    config = Config(recognizer="scripted", model=str(folder / "script.json"), detector="energy")
    stages = build_stages(config, policies, open_archive(folder), folder)
    text = "電話番号は080-0123-4567です"
    said = Transcript(Language.JA, (Utterance(Channel.CALLER, Span(0, 3), text),))
    for client, kinds in (("あおば印刷", []), ("みなと通販", ["PHONE"])):
        protection = stages.protection(client)
        removed = protection.redactor.redact(said).redactions
        assert [redaction.kind for redaction in removed] == kinds
        assert protection.policy == policies.of(client).name
        assert protection.second_listen.redactor is protection.redactor


def test_the_name_of_the_policy_stands_with_the_call(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "data")
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    (one,) = take_in([a_recording(tmp_path)], archive, stages, engines=(("detector", "energy"),))
    engines = archive.reader.row(one.call_id).call.engines
    assert engines == {"detector": "energy", "policy": "test"}
