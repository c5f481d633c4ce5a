"""A telephone exchange that is spoken to over TLS, with a certificate it has made itself."""

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Files of a certificate for this address, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "exchange.pem", folder / "exchange.key"
    files[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


class TlsExchange:
    """Answers each request of each connection by `reply`."""

    def __init__(self, reply: Callable[[str], str], certificate: Path, key: Path) -> None:
        self._reply = reply
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.05)
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]};transport=tls"
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._leaving.set()
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        while not self._leaving.is_set():
            # Whoever does not trust the certificate breaks off.
            with contextlib.suppress(OSError):
                connection, _ = self._listening.accept()
                with connection, self._context.wrap_socket(connection, server_side=True) as secure:
                    self._talk(secure)

    def _talk(self, secure: ssl.SSLSocket) -> None:
        secure.settimeout(0.05)
        came = b""
        while not self._leaving.is_set():
            with contextlib.suppress(TimeoutError):
                piece = secure.recv(65_536)
                if not piece:
                    return
                came += piece
            while b"\r\n\r\n" in came:
                request, _, came = came.partition(b"\r\n\r\n")
                secure.sendall(self._reply(request.decode()).encode())
