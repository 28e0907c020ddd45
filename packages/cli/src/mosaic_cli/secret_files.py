"""The secrets folder that every service reads: keys, accounts, passwords. Made once, never overwritten."""

import json
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_cli.files import write_private

SERVICES = ("backend", "streaming", "ai")
ROLES = ("admin", "operator", "reviewer", "viewer")
TOKENS = (
    "django-secret-key",
    "plate-key",
    "postgresql-password",
    "redis-password",
    "rabbitmq-password",
    "rabbitmq-cookie",
    "haproxy-stats-password",
)
KEY_RINGS = ("field-keys", "recording-keys")
PRIVATE_KEYS = ("access-token", "stream-token", "audit-head", "evidence")
READABLE = (
    "abcdefghjkmnpqrstuvwxyz23456789"  # no l, 1, o, 0, i: these passwords are typed by people
)


def ensure_secrets(folder: Path) -> None:
    """Makes what is missing: folder 0700, files 0600."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name in TOKENS:
        _ensure(folder / name, lambda: secrets.token_hex(24))
    for name in KEY_RINGS:
        _ensure(folder / name, lambda: Fernet.generate_key().decode() + "\n")
    for name in PRIVATE_KEYS:
        _ensure(folder / f"{name}.pem", lambda: _private_pem(Ed25519PrivateKey.generate()))
    for name in SERVICES:
        private = folder / f"service-{name}.pem"
        _ensure(private, lambda: _private_pem(Ed25519PrivateKey.generate()))
        _ensure(folder / f"service-{name}.pub.pem", partial(_public_pem, private))
    _ensure(folder / "accounts.json", _accounts)


def read_secret(folder: Path, name: str) -> str:
    return (folder / name).read_text().strip()


def _ensure(path: Path, make: Callable[[], str]) -> None:
    if not path.exists():
        write_private(path, make())


def _accounts() -> str:
    accounts = {
        role: {
            "username": role,
            "password": "-".join(
                "".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(4)
            ),
        }
        for role in ROLES
    }
    return json.dumps(accounts, indent=2) + "\n"


def _private_pem(key: Ed25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _public_pem(private: Path) -> str:
    key = serialization.load_pem_private_key(private.read_bytes(), password=None)
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
