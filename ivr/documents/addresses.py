"""Addresses as documents write them, made whole; what is no address is refused."""

from urllib.parse import urldefrag, urljoin

from ivr.errors import DialogueError
from speech.reasons import reason


def full_address(base: str, address: str) -> str:
    """An address with what it is relative to. Raises DialogueError (error.badfetch)."""
    try:
        return urljoin(base, address)
    except ValueError as error:
        raise _no_address(address) from error


def parted(address: str) -> tuple[str, str]:
    """An address and the fragment in it. Raises DialogueError (error.badfetch)."""
    try:
        whole, fragment = urldefrag(address)
    except ValueError as error:
        raise _no_address(address) from error
    return whole, fragment


def _no_address(address: str) -> DialogueError:
    return DialogueError("error.badfetch", reason("document.no_address", address=address[:200]))
