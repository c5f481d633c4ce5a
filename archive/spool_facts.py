"""The facts of a call that is being recorded, as they stand at the head of its spool."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from archive.call import Direction
from speech.audio import Channel
from speech.transcript import Language

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpooledCall:
    """Who, when, on which line and in which form; never what is said."""

    id: str
    started_at: datetime
    language: Language
    direction: Direction
    channels: tuple[Channel, ...]
    rate_hz: int
    line: str = ""
    client: str = ""
    campaign: str = ""
    operator: str = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError("a call's id is letters, digits, dot, dash and underscore")
        if self.started_at.tzinfo is None:
            raise ValueError("a call's start needs its offset from UTC")
        if not self.channels or len(set(self.channels)) != len(self.channels):
            raise ValueError("a call has one channel or more, each once")
        if self.rate_hz <= 0:
            raise ValueError("a call's sample rate is above zero")


def facts_bytes(facts: SpooledCall) -> bytes:
    """The facts as they are sealed."""
    return json.dumps(
        {
            "id": facts.id,
            "started_at": facts.started_at.isoformat(),
            "language": facts.language,
            "direction": facts.direction,
            "channels": facts.channels,
            "rate_hz": facts.rate_hz,
            "line": facts.line,
            "client": facts.client,
            "campaign": facts.campaign,
            "operator": facts.operator,
        },
        ensure_ascii=False,
    ).encode()


def facts_of(content: bytes) -> SpooledCall:
    """The facts that `facts_bytes` made these bytes of."""
    fields = json.loads(content)
    return SpooledCall(
        id=fields["id"],
        started_at=datetime.fromisoformat(fields["started_at"]),
        language=Language(fields["language"]),
        direction=Direction(fields["direction"]),
        channels=tuple(map(Channel, fields["channels"])),
        rate_hz=fields["rate_hz"],
        line=fields["line"],
        client=fields["client"],
        campaign=fields["campaign"],
        operator=fields["operator"],
    )
