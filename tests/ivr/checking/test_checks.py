"""What the maker of a dialogue is told before callers stumble over it."""

from pathlib import Path

from tests.ivr.checking.documents import GOOD, MAIN, PERSON, REST, document, found, found_in, told


def test_a_menu_with_short_words_different_sounds_and_a_person_is_fine(tmp_path: Path) -> None:
    assert found_in(tmp_path, GOOD) == []


def test_a_form_that_nothing_leads_to_is_told(tmp_path: Path) -> None:
    forgotten = '<form id="forgotten"><block><goto next="#repairs"/></block></form>\n'
    assert told(found_in(tmp_path, GOOD + forgotten)) == [("dialog.unreachable", 10)]


def test_a_way_that_a_script_computes_keeps_the_forms_it_names_reachable(tmp_path: Path) -> None:
    body = "<form><block><goto expr=\"late ? '#a' : '#b'\"/></block></form>\n"
    forms = "".join(f'<form id="{name}"><block/></form>\n' for name in "abc")
    assert told(found_in(tmp_path, body + forms)) == [("dialog.unreachable", 5)]
    begun = body.replace("late ? '#a' : '#b'", "'#' + name")
    assert found_in(tmp_path, begun + forms) == []
    anywhere = body.replace("late ? '#a' : '#b'", "where")
    assert found_in(tmp_path, anywhere + forms) == []


def test_a_form_whose_grammar_holds_everywhere_is_reachable(tmp_path: Path) -> None:
    grammar = '<grammar %s version="1.0" root="r"><rule id="r">taxi</rule></grammar>'
    body = f'<form><block/></form><form id="taxi">{grammar}<block/></form>'
    assert found_in(tmp_path, body % 'scope="document"') == []
    assert [key for key, _ in told(found_in(tmp_path, body % ""))] == ["dialog.unreachable"]


def test_a_form_that_an_error_leads_to_is_reachable(tmp_path: Path) -> None:
    body = '<form id="a"><catch event="error"><goto next="#b"/></catch><block/></form>\n'
    assert found_in(tmp_path, body + '<form id="b"><block/></form>\n') == []


def test_a_choice_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    faults = found_in(tmp_path, GOOD.replace('next="#orders"', 'next="#ordres"'))
    assert ("dialog.lost", 4) in told(faults)


def test_a_caller_who_cannot_get_a_person_from_a_menu_is_spared(tmp_path: Path) -> None:
    assert told(found_in(tmp_path, MAIN + REST)) == [("menu.no_person", 2)]


def test_a_person_behind_another_menu_is_too_far(tmp_path: Path) -> None:
    second = (
        '<menu id="repairs"><prompt>Yes?</prompt><choice next="#person">somebody</choice></menu>\n'
    )
    person = '<form id="person"><transfer dest="tel:+81-3-0000-0100"/></form>\n'
    body = MAIN + second + '<form id="orders"><block>b</block></form>\n' + person
    assert told(found_in(tmp_path, body)) == [("menu.no_person", 2)]


def test_a_person_after_a_third_silence_is_a_way(tmp_path: Path) -> None:
    patient = MAIN.replace("</menu>", '<noinput count="3"><goto next="#person"/></noinput></menu>')
    person = '<form id="person"><transfer dest="tel:+81-3-0000-0100"/></form>\n'
    assert found_in(tmp_path, patient + REST + person) == []


def test_a_person_after_a_breakdown_only_is_no_way(tmp_path: Path) -> None:
    broken = '<catch event="error.badfetch"><goto next="#person"/></catch>\n'
    person = '<form id="person"><transfer dest="tel:+81-3-0000-0100"/></form>\n'
    assert told(found_in(tmp_path, broken + MAIN + REST + person)) == [("menu.no_person", 3)]


def test_six_choices_are_one_too_many(tmp_path: Path) -> None:
    words = ["north", "island", "umbrella", "teapot", "game"]
    more = [f'<choice dtmf="{n}" next="#orders">{w}</choice>' for n, w in enumerate(words[:4], 3)]
    body = MAIN.replace("</menu>", "".join(more) + "</menu>") + REST + PERSON
    # Three more lead where the second leads: they are no more choices, only more words.
    assert found_in(tmp_path, body) == []
    forms = "".join(f'<form id="{w}"><block>c</block></form>' for w in words)
    apart = [f'<choice dtmf="{n}" next="#{w}">{w}</choice>' for n, w in enumerate(words[:4], 3)]
    body = MAIN.replace("</menu>", "".join(apart) + "</menu>") + REST + PERSON + forms
    keys = [fault.key for fault in found_in(tmp_path, body)]
    assert keys == ["menu.too_many_choices", "dialog.unreachable"]


def test_a_fourth_menu_below_another_is_too_deep(tmp_path: Path) -> None:
    menus = "".join(
        f'<menu id="m{n}"><prompt>Go on?</prompt><choice next="#m{n + 1}">deeper</choice>'
        f'<choice next="#person">somebody</choice></menu>\n'
        for n in range(1, 5)
    )
    end = '<form id="m5"><block>c</block></form>\n'
    assert told(found_in(tmp_path, menus + end + PERSON)) == [("menu.too_deep_down", 5)]


def test_phrases_that_sound_alike_are_told_unless_they_mean_the_same(tmp_path: Path) -> None:
    alike = GOOD.replace(">orders<", ">repair<")
    faults = found_in(tmp_path, alike)
    assert told(faults) == [("menu.alike", 4)]
    assert "repairs" in faults[0].what("ja")
    same = alike.replace('next="#orders"', 'next="#repairs"')
    assert told(found_in(tmp_path, same)) == [("dialog.unreachable", 6)]


def test_a_word_for_a_person_that_sounds_like_a_choice_is_told(tmp_path: Path) -> None:
    said = PERSON.replace('mode="dtmf"', 'mode="voice"').replace(">0<", ">order<")
    assert told(found_in(tmp_path, MAIN + REST + said)) == [("menu.alike", 4)]


def test_one_key_for_two_choices_is_told(tmp_path: Path) -> None:
    assert told(found_in(tmp_path, GOOD.replace('dtmf="2"', 'dtmf="1"'))) == [("menu.key_twice", 4)]


def test_the_key_of_the_person_is_not_another_choices(tmp_path: Path) -> None:
    assert told(found_in(tmp_path, GOOD.replace('dtmf="2"', 'dtmf="0"'))) == [("menu.key_twice", 4)]


def test_nine_seconds_before_the_first_choice_are_told(tmp_path: Path) -> None:
    long = (
        "Welcome to a house that has been at your service for more than a hundred years now. " * 2
    )
    faults = found_in(tmp_path, GOOD.replace("Welcome. ", long))
    assert told(faults) == [("menu.long_prompt", 2)]
    assert found_in(tmp_path, GOOD.replace("orders press 2.", f"orders press 2. {long}")) == []


def test_silence_and_words_in_a_block_before_the_menu_count(tmp_path: Path) -> None:
    field = (
        '<form id="a"><block><prompt>Hello<break time="9s"/></prompt></block><field name="f">\n'
        "<prompt>Red or blue?</prompt><option>red</option><option>blue</option></field>\n"
        "<filled><goto next='#person'/></filled></form>\n"
    )
    assert told(found_in(tmp_path, field + PERSON)) == [("menu.long_prompt", 3)]
    notice = field.replace("<block><prompt>", '<block><prompt bargein="false">')
    assert found_in(tmp_path, notice + PERSON) == []


def test_japanese_prompts_are_measured_in_morae(tmp_path: Path) -> None:
    prompt = "いつもごりようくださいまして、まことにありがとうございます。" * 3
    body = GOOD.replace("Welcome. ", prompt)
    assert "menu.long_prompt" in [fault.key for fault in found_in(tmp_path, body, "ja")]


def test_a_question_without_words_is_told(tmp_path: Path) -> None:
    body = '<form id="a"><field name="f" type="boolean"><filled/></field></form>\n'
    assert told(found_in(tmp_path, body)) == [("prompts.missing", 2)]
    asked = body.replace("<field", "<block>Is it red?</block><field")
    assert found_in(tmp_path, asked) == []


def test_a_question_in_only_one_of_two_languages_is_told(tmp_path: Path) -> None:
    both = '<prompt xml:lang="en">Well?</prompt><prompt xml:lang="ja">どうぞ</prompt>'
    one = '<prompt xml:lang="en">Really?</prompt>'
    body = "".join(
        f'<form id="{name}"><field name="f" type="boolean">{prompts}</field>'
        f"<block><goto next='#b'/></block></form>\n"
        for name, prompts in (("a", both), ("b", one))
    )
    faults = found_in(tmp_path, body)
    assert told(faults) == [("prompts.missing", 3)]
    assert "ja" in faults[0].what("en")


def test_documents_of_two_languages_ask_the_same(tmp_path: Path) -> None:
    ask = '<form id="a"><field name="f" type="boolean"><prompt>%s</prompt></field></form>\n'
    more = '<form id="b"><block>%s</block></form>\n'
    lead = "<link next='#b' dtmf='0'/>\n"
    english, japanese = tmp_path / "line.en.vxml", tmp_path / "line.ja.vxml"
    english.write_text(document(lead + ask % "Well?" + more % "Bye"))
    japanese.write_text(document(lead + ask % "どうぞ" + more % "では", "ja"))
    assert found(tmp_path) == []
    japanese.write_text(document(lead + ask % "どうぞ" + more % "", "ja"))
    faults = found(tmp_path)
    assert told(faults) == [("prompts.missing", 4)]
    assert faults[0].file == str(japanese)
    japanese.unlink()
    (tmp_path / "other.ja.vxml").write_text(document(ask % "どうぞ", "ja"))
    assert {fault.key for fault in found(tmp_path)} == {"prompts.no_document"}


ABNF = """\
<form id="a"><field name="f"><prompt>Red wine or white?</prompt>
<grammar type="application/srgs">#ABNF 1.0;
language en; mode voice; root $kind; tag-format &lt;semantics/1.0>;
$kind = [please] ($red | %s {out = "white"}); $red = (red | reed) {out = "red"};</grammar>
</field><filled><goto next="#person"/></filled></form>
"""


def test_choices_are_known_from_whatever_grammar_is_written(tmp_path: Path) -> None:
    assert found_in(tmp_path, ABNF % "white" + PERSON) == []
    faults = found_in(tmp_path, ABNF % "rad" + PERSON)
    assert {key for key, _ in told(faults)} == {"menu.alike"}


def test_a_grammar_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert told(found_in(tmp_path, ABNF % "(white" + PERSON)) == [("grammar.wrong", 3)]


def test_a_field_that_takes_any_of_forty_towns_is_no_menu(tmp_path: Path) -> None:
    towns = "".join(f"<item>town {'abcdefghij'[n % 10]}{n}</item>" for n in range(40))
    field = (
        '<form id="a"><field name="f"><prompt>Which town?</prompt><grammar version="1.0" root="r">'
        f'<rule id="r"><one-of>{towns}</one-of></rule></grammar></field></form>\n'
    )
    assert found_in(tmp_path, field) == []
