"""Addresses of devices on the internet: four numbers up to 255."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Run, Unit

_PRIVATE = ("10", "127", "192.168")


def looks(run: Run) -> float:
    """Four octets; network masks (255.…) name nobody."""
    groups = run.groups
    if len(groups) != 4 or any(len(g) > 3 or int(g) > 255 for g in groups):
        return 0.0
    inside = groups[0] in _PRIVATE or ".".join(groups[:2]) in _PRIVATE
    if groups[0] == "255" or inside or len(run.digits) < 6:
        return 0.0
    return 0.6 if any(len(g) == 3 for g in groups) else 0.0


KIND = Kind(
    code="IP",
    labels=labels("IPアドレス", "IP", "IP주소"),
    form=Form.NUMBER,
    priority=43,
    lengths=(12,),
    looks=looks,
    units=frozenset({Unit.PRICE}),
)
