"""The key that signs evidence, and all public keys that ever did."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_backend.clips.infrastructure.models import EvidenceKey
from mosaic_backend.config.environment import environment
from mosaic_contracts.errors import UnavailableError
from mosaic_evidence import keys
from mosaic_platform.keys import load_private_key

FILE = "evidence.pem"


def evidence_key() -> Ed25519PrivateKey:
    """Read each time, so that a rotated key counts at once; listed from its first use on.

    Raises UnavailableError where the file is missing or is no such key.
    """
    try:
        key = load_private_key(environment().secrets_dir / FILE)
    except (OSError, ValueError) as error:
        raise UnavailableError(
            f"evidence cannot be signed: {FILE} is missing in the secrets folder or holds no Ed25519 key"
        ) from error
    public = keys.raw(key.public_key())
    EvidenceKey.objects.get_or_create(
        fingerprint=keys.fingerprint(public), defaults={"public": keys.text(public)}
    )
    return key


def current_fingerprint() -> str | None:
    """None where there is no key to sign with."""
    try:
        return keys.fingerprint(keys.raw(evidence_key().public_key()))
    except UnavailableError:
        return None


def evidence_keys() -> list[EvidenceKey]:
    """Newest first."""
    return list(EvidenceKey.objects.order_by("-first_used_at", "fingerprint"))
