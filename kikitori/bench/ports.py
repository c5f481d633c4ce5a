"""Free ports of this machine, chosen for one run."""

import socket


def free_port(host: str = "127.0.0.1") -> int:
    """A port that neither UDP nor TCP uses now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for _ in range(200):
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.bind((host, 0))
            port = int(tried.getsockname()[1])
            with socket.socket(family, socket.SOCK_DGRAM) as too:
                try:
                    too.bind((host, port))
                except OSError:
                    continue
                return port
    raise OSError(f"no free port at {host}")
