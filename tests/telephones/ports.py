"""Free ports of this machine, chosen for one run."""

import socket


def free_port() -> int:
    """A port that neither UDP nor TCP uses now; not among those the system gives out by itself."""
    for _ in range(200):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
            tried.bind(("127.0.0.1", 0))
            port = int(tried.getsockname()[1])
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as too:
                try:
                    too.bind(("127.0.0.1", port))
                except OSError:
                    continue
                return port
    raise AssertionError("no free port")
