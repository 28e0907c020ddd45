import json
from pathlib import Path

from cryptography.fernet import Fernet

from mosaic_cli.secret_files import KEY_RINGS, PRIVATE_KEYS, ROLES, SERVICES, ensure_secrets
from mosaic_platform.keys import load_private_key
from mosaic_platform.service_tokens import ServiceTokenSigner, ServiceTokenVerifier


def test_secrets_when_made_then_only_their_owner_may_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    ensure_secrets(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_secrets_when_made_again_then_nothing_changes(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    ensure_secrets(tmp_path)
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_secrets_when_one_is_missing_then_only_that_one_is_made(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    before = (tmp_path / "field-keys").read_text()
    (tmp_path / "redis-password").unlink()
    ensure_secrets(tmp_path)
    assert (tmp_path / "redis-password").exists()
    assert (tmp_path / "field-keys").read_text() == before


def test_secrets_when_read_by_the_services_then_fit(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    for name in PRIVATE_KEYS:
        load_private_key(tmp_path / f"{name}.pem")
    for name in SERVICES:
        token = ServiceTokenSigner(name, tmp_path).token()
        assert ServiceTokenVerifier(tmp_path, [name]).service(token) == name
    for name in KEY_RINGS:
        Fernet((tmp_path / name).read_text().splitlines()[0])
    accounts = json.loads((tmp_path / "accounts.json").read_text())
    assert set(accounts) == set(ROLES)
    assert len({account["password"] for account in accounts.values()}) == len(ROLES)
