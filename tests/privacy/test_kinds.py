import importlib

import pytest

from privacy.cueing import data
from privacy.kind import Form, kinds
from privacy.kinds import bank, card, healthins, iban, mynumber
from privacy.kinds.license import check_digit_fits as licence_fits
from privacy.policy import load_policy
from speech.errors import DefinitionError
from speech.transcript import Language

_PROMISED = [
    "PERSON",
    "ADDRESS",
    "PHONE",
    "POSTAL",
    "DOB",
    "EMAIL",
    "CARD",
    "CARD_EXP",
    "CVV",
    "BANK",
    "MYNUMBER",
    "PENSION",
    "HEALTHINS",
    "LICENSE",
    "PASSPORT",
    "PIN",
    "SSN",
    "IBAN",
    "IP",
    "NUMBER",
]


def test_every_promised_kind_is_there_with_a_word_for_its_tag_in_every_language():
    assert sorted(kinds()) == sorted(_PROMISED)
    for kind in kinds().values():
        assert set(kind.labels) == set(Language)
    for language in Language:
        words = [kind.labels[language] for kind in kinds().values()]
        assert len(set(words)) == len(words)


def test_kinds_known_by_question_alone_have_cues():
    for language in (Language.JA, Language.EN):
        asked = data(language)["kinds"]
        assert [code for code in kinds() if code not in asked] == []


@pytest.mark.parametrize(
    ("formula", "right"),
    [
        (card.valid, "4111111111111111"),
        (card.valid, "378282246310005"),
        (mynumber.check_digit_fits, "123456789018"),
        (healthins.insurer, "33120015"),
        (healthins.nhs, "9434765919"),
        (bank.routing, "111000025"),
        (iban.remainder_is_one, "gb82west12345698765432"),
    ],
)
def test_check_digits_catch_one_wrong_digit(formula, right):
    assert formula(right)
    last = str((int(right[-1]) + 1) % 10)
    assert not formula(right[:-1] + last)
    assert not formula("")


def test_a_licence_number_has_its_eleventh_digit_checked():
    fitting = [n for n in range(10) if licence_fits(f"3012345678{n}0")]
    assert len(fitting) == 1


def test_payment_codes_can_not_be_kept(tmp_path):
    for code in ("CARD_EXP", "CVV", "PIN"):
        own = tmp_path / "own.toml"
        own.write_text(f'[kinds]\n{code} = "keep"\n', encoding="utf-8")
        with pytest.raises(DefinitionError, match=code):
            load_policy(own)


@pytest.mark.parametrize(
    "text",
    [
        '[kinds]\nSHOE_SIZE = "keep"',
        '[kinds]\nPHONE = "maybe"',
        "[keep]\nreferences = 3",
        "[keep]\nsecrets = true",
        "[vault]\non = true",
        "kinds = 3",
        "[kinds",
    ],
)
def test_a_clients_mistake_is_named(tmp_path, text):
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"own\.toml") as caught:
        load_policy(own)
    assert "\n" not in str(caught.value)


def test_a_policy_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DefinitionError, match=r"gone\.toml"):
        load_policy(tmp_path / "gone.toml")


def test_the_default_policy_names_every_kind():
    assert set(load_policy().kinds) == set(kinds())


def test_a_kinds_file_is_named_after_its_code():
    for code, kind in kinds().items():
        assert importlib.import_module(f"privacy.kinds.{code.lower()}").KIND is kind
        assert kind.form in Form
