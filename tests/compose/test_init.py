"""deploy/compose/init.sh makes what Compose and the services need, readable by their owner alone."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from mosaic_platform.keys import key_id, load_private_key, load_public_key

from .compose_file import ROOT, TEXT, required_variables

ROLES = ("admin", "operator", "reviewer", "viewer")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "deploy/compose").mkdir(parents=True)
    shutil.copy(ROOT / "deploy/compose/init.sh", tmp_path / "deploy/compose/init.sh")
    shutil.copy(ROOT / ".env.example", tmp_path / ".env.example")
    return tmp_path


def initialise(checkout: Path) -> Path:
    subprocess.run(
        ["sh", str(checkout / "deploy/compose/init.sh")],
        check=True,
        capture_output=True,
        timeout=60,
        cwd="/",
    )
    return checkout / ".mosaic/compose/secrets"


def recording_keys(checkout: Path) -> Path:
    return checkout / ".mosaic/compose/recording-keys/recording-keys"


def settings(checkout: Path) -> dict[str, str]:
    lines = (checkout / ".env").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_only_the_owner_may_read(checkout: Path) -> None:
    secrets = initialise(checkout)
    assert mode(secrets) == 0o700
    assert {mode(file) for file in secrets.iterdir()} == {0o600}
    assert mode(checkout / ".env") == 0o600
    keys = recording_keys(checkout)
    assert (mode(keys), mode(keys.parent)) == (0o600, 0o700)
    assert not (secrets / keys.name).exists()


def test_the_keys_load(checkout: Path) -> None:
    secrets = initialise(checkout)
    for name in ("access-token", "stream-token", "audit-head", "evidence"):
        load_private_key(secrets / f"{name}.pem")
    for service in ("backend", "streaming", "ai"):
        private = load_private_key(secrets / f"service-{service}.pem")
        public = load_public_key(secrets / f"service-{service}.pub.pem")
        assert key_id(private.public_key()) == key_id(public)
    for file in (secrets / "field-keys", recording_keys(checkout)):
        Fernet(file.read_text().strip())
    assert len((secrets / "django-secret-key").read_text().strip()) >= 30


def test_every_role_has_an_account_with_a_password_of_its_own(checkout: Path) -> None:
    secrets = initialise(checkout)
    accounts = json.loads((secrets / "accounts.json").read_text())
    assert tuple(accounts) == ROLES
    passwords = {account["password"] for account in accounts.values()}
    assert len(passwords) == len(ROLES)
    assert min(map(len, passwords)) >= 20


def test_what_compose_demands_is_filled_in(checkout: Path) -> None:
    initialise(checkout)
    found = settings(checkout)
    passwords = [found[name] for name in required_variables(TEXT)]
    assert all(len(password) >= 20 and password.isalnum() for password in passwords)
    assert len(set(passwords)) == len(passwords)


def test_a_second_run_keeps_everything(checkout: Path) -> None:
    secrets = initialise(checkout)
    files = [*secrets.iterdir(), checkout / ".env", recording_keys(checkout)]
    before = {file: file.read_bytes() for file in files}
    initialise(checkout)
    assert {file: file.read_bytes() for file in files} == before
    assert set(secrets.iterdir()) == set(files[:-2])


def test_keys_of_recordings_among_the_secrets_are_moved_and_never_made_anew(checkout: Path) -> None:
    """Without them nobody reads the recordings again."""
    secrets = initialise(checkout)
    keys = recording_keys(checkout)
    before = keys.read_text()
    keys.rename(secrets / keys.name)
    initialise(checkout)
    assert keys.read_text() == before
    assert not (secrets / keys.name).exists()
    (secrets / keys.name).write_text("another\n")
    initialise(checkout)
    assert keys.read_text() == before
