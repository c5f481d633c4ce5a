"""Whose messages a SIP door takes, out of its options."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from recorder.lines.baresip_stack.addresses import exchange_of
from recorder.lines.baresip_stack.packet_filters import POSSIBLE
from recorder.switchboard.leg import DoorOptions


def heard_hosts(options: DoorOptions) -> list[str]:
    """The addresses and networks that are heard, as they were named; none where everybody is.

    Where the options name none, an exchange that is an address, and not a name that may stand for
    others tomorrow, is the only one that is heard, beside the hosts that may be called.
    """
    if options.callers_from:
        return list(options.callers_from)
    if not options.registrar or not POSSIBLE:
        return []
    known = [address_of(host) for host in (exchange_of(options.registrar), *options.may_call)]
    return [str(one) for one in known if one] if all(known) else []


def is_open_to_all(options: DoorOptions) -> bool:
    """Whether whoever reaches this machine from another is heard."""
    return not heard_hosts(options) and not only_loopback(options)


def only_loopback(options: DoorOptions) -> bool:
    """Whether the door listens where nobody but this machine can be reached."""
    listening = address_of(options.host)
    return listening is not None and listening.is_loopback


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """Of "192.0.2.7", "192.0.2.7:5060", "2001:db8::1" and "[2001:db8::1]:5060"."""
    bare = host[1:].partition("]")[0] if host.startswith("[") else host
    for one in (bare, bare.partition(":")[0]):
        try:
            return ip_address(one)
        except ValueError:
            continue
    return None
