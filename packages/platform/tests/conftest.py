"""Keys that a test makes itself: no service is needed to check a token."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def write_key_pair(folder: Path, name: str) -> Ed25519PrivateKey:
    """`<name>.pem` and `<name>.pub.pem`, as the secrets folder has them."""
    key = Ed25519PrivateKey.generate()
    (folder / f"{name}.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / f"{name}.pub.pem").write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return key


@pytest.fixture
def service_keys(tmp_path: Path) -> tuple[Path, dict[str, Ed25519PrivateKey]]:
    """A folder with the key pairs of all services, and their private halves by name."""
    return tmp_path, {
        name: write_key_pair(tmp_path, f"service-{name}") for name in ("backend", "streaming", "ai")
    }
