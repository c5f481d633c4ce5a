"""A telephone exchange that is spoken to over TLS, with a certificate it has made itself."""

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
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


@contextlib.contextmanager
def tls_exchange(reply: Callable[[str], str], file: Path, key: Path) -> Iterator[str]:
    """Answers each request of each connection by `reply`; gives its address as `registrar` has it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    leaving = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        serving = threading.Thread(target=_serve, args=(listening, context, reply, leaving))
        serving.start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]};transport=tls"
        finally:
            leaving.set()
            serving.join()


def _serve(
    listening: socket.socket,
    context: ssl.SSLContext,
    reply: Callable[[str], str],
    leaving: threading.Event,
) -> None:
    talks = []
    while not leaving.is_set():
        with contextlib.suppress(TimeoutError):
            connection, _ = listening.accept()
            talk = threading.Thread(target=_talk, args=(connection, context, reply, leaving))
            talk.start()
            talks.append(talk)
    for talk in talks:
        talk.join()


def _talk(
    connection: socket.socket,
    context: ssl.SSLContext,
    reply: Callable[[str], str],
    leaving: threading.Event,
) -> None:
    connection.settimeout(5)
    # Whoever does not trust the certificate breaks off.
    with (
        contextlib.suppress(OSError),
        connection,
        context.wrap_socket(connection, server_side=True) as secure,
    ):
        _answer(secure, reply, leaving)


def _answer(secure: ssl.SSLSocket, reply: Callable[[str], str], leaving: threading.Event) -> None:
    secure.settimeout(0.05)
    came = b""
    while not leaving.is_set():
        with contextlib.suppress(TimeoutError):
            piece = secure.recv(65_536)
            if not piece:
                return
            came += piece
        while b"\r\n\r\n" in came:
            request, _, came = came.partition(b"\r\n\r\n")
            secure.sendall(reply(request.decode()).encode())
