"""What a service says that is constant is spoken before anybody calls."""

from pathlib import Path

import pytest

from ivr.answering.own_words import confirmation, own_prompt, own_prompts
from ivr.dialogue.actions import Pause, Play, Prompt, Sound, Speech
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.settings import Settings
from ivr.documents.reading import read_document
from ivr.fetching import Fetcher
from ivr.menus.compiling import documents
from ivr.menus.reading import read_service
from ivr.running import ScriptedCaller, converse
from ivr.speaking.plain_text import UNKNOWN
from ivr.speaking.script import lines, script
from ivr.speaking.static_prompts import static_prompts
from speech.transcript import Language

SERVICE = Path(__file__).parents[3] / "ivr" / "examples" / "printer_service.yaml"


def of_document(body: str) -> list[Prompt]:
    text = (
        '<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xml:lang="en-US">'
        f"<form>{body}</form></vxml>"
    )
    found = list(static_prompts([read_document(text.encode(), "test.vxml")]))
    return found[:-4]  # without the interpreter's own words


def texts(prompts: list[Prompt]) -> list[str]:
    return [prompt.text for prompt in prompts]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_caller_hears_nothing_unprepared_but_values(language: str, tmp_path: Path) -> None:
    made = documents(read_service(SERVICE))
    for name, text in made.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    read = [read_document(text.encode(), name) for name, text in made.items()]
    ready = {line for prompt in static_prompts(read) for line in lines(script(prompt))}
    first = (tmp_path / f"printer_service.{language}.vxml").as_uri()
    inputs: list[object] = [
        {"dtmf": key} for key in ("2", "40719203", "1", "3", "1", "5", "2", "4")
    ]
    caller = ScriptedCaller([{"noinput": True}, {"nomatch": True}, *inputs])
    actions = converse(
        Dialogue(first, Settings(language=language)), {}, caller, Fetcher(tmp_path, frozenset())
    )
    played = [action.prompt for action in actions if isinstance(action, Play)]
    said = {line for prompt in played for line in lines(script(prompt)) if not line.alone}
    new = [line.text for line in said - ready]
    assert len(said) > 15
    assert all(any(character.isdecimal() for character in text) or "four" in text for text in new)
    assert len(new) <= 3


@pytest.mark.parametrize("language", [Language.JA, Language.EN])
def test_what_the_line_says_by_itself_is_prepared_but_for_values(language: Language) -> None:
    ready = {
        line.text
        for prompt in own_prompts(language)
        for line in lines(script(prompt))
        if line.is_known
    }
    wait = own_prompt(language, "wait", minutes=7)
    new = [line.text for line in lines(script(wait)) if line.text not in ready]
    assert len(new) == 1
    assert "7" in new[0]
    if language is Language.JA:
        asked = [line for line in lines(script(confirmation(language, "407"))) if not line.alone]
        assert {line.text for line in asked} <= ready


def test_every_text_of_a_list_is_prepared() -> None:
    prompts = of_document(
        '<block><prompt>Did you say <value expr=\'({"a": "a repair", "b": "an order"})[x]\'/>?'
        "</prompt></block>"
    )
    assert texts(prompts) == ["Did you say a repair?", "Did you say an order?"]


def test_where_a_value_stands_nothing_is_prepared() -> None:
    (prompt,) = of_document("<block>Hello. You are <value expr='name'/>. Welcome.</block>")
    known = [line.text for line in lines(script(prompt)) if line.is_known]
    assert UNKNOWN in prompt.text
    assert known == ["Hello.", "Welcome."]


def test_choices_pauses_and_recordings_are_found() -> None:
    (prompt,) = of_document(
        '<field name="x"><prompt>Say one.<break time="2s"/><enumerate>For <value expr="_prompt"/> '
        'press <value expr="_dtmf"/>.</enumerate><audio src="bell.wav">Ding.</audio></prompt>'
        '<option dtmf="1">repair</option><option dtmf="2">order</option></field>'
    )
    assert prompt.parts == (
        Speech("Say one."),
        Pause(2.0),
        Speech("For repair press 1."),
        Speech("For order press 2."),
        Sound("bell.wav", (Speech("Ding."),)),
    )


def test_handlers_conditions_and_rates_are_found() -> None:
    prompts = of_document(
        "<noinput>I did not hear you.</noinput>"
        "<block><if cond='x'>Yes.<else/>No.</if>"
        '<prompt><prosody rate="slow">Slowly.</prosody></prompt></block>'
    )
    assert {"I did not hear you.", "Slowly."} <= set(texts(prompts))
    assert any("Yes." in text for text in texts(prompts))
    assert any("No." in text for text in texts(prompts))
    (slow,) = [part for one in prompts for part in one.parts if part.text == "Slowly."]
    assert slow.rate == 0.75
