"""Where calls lead: to a person, to the words for closed hours, to the survey, to the end."""

from collections.abc import Iterator

from ivr.menus.elements import Element, element, goto
from ivr.menus.saying import said
from ivr.menus.service import END, OPERATOR, SURVEY, Service

_CLOSED = "closed"


def operator_form(service: Service, language: str) -> Iterator[Element]:
    """Connects to a person; what the caller said goes along."""
    operator = service.operator
    if operator is None:
        return
    after = SURVEY if service.survey else END
    closed = [_closed_now(service, language)] if service.hours else []
    spoke = element("assign", name="call.ended", expr="'operator'")
    nobody = element("assign", name="call.ended", expr="'unanswered'")
    transfer = element(
        "transfer",
        element("filled", element(
            "if", spoke, goto(after),
            element("else"), said(operator.unavailable.get(language, "")), nobody, goto(END),
            cond="person == 'far_end_disconnect' || person == 'near_end_disconnect'",
        )),
        name="person",
        dest=operator.destination,
        type="bridge",
        connecttimeout="30s",
        aaiexpr="JSON.stringify(call)",
    )  # fmt: skip
    prompt = element("block", *closed, said(operator.prompt.get(language, "")))
    yield element("form", prompt, transfer, id=OPERATOR)


def _closed_now(service: Service, language: str) -> Element:
    """Outside opening hours nobody is called; going on elsewhere from here could go on for ever."""
    words = service.hours.closed.get(language, "") if service.hours else ""
    return element("if", said(words), goto(END), cond="!open")


def closed_form(service: Service, language: str) -> Iterator[Element]:
    """What is said outside opening hours, before anything is asked."""
    if service.hours:
        words = said(service.hours.closed.get(language, ""))
        noted = element("assign", name="call.closed", expr="true")
        yield element("form", element("block", words, noted, goto(service.hours.then)), id=_CLOSED)


def survey_form(service: Service, language: str) -> Iterator[Element]:
    """One question; who does not answer is let go."""
    survey = service.survey
    if survey is None:
        return
    counts = f"Number(mark) >= 1 && Number(mark) <= {survey.scale}"
    field = element(
        "field",
        said(survey.prompt.get(language, "")),
        element("catch", goto(END), event="noinput nomatch", count="2"),
        element("filled", element(
            "if",
            element("assign", name="call.survey", expr="Number(mark)"),
            said(survey.thanks.get(language, "")), goto(END),
            element("else"), element("assign", name="mark", expr="undefined"),
            element("throw", event="nomatch"),
            cond=counts,
        )),
        name="mark",
        type="digits?length=1",
    )  # fmt: skip
    yield element("form", field, id=SURVEY)


def end_form(service: Service, language: str) -> Element:
    """The farewell; the document's result is what the caller said."""
    words = [said(service.goodbye[language])] if language in service.goodbye else []
    told = element("if", element("assign", name="call.ended", expr="'served'"),
                   cond="call.ended === undefined")  # fmt: skip
    return element("form", element("block", *words, told, element("exit", expr="call")), id=END)
