"""A door for telephone calls over SIP, as from an exchange, a provider or any telephone."""

from recorder.lines.baresip_stack.addresses import Reach
from recorder.switchboard.leg import Door, DoorOptions
from speech.errors import LineError


def open_door(options: DoorOptions) -> Door:
    """Calls of `options.port` (0: 5060), and of `options.registrar` when one is named.

    A process can have one such door. Raises LineError when the package is missing, the port is
    taken, the exchange does not let us register, or the options make no sense.
    """
    try:
        from recorder.lines.baresip_stack.door import SipDoor
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] != "baresip":
            raise
        raise LineError("door.no_package", door=options.label or "sip", extra="sip") from error
    return SipDoor(options)


def check_destination(options: DoorOptions, destination: str) -> None:
    """Raises LineError for what is no destination, or at a host the options do not name."""
    Reach(options.registrar, options.may_call, options.label or "sip").address_of(destination)
