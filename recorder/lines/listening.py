"""Says why nobody can be listened for at an address of this machine."""

import errno
import socket

from speech.errors import LineError
from speech.reasons import system_reason


def cannot_listen(door: str, host: str, port: int, error: OSError | OverflowError) -> LineError:
    """What the system's refusal means to whoever chose host and port."""
    if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == errno.EADDRNOTAVAIL:
        return LineError("door.not_our_address", door=door, host=host)
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return LineError("door.port_taken", door=door, host=host, port=port)
    cause = system_reason(error) if isinstance(error, OSError) else str(error)
    return LineError("door.cannot_listen", door=door, host=host, port=port, cause=cause)
