"""What holds in a whole document: the way to a person, silence, misunderstanding, hanging up."""

from collections.abc import Iterator

from ivr.menus.elements import Element, element, goto
from ivr.menus.saying import said, stock
from ivr.menus.service import END, OPERATOR, Service

_GRAMMAR = "http://www.w3.org/2001/06/grammar"


def operator_link(service: Service, language: str, document: str = "") -> Iterator[Element]:
    """The link that takes a caller to a person from everywhere, by key or by word."""
    if service.operator:
        yield element(
            "link",
            _grammar("voice", service.operator.phrases.get(language, ()), xml_lang=language),
            _grammar("dtmf", (service.operator.key,)),
            next=f"{document}#{OPERATOR}",
        )


def _grammar(mode: str, phrases: tuple[str, ...], **attributes: str) -> Element:
    items = element("one-of", *(element("item", phrase) for phrase in phrases))
    rule = element("rule", items, id=OPERATOR, scope="public")
    return element(
        "grammar", rule, xmlns=_GRAMMAR, version="1.0", mode=mode, root=OPERATOR, **attributes
    )


def giving_up(service: Service, language: str) -> tuple[Element, Element]:
    """After a third failure: to a person, or to the end where there is none."""
    if service.operator:
        return said(stock(language, "to_operator")), goto(OPERATOR)
    return said(stock(language, "give_up")), goto(END)


def catches(service: Service, language: str) -> Iterator[Element]:
    """Silence and misunderstanding are answered in more words each time, then by a person."""
    for event in ("noinput", "nomatch"):
        for count, key in ((1, event), (2, f"{event}_again")):
            prompt = said(stock(language, key))
            yield element("catch", prompt, element("reprompt"), event=event, count=str(count))
        yield element("catch", *giving_up(service, language), event=event, count="3")
    yield element("catch", *ended("hangup"), event="connection.disconnect")
    yield element("catch", said(stock(language, "error")), *ended("error"), event="error")


def ended(how: str) -> tuple[Element, Element]:
    """Leave, telling how the call ended and what the caller said."""
    return (
        element("assign", name="call.ended", expr=f"'{how}'"),
        element("exit", expr="call"),
    )
