import traceback
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.policy import load_policy
from privacy.redactor import Redactor
from speech.audio import Channel, Span
from speech.errors import RedactionError
from speech.transcript import Language, Transcript, Utterance, Word
from tests.privacy.scoring import dialogues
from tests.privacy.talking import talk, timed


def said(redactor: Redactor, transcript: Transcript) -> list[str]:
    return [utterance.text for utterance in redactor.redact(transcript).utterances]


def test_a_japanese_caller_reads_tags_where_the_number_was_said_and_read_back(redactor):
    lines = said(
        redactor,
        talk(
            "ja",
            "o: お電話番号をお願いします",
            "c: はい、090の",
            "o: はい",
            "c: 0123の4567です",
            "o: 090、0123、4567ですね",
        ),
    )
    assert lines == [
        "お電話番号をお願いします",
        "はい、[電話1]",
        "はい",
        "[電話1]です",
        "[電話1]ですね",
    ]


def test_an_english_caller_reads_one_tag_for_one_value(redactor):
    lines = said(
        redactor,
        talk(
            "en",
            "o: Your phone number?",
            "c: It's five five five oh one four two",
            "o: 555 0142, thanks. And a second number?",
            "c: 555 0199",
        ),
    )
    assert lines[1] == "It's [PHONE 1]"
    assert lines[2].startswith("[PHONE 1], thanks")
    assert lines[3] == "[PHONE 2]"


def test_the_operators_own_name_stays_and_the_callers_goes(redactor):
    lines = said(
        redactor,
        talk(
            "ja",
            "o: お電話ありがとうございます、担当の佐藤でございます",
            "c: 森と申します",
            "o: 森様ですね。本日は佐藤が承ります",
        ),
    )
    assert lines[0].endswith("佐藤でございます")
    assert lines[1] == "[氏名1]と申します"
    assert lines[2] == "[氏名1]様ですね。本日は佐藤が承ります"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ja", ["c: 注文番号1234567890の件です", "o: 4月12日の14時に、3,980円でお届けします"]),
        ("ja", ["o: 会員番号は", "c: 8200451です", "o: 8200451ですね、2階の3番窓口へどうぞ"]),
        ("ja", ["o: フリーダイヤル0120-000-111、受付は9時から18時です", "c: 0120の000の111ですね"]),
        ("ja", ["o: 弊社の電話番号は03-0123-9999でございます"]),
        ("en", ["c: Order number 1234567890", "o: It is $1,249.99 and arrives May 5th at 3 pm."]),
        ("en", ["o: Our toll free number is 1-800-555-0100", "c: 800 555 0100, thanks"]),
        (
            "en",
            ["o: What is the serial number?", "c: SN 0099 8877 66", "o: SN 0099887766, 20% off"],
        ),
    ],
)
def test_numbers_of_things_and_firms_stay(redactor, language, lines):
    transcript = talk(language, *lines)
    assert redactor.find(transcript) == []


@pytest.mark.parametrize(
    ("question", "answer", "kind"),
    [
        ("カード番号をお願いします", "1987、1987、1987、1987、1987", "CARD"),
        ("有効起源はいつですか", "0428", "CARD_EXP"),
        ("裏面の3桁をお願いします", "ナナハチキュー", "CVV"),
        ("安証番号をお願いします", "いちきゅうはちに", "PIN"),
        ("こうざ番号は", "まるまる1、2、3、4、5", "BANK"),
        ("青年学期をお願いします", "1980、5年の3月9日", "DOB"),
        ("主書をお願いします", "東京都港の6本技1丁目2番3号", "ADDRESS"),
    ],
)
def test_a_miswritten_cue_still_asks(redactor, question, answer, kind):
    spans = redactor.find(talk("ja", f"o: {question}", f"c: {answer}です"))
    assert {span.kind for span in spans} == {kind}
    assert (spans[0].start, spans[-1].end) == (0, len(answer))


def test_a_wrong_check_digit_saves_no_number(redactor):
    for card in ("4111 1111 1111 1111", "4111 1111 1111 1112", "411111111111111111"):
        [span] = redactor.find(talk("en", "o: Card number?", f"c: {card}"))
        assert (span.start, span.end, span.kind) == (0, len(card), "CARD")


def test_a_redaction_tells_its_reason_and_its_place_in_the_redacted_text(redactor):
    redacted = redactor.redact(talk("en", "o: Your zip code?", "c: It is 99901, thanks"))
    [redaction] = redacted.redactions
    text = redacted.utterances[1].text
    assert text[redaction.start : redaction.end] == redaction.tag == "[POSTAL CODE 1]"
    assert redaction.reason == "question"


def test_a_mask_reaches_from_the_word_before_to_the_word_after_and_a_bit_more(redactor):
    transcript = timed("en", "o: Your| phone| number?", "c: Sure| it's| 555| 0142| okay")
    redacted = redactor.redact(transcript)
    [redaction] = redacted.redactions
    words = transcript.utterances[1].words
    assert redaction.span.start == pytest.approx(words[1].span.end - 0.3)
    assert redaction.span.end == pytest.approx(words[4].span.start + 0.3)
    assert [word.text for word in redacted.utterances[1].words] == [
        "Sure",
        " it's",
        " [PHONE 1]",
        " okay",
    ]


def test_an_utterance_without_word_times_is_masked_whole(redactor):
    utterance = Utterance(Channel.CALLER, Span(3, 5), "my number is 555 0142")
    redacted = redactor.redact(Transcript(Language.EN, (utterance,)))
    [redaction] = redacted.redactions
    assert redaction.span.start == pytest.approx(2.7)
    assert redaction.span.end == pytest.approx(5.3)


def test_a_korean_caller_is_protected_by_digits_letters_and_mail(redactor):
    lines = said(
        redactor,
        talk(
            "ko",
            "o: 전화번호를 말씀해 주세요",
            "c: 공일공 일이삼사 오육칠팔입니다",
            "o: 이메일은요",
            "c: kim@example.com 이에요",
            "o: 금액은 3만 원이고 2개입니다",
        ),
    )
    assert lines[1] == "[전화 1]입니다"
    assert lines[3] == "[이메일 1] 이에요"
    assert lines[4] == "금액은 3만 원이고 2개입니다"


def test_a_client_may_keep_telephones_but_nobody_keeps_codes(tmp_path):
    own = tmp_path / "client.toml"
    own.write_text('[kinds]\nPHONE = "keep"\n', encoding="utf-8")
    redactor = Redactor(reader=None, taggers={}, policy=load_policy(own))
    dialogue = talk("en", "o: Your phone number?", "c: 555 0142", "o: The security code?", "c: 123")
    assert [span.kind for span in redactor.find(dialogue)] == ["CVV"]


def test_without_reader_and_taggers_numbers_still_go():
    redactor = Redactor(reader=None, taggers={}, policy=load_policy())
    spans = redactor.find(talk("ja", "o: 電話番号をお願いします", "c: 090の0123の4567です"))
    assert [(span.kind, span.start, span.end) for span in spans] == [("PHONE", 0, 13)]


class _BrokenTagger:
    def names(self, text: str) -> list:
        raise RuntimeError(f"cannot read {text}")


def test_a_failure_withholds_the_call_and_tells_nothing_of_it():
    redactor = Redactor(reader=None, taggers={Language.EN: _BrokenTagger()}, policy=load_policy())
    secret = "-".join(["555", "0142"])
    for act in (redactor.find, redactor.redact):
        with pytest.raises(RedactionError) as caught:
            act(talk("en", f"c: my name is Zebulon, {secret}"))
        told = "".join(traceback.format_exception(caught.value))
        assert secret not in told
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


_SPEECH = st.lists(
    st.sampled_from(
        [
            "はい",
            "お電話番号は",
            "カード番号をお願いします",
            "090",
            "0123",
            "4567",
            "の",
            "です",
            "、",
            "1234",
            "5678",
            "ゼロキュー",
            "いちにさんよん",
            "山田",
            "様",
            "と申します",
            "東京都港区",
            "1丁目2番3号",
            "@",
            "example",
            "ドット",
            "コム",
            "my",
            "number",
            "is",
            "card",
            "please",
            "five",
            "oh",
            "double",
            "two",
            "john",
            "smith",
            "at",
            "dot",
            "com",
            "円",
            "$",
            "時",
            "12/28",
            "ﾃﾞﾝﾜ",
            "İ",
            "〇九〇",
            "暗証番号",
            "pin",
            "주소",
            "공일이",
            "ー",
            "\n",
        ]
    ),
    max_size=12,
).map("".join)
_TALK = st.lists(
    st.tuples(st.sampled_from(list(Channel)), _SPEECH | st.text(max_size=30)), max_size=5
)


@settings(max_examples=60, deadline=None)
@given(language=st.sampled_from(list(Language)), turns=_TALK)
def test_whatever_is_said_spans_lie_inside_and_nothing_found_is_left(redactor, language, turns):
    utterances = tuple(
        Utterance(side, Span(n, n + 1), text, _words(text, n), 0.5)
        for n, (side, text) in enumerate(turns)
    )
    transcript = Transcript(language, utterances)
    spans = redactor.find_all(transcript)
    for span, following in pairwise(spans):
        assert span.utterance < following.utterance or span.end <= following.start
    redacted = redactor.redact(transcript)
    assert len(redacted.redactions) == len(spans)
    for index, (before, after) in enumerate(zip(utterances, redacted.utterances, strict=True)):
        inside = [span for span in spans if span.utterance == index]
        assert all(0 <= span.start < span.end <= len(before.text) for span in inside)
        tags = [r for r in redacted.redactions if r.utterance == index]
        assert [after.text[r.start : r.end] for r in tags] == [r.tag for r in tags]
        kept = _without([(s.start, s.end) for s in inside], before.text)
        assert _without([(r.start, r.end) for r in tags], after.text) == kept
        assert after.span == before.span
        if before.words:
            assert "".join(word.text for word in after.words) == after.text


def _words(text: str, second: int) -> tuple[Word, ...]:
    pieces = [text[place : place + 3] for place in range(0, len(text), 3)]
    return tuple(
        Word(piece, Span(second + n / 50, second + (n + 1) / 50), 0.5)
        for n, piece in enumerate(pieces)
    )


def _without(places: list[tuple[int, int]], text: str) -> str:
    kept, done = "", 0
    for start, end in places:
        kept += text[done:start]
        done = end
    return kept + text[done:]


@pytest.mark.parametrize("name", ["ja", "ja_held", "en", "en_held"])
def test_redacting_what_is_redacted_changes_nothing(redactor, name):
    for dialogue in dialogues(name):
        once = said(redactor, dialogue.transcript)
        sides = [utterance.channel for utterance in dialogue.transcript.utterances]
        lines = (f"{side[0]}: {text}" for side, text in zip(sides, once, strict=True))
        assert said(redactor, talk(dialogue.language, *lines)) == once
