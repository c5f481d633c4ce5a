"""Clears what an operator types of personal data, as speech is cleared before it is kept."""

import re
import unicodedata
from functools import cache

from privacy.policy import load_policy
from privacy.redacted import RedactedUtterance
from privacy.redactor import Redactor
from speech.audio import Channel, Span
from speech.transcript import Language, Transcript, Utterance

LONGEST_NOTE = 2_000
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_NO_TIME = Span(0.0, 0.0)


def cleared(text: str, redactor: Redactor | None = None) -> RedactedUtterance:
    """The note with tags for names, numbers, addresses and the like.

    Without a `redactor` that knows names, those are found by the words around them alone. The customer's
    own data stand on their card; a note has no need to say them again. Raises RedactionError.
    """
    written = unicodedata.normalize("NFKC", text).strip()[:LONGEST_NOTE]
    language = Language.JA if _JAPANESE.search(written) else Language.EN
    # Of what operators say of themselves names are kept; a note is about the caller.
    note = Utterance(Channel.CALLER, _NO_TIME, written)
    if not written:
        return RedactedUtterance(Channel.CALLER, _NO_TIME, "", (), 1.0)
    return (redactor or _by_form()).redact(Transcript(language, (note,))).utterances[0]


@cache
def _by_form() -> Redactor:
    return Redactor(reader=None, taggers={}, policy=load_policy())
