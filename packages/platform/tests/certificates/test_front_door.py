"""What the front door shows: the administrator's certificate, else one of our own, in time."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.x509.verification import PolicyBuilder, Store

from mosaic_platform.certificates.authority import issue, make_authority, names_of
from mosaic_platform.certificates.front_door import AUTHORITY_RENEW_BEFORE, FrontDoor
from mosaic_platform.certificates.pair import CertificateError, Pair

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NAMES = {"localhost", "127.0.0.1", "::1", "vms.example.org"}


@pytest.fixture
def door(tmp_path: Path) -> FrontDoor:
    return FrontDoor(tmp_path / "tls")


def _shown(door: FrontDoor) -> Pair:
    return Pair.read(door.file.read_bytes())


def _verify(door: FrontDoor, name: str, at: datetime) -> None:
    """As a browser does that trusts the authority. Raises VerificationError."""
    trusted = x509.load_pem_x509_certificates(door.authority_file.read_bytes())
    verifier = (
        PolicyBuilder().store(Store(trusted)).time(at).build_server_verifier(x509.DNSName(name))
    )
    verifier.verify(_shown(door).certificate, [])


def test_first_start_when_nothing_is_given_then_who_trusts_the_authority_trusts_the_door(
    door: FrontDoor,
) -> None:
    assert door.renew(NAMES, NOW)
    assert names_of(_shown(door).certificate) == NAMES
    for at in (NOW - timedelta(hours=1), NOW, NOW + timedelta(days=89)):
        _verify(door, "vms.example.org", at)
    with pytest.raises(x509.verification.VerificationError):
        _verify(door, "other.example.org", NOW)


def test_files_when_made_then_only_their_owner_reads_them_and_one_holds_no_key(
    door: FrontDoor,
) -> None:
    door.renew(NAMES, NOW)
    assert stat.S_IMODE(door.folder.stat().st_mode) == 0o700
    for name in ("ca.pem", "ca.crt", "front-door.pem"):
        assert stat.S_IMODE((door.folder / name).stat().st_mode) == 0o600, name
    assert "PRIVATE" not in door.authority_file.read_text()
    assert "PRIVATE" not in repr(_shown(door))


@pytest.mark.parametrize(
    ("days", "names", "changed"),
    [
        (0, NAMES, False),
        (59, NAMES, False),
        (61, NAMES, True),
        (400, NAMES, True),
        (1, NAMES - {"vms.example.org"}, False),
        (1, NAMES | {"192.0.2.9"}, True),
    ],
)
def test_own_certificate_when_old_or_not_of_every_name_then_made_anew_by_the_same_authority(
    door: FrontDoor, days: int, names: set[str], changed: bool
) -> None:
    door.renew(NAMES, NOW)
    authority = door.authority_file.read_text()
    later = NOW + timedelta(days=days)
    assert door.renew(names, later) is changed
    assert door.authority_file.read_text() == authority
    assert names <= names_of(_shown(door).certificate)
    _verify(door, "localhost", later + timedelta(days=29))


def test_authority_when_it_will_end_then_another_takes_its_place_with_what_it_issued(
    door: FrontDoor,
) -> None:
    door.renew(NAMES, NOW)
    first = door.authority_file.read_text()
    ends_at = x509.load_pem_x509_certificate(first.encode()).not_valid_after_utc
    late = ends_at - AUTHORITY_RENEW_BEFORE + timedelta(days=1)
    assert door.renew(NAMES, late)
    assert door.authority_file.read_text() != first
    _verify(door, "localhost", late)


@pytest.mark.parametrize("damaged", ["front-door.pem", "ca.pem"])
def test_file_when_damaged_then_made_anew(door: FrontDoor, damaged: str) -> None:
    door.renew(NAMES, NOW)
    (door.folder / damaged).write_text("-----BEGIN")
    assert door.renew(NAMES, NOW)
    _verify(door, "localhost", NOW)


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., Pair]:
    """Another authority's certificate, with that in its chain, in the file given.pem."""

    def make(ends_at: datetime = NOW + timedelta(days=30)) -> Pair:
        authority = make_authority(ends_at - timedelta(days=90))
        leaf = issue(authority, ["vms.example.org"], ends_at - timedelta(days=90))
        pair = Pair((leaf.certificate, authority.certificate), leaf.key)
        (tmp_path / "given.pem").write_text(pair.pem())
        return pair

    return make


def test_given_certificate_when_there_then_shown_with_its_chain_and_followed(
    tmp_path: Path, given: Callable[..., Pair]
) -> None:
    door = FrontDoor(tmp_path / "tls", tmp_path / "given.pem")
    first = given()
    assert door.renew(NAMES, NOW)
    assert _shown(door).chain == first.chain
    assert not door.renew(NAMES, NOW)
    second = given()
    assert door.renew(NAMES, NOW)
    assert _shown(door).chain == second.chain


def test_given_folder_when_it_fills_then_its_files_take_the_place_of_our_own(
    tmp_path: Path, given: Callable[..., Pair]
) -> None:
    folder = tmp_path / "live"
    folder.mkdir()
    door = FrontDoor(tmp_path / "tls", folder)
    door.renew(NAMES, NOW)
    _verify(door, "localhost", NOW)
    pair = given()
    pem = pair.pem()
    key_at = pem.index("-----BEGIN PRIVATE KEY")
    (folder / "fullchain.pem").write_text(pem[:key_at])
    with pytest.raises(CertificateError, match=r"privkey\.pem"):
        door.renew(NAMES, NOW)
    (folder / "privkey.pem").write_text(pem[key_at:])
    assert door.renew(NAMES, NOW)
    assert _shown(door).chain == pair.chain


def _rsa_key(password: bytes | None = None) -> bytes:
    return rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption(),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: b"", "no certificate"),
        (lambda pem: pem[: pem.index(b"-----BEGIN PRIVATE")], "no private key"),
        (lambda pem: pem[: pem.index(b"-----BEGIN PRIVATE")] + _rsa_key(), "not that of"),
        (lambda pem: pem[: pem.index(b"-----BEGIN PRIVATE")] + _rsa_key(b"word"), "password"),
        (lambda pem: pem[:-40], "no private key"),
    ],
)
def test_given_certificate_when_it_cannot_be_used_then_said_and_the_shown_one_stays(
    tmp_path: Path, given: Callable[..., Pair], change: Callable[[bytes], bytes], said: str
) -> None:
    door = FrontDoor(tmp_path / "tls", tmp_path / "given.pem")
    pair = given()
    door.renew(NAMES, NOW)
    door.given.write_bytes(change(pair.pem().encode()))  # type: ignore[union-attr]
    with pytest.raises(CertificateError, match=said) as refused:
        door.renew(NAMES, NOW)
    assert "PRIVATE KEY" not in str(refused.value)
    assert _shown(door).chain == pair.chain


def _self_signed(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "vms.example.org")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(7)
    built = built.not_valid_before(NOW).not_valid_after(NOW + timedelta(days=30))
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Pair((built.public_key(key.public_key()).sign(key, digest),), key).pem()


def test_given_certificate_when_its_key_is_refused_by_browsers_then_said_and_of_rsa_taken(
    tmp_path: Path,
) -> None:
    door = FrontDoor(tmp_path / "tls", tmp_path / "given.pem")
    weak = rsa.generate_private_key(65537, 1024)
    for key in (weak, ed25519.Ed25519PrivateKey.generate()):
        (tmp_path / "given.pem").write_text(_self_signed(key))
        with pytest.raises(CertificateError, match="neither ECDSA nor RSA of 2048 bits"):
            door.renew(NAMES, NOW)
        assert not door.file.exists()
    (tmp_path / "given.pem").write_text(_self_signed(rsa.generate_private_key(65537, 2048)))
    assert door.renew(NAMES, NOW)


def test_given_certificate_when_it_has_ended_or_is_not_there_then_said(
    tmp_path: Path, given: Callable[..., Pair]
) -> None:
    door = FrontDoor(tmp_path / "tls", tmp_path / "given.pem")
    with pytest.raises(CertificateError, match=r"given\.pem: No such file"):
        door.renew(NAMES, NOW)
    given(NOW - timedelta(days=1))
    with pytest.raises(CertificateError, match="ended at 2026-11-24"):
        door.renew(NAMES, NOW)
