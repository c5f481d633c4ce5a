"""What the parts of a service are called, for people who follow its calls on a screen."""

import re

from ivr.menus.service import Service, Texts

_ARTICLE = re.compile(r"(?:an?|the|your) +", re.IGNORECASE)


def names_of(service: Service) -> dict[str, dict[str, str]]:
    """By language: titles of menus and forms, of slots and of choices.

    What has no title is called as it is read out in the choice that leads there; where a call begins
    and what has neither keeps the name everybody else's has.
    """
    return {language: _in(service, language) for language in service.languages}


def _in(service: Service, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for menu in service.menus:
        for choice in menu.choices:
            called = _title(choice.say.get(language, ""), language)
            found.setdefault(f"choice.{choice.goto}", called)
            if choice.goto != service.start:
                found.setdefault(f"dialog.{choice.goto}", called)
    titles: dict[str, Texts] = {one.name: one.title for one in service.menus}
    titles |= {one.name: one.title for one in service.forms}
    found |= {f"dialog.{name}": title.get(language, "") for name, title in titles.items() if title}
    slots = {f"slot.{slot.name}": slot.title.get(language, "") for slot in service.slots}
    return {name: called for name, called in {**found, **slots}.items() if called}


def _title(said: str, language: str) -> str:
    """What is read out in a sentence ("a repair") as it stands alone ("Repair")."""
    if language != "en":
        return said
    bare = _ARTICLE.sub("", said, count=1) if _ARTICLE.match(said) else said
    return bare[:1].upper() + bare[1:]
