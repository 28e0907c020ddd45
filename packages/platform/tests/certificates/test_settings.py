"""Names of the machine, and what the process reads from its environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mosaic_platform.certificates.names import LOCAL, is_name, server_names
from mosaic_platform.certificates.pair import CertificateError
from mosaic_platform.certificates.settings import Settings


def test_names_when_the_door_is_on_loopback_then_no_address_of_the_machine_is_told() -> None:
    assert server_names("127.0.0.1:8443", "http://127.0.0.1:8080") == set(LOCAL)


def test_names_when_the_door_is_open_then_host_and_addresses_are_told() -> None:
    found = server_names("*:443", "https://vms.example.org/", ("gate.example.org",))
    assert {*LOCAL, "vms.example.org", "gate.example.org"} < found
    assert all(is_name(name) for name in found)
    assert server_names("[2001:db8::7]:443", "") == {*LOCAL, "2001:db8::7"}


@pytest.mark.parametrize("text", ["a b", "-a.example", "a..b", "https://a.example", "a" * 64, ""])
def test_name_when_no_certificate_can_bear_it_then_refused(text: str) -> None:
    assert not is_name(text)


def test_settings_when_wrong_then_the_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(CertificateError, match="MOSAIC_TLS_DIR is not set"):
        Settings.of({})
    wrong = {"MOSAIC_TLS_DIR": str(tmp_path), "MOSAIC_TLS_NAMES": "vms.example.org, a/b"}
    with pytest.raises(CertificateError, match="MOSAIC_TLS_NAMES: a/b is neither"):
        Settings.of(wrong)


def test_command_when_the_given_certificate_is_wrong_then_ends_with_the_variable_and_no_key(
    tmp_path: Path,
) -> None:
    given = tmp_path / "given.pem"
    given.write_text("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n")
    environment = {
        "PATH": os.environ["PATH"],
        "MOSAIC_TLS_DIR": str(tmp_path / "tls"),
        "MOSAIC_TLS_CERTIFICATE": str(given),
    }
    command = [sys.executable, "-m", "mosaic_platform.certificates", "make"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "MOSAIC_TLS_CERTIFICATE: there is no certificate in PEM in it\n"
    assert "c2VjcmV0" not in done.stdout
