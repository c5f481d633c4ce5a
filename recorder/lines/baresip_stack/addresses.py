"""Who calls, whom they called, and whom we may call: short clean texts out of what strangers send."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from speech.errors import LineError

LONGEST_NAME = 32
_USER = re.compile(r"(?:sips?|tel):([^@;?>\s]*)(@?)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s().\-]+")
_STRANGE = re.compile(r"[^0-9A-Za-z+*#._\-]+")
_NOBODY = frozenset({"anonymous", "unknown", "unavailable", "restricted", "private", "invalid"})

_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
_SIP = re.compile(
    r"(?P<scheme>sips?):(?:(?P<user>[0-9A-Za-z+*#._~\-]{1,64})@)?"
    r"(?P<host>[0-9A-Za-z.\-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?P<port>\d{1,5}))?"
    r"(?P<transport>;transport=(?:udp|tcp|tls))?(?:;user=phone)?",
    re.IGNORECASE,
)


def party_of(header: str | None) -> str:
    """The number or name in a From, To or P-Asserted-Identity value; empty when it tells nobody.

    It is what a stranger says: at most 32 letters, digits and `+*#._-`, whatever was sent.
    """
    found = _USER.search(header or "")
    if found is None or (found[0][:3].lower() == "sip" and not found[2]):
        return ""
    user = unquote(found[1][: 3 * LONGEST_NAME], errors="ignore").partition(":")[0]
    number = _SEPARATORS.sub("", user)
    name = number if _NUMBER.fullmatch(number) else _STRANGE.sub("", user)
    return "" if name.lower() in _NOBODY else name[:LONGEST_NAME]


def exchange_of(registrar: str) -> str:
    """The `host` or `host:port` in "host:port;transport=tls"."""
    return registrar.partition(";")[0]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a door may call: its exchange, and the hosts (`host` or `host:port`) it was given."""

    registrar: str
    may_call: Sequence[str] = ()
    door: str = "sip"

    def address_of(self, destination: str) -> str:
        """The SIP address of a `tel:` or `sip:` destination, or of a bare number.

        Numbers and names at the exchange are called the way the exchange is registered with. Raises
        LineError, which does not repeat the destination, when it is none of these or at a host that
        was not named.
        """
        number = _SEPARATORS.sub("", destination.removeprefix("tel:").partition(";")[0])
        if _NUMBER.fullmatch(number):
            return self._at_exchange(number)
        parts = _SIP.fullmatch(destination.strip())
        if parts is None:
            raise LineError("door.no_destination", door=self.door)
        if self._is_at_exchange(parts) and parts["user"] and not parts["transport"]:
            return self._at_exchange(parts["user"])
        self._check(parts["host"].lower(), parts["port"])
        return destination.strip()

    def _is_at_exchange(self, parts: re.Match[str]) -> bool:
        host, port = parts["host"].lower(), parts["port"]
        exchange = exchange_of(self.registrar).lower()
        return exchange in (f"{host}:{port}", host) or (
            port is None and exchange.rpartition(":")[0] == host
        )

    def _at_exchange(self, number: str) -> str:
        if not self.registrar:
            raise LineError("door.no_exchange", door=self.door)
        return f"sip:{number.replace('#', '%23')}@{self.registrar}"

    def _check(self, host: str, port: str | None) -> None:
        named = [name.lower() for name in (exchange_of(self.registrar), *self.may_call)]
        if host not in named and f"{host}:{port or 5060}" not in named:
            raise LineError("door.may_not_call", door=self.door, host=host, port=port or 5060)
