"""What `up` makes of MOSAIC_HTTPS and its port, before any process starts."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mosaic_cli.credentials import write_credentials
from mosaic_cli.doctor import examine
from mosaic_cli.home import Home
from mosaic_cli.ports import PortTakenError, free_ports, load_ports
from mosaic_cli.runtimes.native.https import HttpsSettingError
from mosaic_cli.runtimes.native.preparation import existing_stack, prepare
from mosaic_platform.certificates.authority import issue, make_authority


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name, port in zip(("HTTP", "HTTPS"), free_ports(2), strict=True):
        monkeypatch.setenv(f"MOSAIC_{name}_PORT", str(port))
    for name in ("MOSAIC_HTTPS", "MOSAIC_PUBLIC_URL", "MOSAIC_TLS_CERTIFICATE", "MOSAIC_BIND"):
        monkeypatch.delenv(name, raising=False)
    return Home(tmp_path / "home")


def test_stack_when_nothing_is_said_then_tls_is_beside_plain_http(home: Home) -> None:
    stack = prepare(home, 0).stack
    assert (stack.url[:7], stack.https_url[:8]) == ("http://", "https://")
    assert stack.public_url == stack.url
    environment = stack.haproxy.environment()
    assert environment["MOSAIC_HTTPS"] == "both"
    assert environment["MOSAIC_TLS_BIND"] == stack.https_url.removeprefix("https://")
    names = [part.name for part in stack.parts()]
    assert names.index("certificates") < names.index("haproxy")
    again = existing_stack(home, 0)
    assert again is not None
    assert again.https_url == stack.https_url


def test_stack_when_tls_is_off_then_no_process_keeps_a_certificate_and_a_later_call_knows(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSAIC_HTTPS", "off")
    prepare(home, 0)
    monkeypatch.delenv("MOSAIC_HTTPS")  # as `./mosaic status` in another terminal
    stack = existing_stack(home, 0)
    assert stack is not None
    assert stack.https_url == ""
    assert "certificates" not in [part.name for part in stack.parts()]
    assert stack.haproxy.environment()["MOSAIC_HTTPS"] == "off"


def test_public_address_when_plain_http_leads_to_tls_then_is_that_of_tls_unless_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSAIC_HTTPS", "redirect")
    stack = prepare(home, 0).stack
    assert stack.environment("backend")["MOSAIC_PUBLIC_URL"] == stack.https_url
    monkeypatch.setenv("MOSAIC_PUBLIC_URL", "https://vms.example.org")
    assert stack.environment("backend")["MOSAIC_PUBLIC_URL"] == "https://vms.example.org"


def test_services_when_started_then_learn_nothing_of_the_front_doors_certificate(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSAIC_TLS_CERTIFICATE", "/somewhere/given.pem")
    stack = prepare(home, 0).stack
    for part in stack.parts():
        if part.name not in {"certificates", "haproxy"}:
            assert not any(name.startswith("MOSAIC_TLS") for name in part.environment), part.name


@pytest.mark.parametrize("text", ["yes", "BOTH", "1"])
def test_setting_when_wrong_then_refused_by_its_name(
    home: Home, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("MOSAIC_HTTPS", text)
    with pytest.raises(HttpsSettingError, match=f"MOSAIC_HTTPS={text}: may be both, redirect, off"):
        prepare(home, 0)


def test_ports_when_both_are_the_same_then_refused_by_name(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    [port] = free_ports(1)
    monkeypatch.setenv("MOSAIC_HTTP_PORT", str(port))
    monkeypatch.setenv("MOSAIC_HTTPS_PORT", str(port))
    with pytest.raises(PortTakenError, match="MOSAIC_HTTPS_PORT"):
        prepare(home, 0)


def test_ports_when_chosen_then_the_front_door_has_none_of_another_part(home: Home) -> None:
    prepare(home, 0)
    ports = [port for port in load_ports(home.path / "ports.json").values() if port]
    assert len(set(ports)) == len(ports)


def test_credentials_when_tls_comes_and_goes_then_the_file_follows_and_keeps_accounts(
    home: Home,
) -> None:
    prepare(home, 0)
    write_credentials(home, "http://a:1", "https://a:2")
    first = json.loads(home.credentials.read_text())
    assert list(first) == ["url", "https_url", "accounts"]
    write_credentials(home, "http://a:1", "")
    assert json.loads(home.credentials.read_text()) == {
        "url": "http://a:1",
        "accounts": first["accounts"],
    }


@pytest.mark.parametrize(("year", "well"), [(2096, True), (2020, False)])
def test_doctor_when_the_certificate_has_ended_then_says_so(
    home: Home, year: int, well: bool
) -> None:
    prepare(home, 0)
    home.tls.mkdir()
    then = datetime(year, 1, 1, tzinfo=UTC)
    pair = issue(make_authority(then), ["localhost"], then)
    (home.tls / "front-door.pem").write_text(pair.pem())
    [found] = [finding for finding in examine(home) if finding.subject == "certificate"]
    assert found.well is well
    assert str(year) in found.found
