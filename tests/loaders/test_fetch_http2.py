"""HTTP/2 over TLS, as the services speak it, from a server on this machine with a certificate of the test's own."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import pytest

from papermesh.errors import FetchError
from papermesh.loaders.exchange import Access, Request, Window
from papermesh.loaders.fetching.fetcher import Fetcher
from tests.loaders.scripted_service import KEY, QUICK

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


def _serve(server: socket.socket, context: ssl.SSLContext, seen: list[dict[bytes, bytes]]) -> None:
    """Answer the requests of one connection with what was asked for."""
    raw, _ = server.accept()
    try:
        connection = context.wrap_socket(raw, server_side=True)
    except OSError:
        raw.close()
        return
    with connection:
        talk = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        talk.initiate_connection()
        connection.sendall(talk.data_to_send())
        while data := connection.recv(65_536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    headers = dict(event.headers)
                    seen.append(headers)
                    talk.send_headers(event.stream_id, [(":status", "200"), ("content-type", "application/json")])
                    talk.send_data(event.stream_id, headers[b":path"], end_stream=True)
            connection.sendall(talk.data_to_send())


@needs_openssl
def test_http2_is_spoken_over_tls_to_the_host_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The name is what the certificate is checked for, though the connection goes to an address; nothing logs the key."""
    certificate, private = tmp_path / "certificate.pem", tmp_path / "private.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(private), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    context.set_alpn_protocols(["h2"])
    seen: list[dict[bytes, bytes]] = []
    access = Access("encrypted", "https://papers.example", (Window(100, 1),), key_header="Authorization")
    with socket.create_server(("127.0.0.1", 0)) as server, caplog.at_level(1):
        base = f"https://localhost:{server.getsockname()[1]}"
        for trusted in (True, False):
            if trusted:
                monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            else:
                monkeypatch.delenv("SSL_CERT_FILE")
            thread = threading.Thread(target=_serve, args=(server, context, seen))
            thread.start()
            limits = QUICK if trusted else type(QUICK)(attempts=1)
            with Fetcher(access, base=base, key=KEY, limits=limits) as fetcher:
                if trusted:
                    assert fetcher.ask(Request("/one")).data == b"/one"
                    assert fetcher.ask(Request("/two")).data == b"/two"
                else:
                    with pytest.raises(FetchError, match="certificate"):
                        fetcher.ask(Request("/one"))
            thread.join()
    assert [headers[b":path"] for headers in seen] == [b"/one", b"/two"]
    assert seen[0][b":authority"] == base.removeprefix("https://").encode()
    assert seen[0][b"authorization"] == f"Bearer {KEY}".encode()
    assert KEY not in caplog.text
