"""Recorded sound as documents are told of it: the media types there are, and its size."""

# VoiceXML 2.0, appendix E, and the names these have elsewhere.
_TYPES = frozenset({
    "", "audio/basic", "audio/x-alaw-basic", "audio/x-wav", "audio/wav", "audio/wave",
    "audio/vnd.wave", "audio/pcmu", "audio/pcma", "audio/l16",
})  # fmt: skip
_BYTES_A_SECOND = 8_000


def is_known_type(kind: str) -> bool:
    """Whether sound may be asked for in this media type; what follows a semicolon is no matter."""
    return kind.partition(";")[0].strip().lower() in _TYPES


def size_of(seconds: float) -> int:
    """How many bytes a recording is as telephones have it, 8 kHz in 8 bits."""
    return round(seconds * _BYTES_A_SECOND)
