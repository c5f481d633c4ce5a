"""Makes transcripts from lines such as "c: はい", with or without times."""

from speech.audio import Channel, Span
from speech.transcript import Language, Transcript, Utterance, Word

_SIDES = {"o": Channel.OPERATOR, "c": Channel.CALLER, "i": Channel.IVR}


def talk(language: str, *lines: str) -> Transcript:
    """A text-only dialogue: no words, no time."""
    utterances = [Utterance(_SIDES[line[0]], Span(0, 0), line[3:]) for line in lines]
    return Transcript(Language(language), tuple(utterances))


def timed(language: str, *lines: str) -> Transcript:
    """A dialogue in which every piece between bars lasts half a second, a second between turns."""
    now = 1.0
    utterances = []
    for line in lines:
        words = []
        for piece in line[3:].split("|"):
            words.append(Word(piece, Span(now, now + 0.5), 0.9))
            now += 0.5
        span = Span(words[0].span.start - 0.2, now + 0.2)
        text = "".join(word.text for word in words)
        utterances.append(Utterance(_SIDES[line[0]], span, text, tuple(words), 0.9))
        now += 1.0
    return Transcript(Language(language), tuple(utterances))
