"""A certificate with its private key, as PEM."""

from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

LEAST_RSA_BITS = 2048
PUBLIC_FORMAT = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


class CertificateError(ValueError):
    """It cannot be used; the message says why and holds nothing of the key."""


@dataclass(frozen=True)
class Pair:
    """chain: the certificate itself first, then those that lead to its root."""

    chain: tuple[x509.Certificate, ...]
    key: PrivateKeyTypes = field(repr=False)

    @classmethod
    def read(cls, pem: bytes) -> "Pair":
        """Raises CertificateError unless the key belongs to the first certificate."""
        try:
            chain = tuple(x509.load_pem_x509_certificates(pem))
        except ValueError:
            raise CertificateError("there is no certificate in PEM in it") from None
        try:
            key = serialization.load_pem_private_key(_key_block(pem), password=None)
        except TypeError:
            raise CertificateError("its private key has a password; take it off") from None
        except (ValueError, UnsupportedAlgorithm):
            raise CertificateError("there is no private key in PEM in it") from None
        if key.public_key().public_bytes(*PUBLIC_FORMAT) != chain[0].public_key().public_bytes(
            *PUBLIC_FORMAT
        ):
            raise CertificateError("its private key is not that of its first certificate")
        return cls(chain, key)

    def check_usable(self) -> None:
        """Raises CertificateError for a key that OpenSSL or browsers refuse: HAProxy would not start with it."""
        strong_rsa = isinstance(self.key, rsa.RSAPrivateKey) and self.key.key_size >= LEAST_RSA_BITS
        if not strong_rsa and not isinstance(self.key, ec.EllipticCurvePrivateKey):
            raise CertificateError(
                f"its key is neither ECDSA nor RSA of {LEAST_RSA_BITS} bits or more"
            )

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @property
    def ends_at(self) -> datetime:
        return self.certificate.not_valid_after_utc

    def certificates_pem(self) -> str:
        return "".join(
            each.public_bytes(serialization.Encoding.PEM).decode() for each in self.chain
        )

    def pem(self) -> str:
        """All in one, without a blank line: HAProxy's runtime interface ends a text at one."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return self.certificates_pem() + key.decode()


def _key_block(pem: bytes) -> bytes:
    """From the first line of a private key on; EC parameters and certificates may stand before it."""
    for line in pem.splitlines():
        if line.startswith(b"-----BEGIN") and line.rstrip().endswith(b"PRIVATE KEY-----"):
            return pem[pem.index(line) :]
    return b""
