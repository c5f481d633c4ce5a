"""Finds what was said before where a recognizer wrote it otherwise: the same sound, other signs."""

from collections.abc import Iterator

from privacy.hearing import Heard

_SHORTEST = 3
_MOST_TOKENS = 5
_SPOKEN = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞", "記号"})


def reading(heard: Heard, start: int, end: int) -> str:
    """How a stretch sounds; empty where it begins or ends within a token."""
    inside = [
        (token, sound)
        for token, sound in zip(heard.tokens, heard.sounds, strict=True)
        if start <= token.start and token.end <= end
    ]
    if not inside or inside[0][0].start != start or inside[-1][0].end != end:
        return ""
    return "".join(sound for _, sound in inside)


def same_sound(heard: Heard, wanted: str) -> Iterator[tuple[int, int]]:
    """Stretches of whole tokens, a noun among them, that sound like `wanted`."""
    if len(wanted) < _SHORTEST:
        return
    tokens, sounds = heard.tokens, heard.sounds
    for first, sound in enumerate(sounds):
        if not sound or not wanted.startswith(sound[:1]):
            continue
        said = ""
        for last in range(first, min(first + _MOST_TOKENS, len(tokens))):
            said += sounds[last]
            if not wanted.startswith(said):
                break
            if said == wanted:
                if any(t.part_of_speech[0] in _SPOKEN for t in tokens[first : last + 1]):
                    yield tokens[first].start, tokens[last].end
                break
