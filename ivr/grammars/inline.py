"""Grammars that are written within a VoiceXML document, in either form."""

from ivr.documents.elements import Element
from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import Grammar
from ivr.grammars.reading import Fetch, parse_grammar


def inline_grammar(
    element: Element, *, language: str, uri: str = "", fetch: Fetch | None = None
) -> Grammar:
    """The grammar within a <grammar>; `uri` is what its references are relative to.

    Raises GrammarError.
    """
    media_type = element.get("type")
    is_xml = any(element.elements())
    text = element.text.strip()
    if not is_xml and not text.startswith("#ABNF"):
        raise GrammarError(
            "is neither SRGS XML nor ABNF" if text else "is empty",
            line=element.line,
            event="error.unsupported.format" if text else "error.badfetch",
        )
    return parse_grammar(
        element if is_xml else text,
        language=language,
        mode="dtmf" if element.get("mode") == "dtmf" else "voice",
        media_type=media_type or ("" if is_xml else "application/srgs"),
        uri=uri,
        fetch=fetch,
        first_line=element.line + element.text.partition("#ABNF")[0].count("\n"),
    )
