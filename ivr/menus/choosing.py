"""Menus as forms: a field with its options, asked back when it was hardly understood."""

import json

from ivr.menus.elements import Element, element, goto
from ivr.menus.saying import key_name, said, said_with_value, stock
from ivr.menus.service import Menu

LOW_CONFIDENCE = 0.7
"""Below it a spoken choice is asked back."""


def choosing_form(menu: Menu, language: str) -> Element:
    """The form of a menu."""
    ask_back = _ask_back(menu, language)
    choice = element(
        "field",
        said(_read_out(menu, language)),
        *_options(menu, language),
        name="choice",
    )
    return element("form", choice, ask_back, _going(menu), id=menu.name)


def _read_out(menu: Menu, language: str) -> str:
    """The prompt and all choices with their keys."""
    gap = "" if language == "ja" else " "
    choices = (
        stock(
            language, "choice", say=choice.say.get(language, ""), key=key_name(language, choice.key)
        )
        for choice in menu.choices
    )
    return gap.join([menu.prompt.get(language, ""), *choices])


def _options(menu: Menu, language: str) -> list[Element]:
    options = []
    for choice in menu.choices:
        first, *more = choice.phrases.get(language) or ("",)
        options.append(element("option", first, dtmf=choice.key, value=choice.goto))
        options += [element("option", phrase, value=choice.goto) for phrase in more]
    return options


def _ask_back(menu: Menu, language: str) -> Element:
    labels = {choice.goto: choice.say.get(language, "") for choice in menu.choices}
    text = stock(language, "confirm", value="{value}")
    return element(
        "field",
        said_with_value(text, f"({json.dumps(labels, ensure_ascii=False)})[choice]", language),
        element(
            "filled",
            element("if", element("clear", namelist="choice sure"), cond="!sure"),
        ),
        name="sure",
        type="boolean",
        cond=f"choice$.inputmode == 'voice' && choice$.confidence < {LOW_CONFIDENCE}",
    )


def _going(menu: Menu) -> Element:
    places = list(dict.fromkeys(choice.goto for choice in menu.choices))
    first, *more = places
    branches = [part for place in more
                for part in (element("elseif", cond=f"choice == '{place}'"), goto(place))]  # fmt: skip
    return element("block", element("if", goto(first), *branches, cond=f"choice == '{first}'"))
