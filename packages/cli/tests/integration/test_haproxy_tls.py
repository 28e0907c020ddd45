"""The front door by TLS and HTTP/2, with the certificates' own process beside it."""

import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
import pytest

from mosaic_cli.components.certificates import CertificateError, Certificates
from mosaic_cli.components.haproxy import Tls
from mosaic_cli.part import base_environment
from mosaic_cli.ports import free_port
from mosaic_cli.programs import require
from mosaic_platform.certificates.authority import issue, make_authority
from mosaic_platform.certificates.pair import Pair

from .conftest import LOOPBACK
from .test_haproxy import CONFIGURATION, Door, _opened, _until

H2_CLIENT = Path(__file__).with_name("h2_client.mjs")


def _certificates(folder: Path) -> Certificates:
    return Certificates(folder / "tls", f"{LOOPBACK}:{free_port()}", folder / "door", "")


class Tried:
    """A running door and what opens it by TLS."""

    def __init__(self, door: Door, tls: Tls) -> None:
        self.door, self.tls = door, tls
        self.url = f"https://localhost:{tls.port}"
        self.trusting = ssl.create_default_context(cafile=str(tls.certificates.authority))
        self.client = httpx.Client(base_url=self.url, verify=self.trusting, trust_env=False)

    def handshake(self, context: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        plain = socket.create_connection((LOOPBACK, self.tls.port), 10)
        return (context or self.trusting).wrap_socket(plain, server_hostname="localhost")

    def shown(self) -> bytes:
        """The certificate that a new connection gets, whoever signed it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with self.handshake(context) as connection:
            return connection.getpeercert(binary_form=True) or b""


@contextmanager
def _tried(folder: Path, *, redirect: bool = False) -> Iterator[Tried]:
    certificates = _certificates(folder)
    tls = Tls(int(certificates.bind.rpartition(":")[2]), redirect, certificates)
    with _opened(CONFIGURATION, tls=tls) as door:
        tried = Tried(door, tls)
        with tried.client:
            yield tried


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    with _tried(tmp_path_factory.mktemp("tls")) as found:
        yield found


@pytest.mark.parametrize(
    ("offered", "chosen"), [(["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1"), ([], None)]
)
def test_protocol_when_offered_then_http_2_comes_first(
    tried: Tried, offered: list[str], chosen: str | None
) -> None:
    context = ssl.create_default_context(cafile=str(tried.tls.certificates.authority))
    if offered:
        context.set_alpn_protocols(offered)
    with tried.handshake(context) as connection:
        assert connection.selected_alpn_protocol() == chosen
        assert connection.version() == "TLSv1.3"


def _limited(tried: Tried, ciphers: str, version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(tried.tls.certificates.authority))
    context.set_ciphers(ciphers)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = version
    return context


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_encryption_when_old_then_refused_and_with_forward_secrecy_taken(tried: Tried) -> None:
    old = ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0"
    weak = ssl.TLSVersion.TLSv1_2, "AES128-SHA:AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"
    for version, ciphers in (old, weak):
        with pytest.raises(ssl.SSLError):
            tried.handshake(_limited(tried, ciphers, version))
    good = _limited(tried, "ECDHE-ECDSA-AES128-GCM-SHA256", ssl.TLSVersion.TLSv1_2)
    with tried.handshake(good) as connection:
        assert connection.version() == "TLSv1.2"


def test_one_connection_when_by_http_2_then_bears_a_wall_of_waiting_requests_and_a_web_socket(
    tried: Tried,
) -> None:
    tried.door.parts["hls"].thinks_s = 1.0
    done = subprocess.run(
        [require("node"), str(H2_CLIENT), tried.url, str(tried.tls.certificates.authority)],
        env=base_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["protocol"] == "h2"
    assert told["statuses"] == [200] * 17
    assert told["first"] == "quick"
    assert told["webSocket"] == {"status": 200, "said": "echo hello\n"}
    seen = {name.lower(): value for name, value in told["seen"].items()}
    assert seen["x-forwarded-proto"] == "https"
    assert seen["x-forwarded-host"] == f"localhost:{tried.tls.port}"


def test_scheme_when_the_client_tells_another_then_the_true_one_goes_on(tried: Tried) -> None:
    forged = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    by_tls = tried.client.get("/api/v1/me", headers=forged).json()["headers"]
    by_http = tried.door.client.get("/api/v1/me", headers={"X-Forwarded-Proto": "https"}).json()
    assert {k.lower(): v for k, v in by_tls.items()}["x-forwarded-proto"] == "https"
    assert {k.lower(): v for k, v in by_http["headers"].items()}["x-forwarded-proto"] == "http"


def test_whep_and_hls_when_by_tls_then_addresses_stay_on_the_door(tried: Tried) -> None:
    tried.door.parts["webrtc"].headers["Location"] = "/0192/whep/7f3a"
    answer = tried.client.post("/whep/0192/whep", content=b"v=0")
    assert answer.headers["Location"] == "/whep/0192/whep/7f3a"
    tried.door.parts["hls"].headers["Location"] = "/0192/index.m3u8?cookieCheck=1"
    assert tried.client.get("/hls/0192/index.m3u8").headers["Location"].startswith("/hls/0192/")


@contextmanager
def _web_socket(tried: Tried) -> Iterator[Callable[[bytes], bytes]]:
    """An open one by HTTP/1.1; it says a line and hears the answer, once."""
    with tried.handshake() as connection:
        connection.sendall(
            b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        stream = connection.makefile("rb")
        assert b" 101 " in stream.readline()
        while stream.readline().strip():
            pass

        def say(line: bytes) -> bytes:
            connection.sendall(line)
            return stream.readline()

        yield say


def test_web_socket_when_by_tls_and_http_1_then_lines_pass(tried: Tried) -> None:
    with _web_socket(tried) as say:
        assert say(b"hello\n") == b"echo hello\n"


def test_authority_when_fetched_by_plain_http_then_it_is_the_one_to_trust_and_has_no_key(
    tried: Tried,
) -> None:
    answer = tried.door.client.get("/mosaic-ca.crt")
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert "PRIVATE" not in answer.text
    trusting = ssl.create_default_context(cadata=answer.text)
    assert httpx.get(f"{tried.url}/health", verify=trusting, trust_env=False).text == "ok"


def test_plain_http_when_both_then_answers_as_ever_and_nobody_is_bound_to_tls(tried: Tried) -> None:
    assert tried.door.client.get("/api/v1/me").status_code == 200
    for answer in (tried.door.client.get("/"), tried.client.get("/")):
        assert "Strict-Transport-Security" not in answer.headers


def test_secrets_when_running_then_private_and_in_no_environment(tried: Tried) -> None:
    folder = tried.tls.certificates.folder
    assert folder.stat().st_mode & 0o777 == 0o700
    assert tried.tls.certificates.runtime.stat().st_mode & 0o077 == 0
    key = (folder / "front-door.pem").read_text().partition("PRIVATE KEY-----\n")[2][:40]
    assert key not in json.dumps(tried.tls.certificates.environment({}))


@contextmanager
def _kept(tried: Tried, **more: str) -> Iterator[Callable[[], str]]:
    """The certificates' own process as the stack runs it; yields what it said so far."""
    certificates = tried.tls.certificates
    log = certificates.folder.parent / "certificates.log"
    with ExitStack() as stack:
        output = stack.enter_context(log.open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "mosaic_platform.certificates", "keep"],
            env=base_environment() | certificates.environment(more),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        stack.callback(process.wait, 10)
        stack.callback(process.terminate)
        yield log.read_text


def _given(file: Path) -> Pair:
    now = datetime.now(UTC)
    pair = issue(make_authority(now, "Example CA"), ["localhost"], now)
    text = pair.pem()
    file.with_suffix(".new").write_text(text)
    file.with_suffix(".new").replace(file)
    return pair


def test_certificate_when_the_administrator_renews_it_then_shown_and_no_connection_breaks(
    tmp_path: Path,
) -> None:
    with _tried(tmp_path) as tried, ExitStack() as stack:
        own = tried.shown()
        say = stack.enter_context(_web_socket(tried))
        given = tmp_path / "given.pem"
        pair = _given(given)
        told = stack.enter_context(_kept(tried, MOSAIC_TLS_CERTIFICATE=str(given)))
        _until(lambda: tried.shown() != own, 60)
        assert ssl.DER_cert_to_PEM_cert(tried.shown()) == pair.certificates_pem()
        given.write_text("half a certif")
        _until(lambda: "certificate_not_renewed" in told(), 60)
        assert ssl.DER_cert_to_PEM_cert(tried.shown()) == pair.certificates_pem()
        second = _given(given)
        _until(
            lambda: ssl.DER_cert_to_PEM_cert(tried.shown()) == second.certificates_pem(),
            60,
        )
        assert say(b"still there\n") == b"echo still there\n"
        assert "PRIVATE KEY" not in told()


def test_start_when_the_administrators_certificate_is_wrong_then_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSAIC_TLS_CERTIFICATE", str(tmp_path / "nothing.pem"))
    with pytest.raises(CertificateError, match=r"MOSAIC_TLS_CERTIFICATE: .*nothing\.pem"):
        _certificates(tmp_path).part().prepare()


def _own_address() -> str:
    """One of this machine that is not loopback."""
    for every in psutil.net_if_addrs().values():
        for told in every:
            if told.family == socket.AF_INET and not told.address.startswith("127."):
                return str(told.address)
    pytest.skip("this machine has no address beside loopback")


def _from(address: str, door: Door, request: str) -> tuple[str, dict[str, str]]:
    """Status line and headers of an answer to somebody at that address."""
    with socket.create_connection((LOOPBACK, door.port), 10, (address, 0)) as connection:
        connection.sendall(f"{request}\r\nConnection: close\r\n\r\n".encode())
        head = connection.makefile("rb").read().split(b"\r\n\r\n")[0].decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:])
    return head[0], headers


def test_plain_http_when_it_shall_lead_to_tls_then_only_this_machine_itself_goes_on(
    tmp_path: Path,
) -> None:
    with _tried(tmp_path, redirect=True) as tried:
        port = tried.tls.port
        for host in ("vms.example.org", "vms.example.org:8080", "[2001:db8::7]:8080"):
            request = (
                f"POST /api/v1/auth/token?a=%20b HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0"
            )
            status, headers = _from(_own_address(), tried.door, request)
            assert " 308 " in status
            name = host.removesuffix(":8080")
            assert headers["location"] == f"https://{name}:{port}/api/v1/auth/token?a=%20b"
        for path in ("/health", "/mosaic-ca.crt"):
            status, _ = _from(_own_address(), tried.door, f"GET {path} HTTP/1.1\r\nHost: x")
            assert " 200 " in status, path
        assert not any(part.seen for part in tried.door.parts.values())
        assert tried.door.client.get("/api/v1/me").status_code == 200
        assert "Strict-Transport-Security" not in tried.client.get("/").headers


@pytest.mark.parametrize(("host", "bound"), [("localhost", True), ("localhost:8443", False)])
def test_browsers_when_the_certificate_is_the_administrators_then_bound_at_the_usual_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, bound: bool
) -> None:
    given = tmp_path / "given.pem"
    pair = _given(given)
    monkeypatch.setenv("MOSAIC_TLS_CERTIFICATE", str(given))
    with _tried(tmp_path, redirect=True) as tried:
        context = ssl.create_default_context(cadata=pair.certificates_pem())
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        answer = httpx.get(tried.url, verify=context, headers={"Host": host}, trust_env=False)
        assert ("Strict-Transport-Security" in answer.headers) is bound


def test_socket_when_haproxy_was_killed_then_does_not_keep_it_from_starting(tmp_path: Path) -> None:
    certificates = _certificates(tmp_path)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(certificates.runtime))
    assert os.path.lexists(certificates.runtime)
    tls = Tls(int(certificates.bind.rpartition(":")[2]), False, certificates)
    with _opened(CONFIGURATION, tls=tls) as door:
        assert door.client.get("/health").text == "ok"
