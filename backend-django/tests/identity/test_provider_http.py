"""What is asked of a provider: where it may be, how long it may take, how much it may say."""

import socket
import threading
import time
from ipaddress import ip_address

import pytest

from mosaic_backend.identity.domain.errors import ProviderSignInError
from mosaic_backend.identity.domain.provider_address import (
    ProviderAddressError,
    check_address,
    check_issuer,
)
from mosaic_backend.identity.infrastructure import provider_http
from mosaic_backend.identity.infrastructure.oidc_client import OidcClient
from mosaic_backend.identity.infrastructure.provider_http import ProviderHttp, ProviderHttpError

DOCUMENT = "/.well-known/openid-configuration"


@pytest.mark.parametrize(
    "url",
    [
        "http://id.example.org",
        "ftp://id.example.org",
        "https://",
        "https://user:secret@id.example.org",
        "https://id.example.org/#part",
        "https://id.example.org/?query=1",
        "https://id.example.org\\@evil.example",
        "https://id.example.org:0",
        "https://id.example.org:x",
        "https://[::1",
        "https://id.exämple.org",
        "https://id.example.org/ ",
        "id.example.org",
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "https://" + "a" * 500,
        "",
    ],
)
def test_issuer_when_not_a_plain_https_address_then_refused(url):
    with pytest.raises(ProviderAddressError):
        check_issuer(url, loopback=False)


def test_issuer_when_good_then_taken():
    check_issuer("https://id.example.org/realms/site", loopback=False)
    check_issuer("https://10.0.0.5:8443/", loopback=False)
    check_issuer("http://127.0.0.1:8080/realms/x", loopback=True)
    check_issuer("http://localhost:8080/realms/x", loopback=True)
    with pytest.raises(ProviderAddressError):
        check_issuer("http://10.0.0.5", loopback=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "0.0.0.0",
        "::",
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1",
        "168.63.129.16",
        "fd00:ec2::254",
        "224.0.0.1",
        "240.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_address_when_this_machine_or_metadata_then_refused(address):
    with pytest.raises(ProviderAddressError):
        check_address("https", ip_address(address), loopback=False)


@pytest.mark.parametrize("address", ["10.0.0.5", "192.168.1.1", "fd12::1", "93.184.215.14"])
def test_address_when_private_or_public_then_taken_by_https_only(address):
    check_address("https", ip_address(address), loopback=False)
    with pytest.raises(ProviderAddressError):
        check_address("http", ip_address(address), loopback=True)


@pytest.mark.parametrize("url", ["https://localhost:1/", "https://127.0.0.1:1/"])
def test_request_when_a_name_leads_to_this_machine_then_nothing_is_opened(db, url):
    with pytest.raises(ProviderHttpError, match="this machine itself"):
        ProviderHttp(loopback=False).get(url)


def problem_of(issuer: str, loopback: bool = True) -> str:
    with pytest.raises(ProviderSignInError) as raised:
        OidcClient(loopback=loopback).check(issuer)
    return raised.value.why


def test_document_when_good_then_its_addresses_are_told(db, stand_in):
    found = OidcClient(loopback=True).check(stand_in.issuer)
    assert found.token_endpoint == f"{stand_in.issuer}/token"
    assert stand_in.asked == [DOCUMENT, "/jwks"]


@pytest.mark.parametrize(
    ("metadata", "why"),
    [
        ({"issuer": "https://evil.example"}, "is of the issuer 'https://evil.example', not"),
        ({"issuer": None}, "is of the issuer 'None', not"),
        ({"token_endpoint": None}, "names no token_endpoint"),
        ({"token_endpoint": "http://10.0.0.1/token"}, "token_endpoint: http: only https"),
        ({"jwks_uri": "file:///etc/passwd"}, "jwks_uri: "),
        ({"authorization_endpoint": "javascript:alert(1)"}, "authorization_endpoint: "),
        ({"userinfo_endpoint": "http://169.254.169.254/"}, "userinfo_endpoint: "),
    ],
)
def test_document_when_wrong_then_the_problem_is_named(db, stand_in, metadata, why):
    stand_in.metadata = metadata
    assert why in problem_of(stand_in.issuer)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, b"{}"), "answered 404"),
        ((302, b"http://169.254.169.254/"), "answered 302"),
        ((200, b"<html>"), "answered no JSON"),
        ((200, b"[]"), "answered no JSON object"),
        ((200, b"[" * 100_000), "answered no JSON"),
        ((200, b" " * (513 * 1024)), "more than"),
    ],
)
def test_document_when_not_to_be_had_then_the_problem_is_named(db, stand_in, answer, why):
    stand_in.answers[DOCUMENT] = answer
    assert why in problem_of(stand_in.issuer)
    assert stand_in.asked == [DOCUMENT]


@pytest.mark.parametrize(
    "keys",
    [
        b"{}",
        b'{"keys": []}',
        b'{"keys": [{"kty": "oct", "k": "c2VjcmV0", "use": "sig"}]}',
        b'{"keys": [{"kty": "RSA"}, 5, {"kty": "new"}]}',
    ],
)
def test_keys_when_none_is_usable_then_told(db, stand_in, keys):
    stand_in.answers["/jwks"] = (200, keys)
    assert "has no key for signatures" in problem_of(stand_in.issuer)


def test_provider_when_not_there_then_told(db, free_port):
    assert "connection" in problem_of(f"http://127.0.0.1:{free_port()}").lower()
    assert "not found" in problem_of("https://id.invalid", loopback=False)


def test_provider_when_it_drips_then_given_up_in_time(db, monkeypatch):
    """Each byte comes in time, and the whole does not."""
    monkeypatch.setattr(provider_http, "WHOLE_S", 1.0)
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        peer, _ = listener.accept()
        with peer:
            peer.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not stop.wait(0.05):
                try:
                    peer.sendall(b"a")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    began = time.monotonic()
    try:
        port = listener.getsockname()[1]
        with pytest.raises(ProviderHttpError, match="did not answer within 1 s"):
            ProviderHttp(loopback=True).get(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - began < 30
    finally:
        stop.set()
        thread.join()
        listener.close()


def test_provider_when_asked_too_often_at_once_then_refused_instead_of_waited_for(db, monkeypatch):
    monkeypatch.setattr(provider_http, "_BUSY_AFTER_S", 0.05)
    http = ProviderHttp(loopback=True)
    for _ in range(provider_http.AT_ONCE):
        http._free.acquire()
    with pytest.raises(ProviderHttpError, match="is being asked 4 times already"):
        http.get("http://127.0.0.1:1/")
