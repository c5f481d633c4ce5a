"""What is known of a live call as it begins, before anybody has spoken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex

from archive.call import Direction
from archive.spool_facts import SpooledCall
from speech.audio import Channel
from speech.transcript import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOpening:
    """Who calls whom for which client, and in what language."""

    language: Language
    direction: Direction = Direction.INBOUND
    client: str = ""
    campaign: str = ""
    operator: str = ""


def call_begun(
    opening: CallOpening, line: str, channels: Sequence[Channel], rate_hz: int, begun_at: datetime
) -> SpooledCall:
    """The facts of a call that begins now; ids sort by the time calls began."""
    begun_at = begun_at.astimezone(UTC)
    return SpooledCall(
        id=f"call-{begun_at:%Y%m%d-%H%M%S}-{token_hex(3)}",
        started_at=begun_at,
        language=opening.language,
        direction=opening.direction,
        channels=tuple(channels),
        rate_hz=rate_hz,
        line=line,
        client=opening.client,
        campaign=opening.campaign,
        operator=opening.operator,
    )
