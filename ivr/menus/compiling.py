"""Compiles a service to VoiceXML: one document a language, and one that asks for the language."""

from collections.abc import Iterator

from ivr.menus.asking import form_of
from ivr.menus.choosing import choosing_form
from ivr.menus.elements import Element, element, goto
from ivr.menus.ending import closed_form, end_form, operator_form, survey_form
from ivr.menus.events import catches, operator_link
from ivr.menus.saying import said, stock
from ivr.menus.service import Service
from ivr.menus.setting_up import declarations

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def document_name(service: Service, language: str) -> str:
    """The file of a language's document."""
    return f"{service.name}.{language}.vxml"


def documents(service: Service) -> dict[str, str]:
    """All documents of a service by file name; the one without a language asks for it."""
    names = {
        document_name(service, code): compile_service(service, code) for code in service.languages
    }
    if len(service.languages) > 1:
        names[f"{service.name}.vxml"] = compile_entry(service)
    return names


def compile_service(service: Service, language: str) -> str:
    """The VoiceXML document of one language."""
    root = element(
        "vxml",
        element("meta", name="title", content=service.title.get(language, "")),
        *declarations(service, language),
        *operator_link(service, language),
        *catches(service, language),
        *_forms(service, language),
        version="2.1",
        xmlns="http://www.w3.org/2001/vxml",
        xml_lang=language,
    )
    return _HEAD + "\n".join(root.lines()) + "\n"


def _forms(service: Service, language: str) -> Iterator[Element]:
    yield _notice(service, (language,), "opening")
    yield _opening(service, language)
    for menu in service.menus:
        yield choosing_form(menu, language)
    for form in service.forms:
        yield form_of(form, service, language)
    yield from operator_form(service, language)
    yield from closed_form(service, language)
    yield from survey_form(service, language)
    yield end_form(service, language)


def _notice(service: Service, languages: tuple[str, ...], then: str) -> Element:
    """What must be said before anything: once, to the end, before anything is asked."""
    spoken = [
        element("prompt", notice.get(code, ""), bargein="false", xml_lang=code)
        for code in languages
        for notice in service.notices
    ]
    legal = element("property", name="com.kikitori.legal", value="true")
    return element("form", legal, element("block", *spoken, goto(then)), id="notice")


def _opening(service: Service, language: str) -> Element:
    closed = [element("if", goto("closed"), cond="!open")] if service.hours else []
    greeting = [said(service.greeting[language])] if language in service.greeting else []
    return element("form", element("block", *closed, *greeting, goto(service.start)), id="opening")


def compile_entry(service: Service) -> str:
    """The document that gives every language's notice, asks for the language and goes there."""
    offers, options = [], []
    for key, code in enumerate(service.languages, start=1):
        offers.append(element("prompt", stock(code, "language", key=key), xml_lang=code))
        phrases = stock(code, "language_phrases").split("、")
        document = document_name(service, code)
        options.append(element("option", phrases[0], dtmf=str(key), value=document))
        options += [element("option", phrase, value=document) for phrase in phrases[1:]]
    first = document_name(service, service.languages[0])
    field = element(
        "field",
        *offers,
        *options,
        element(
            "catch", element("goto", next=f"{first}#opening"), event="noinput nomatch", count="3"
        ),
        element("catch", element("reprompt"), event="noinput nomatch"),
        element("filled", element("goto", expr="spoken + '#opening'")),
        name="spoken",
    )
    root = element(
        "vxml",
        *operator_link(service, service.languages[0], document=first),
        _notice(service, service.languages, "language"),
        element("form", field, id="language"),
        version="2.1",
        xmlns="http://www.w3.org/2001/vxml",
        xml_lang=service.languages[0],
    )
    return _HEAD + "\n".join(root.lines()) + "\n"
