"""A certificate authority of this installation alone, and what it issues."""

import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mosaic_platform.certificates.pair import CertificateError, Pair

NAME = "Mosaic local CA"
"""How each begins: HAProxy knows by it that no browser need trust this certificate (haproxy.cfg)."""
AUTHORITY_LIVES = timedelta(days=3650)
LEAF_LIVES = timedelta(days=90)
EARLIER = timedelta(days=1)
"""Valid since then: clocks of browsers go wrong too."""


def make_authority(now: datetime, name: str = NAME) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    # Browsers tell two authorities apart by their names.
    subject = _named(f"{name} {secrets.token_hex(4)}")
    public = key.public_key()
    built = (
        _begun(subject, subject, now, now + AUTHORITY_LIVES)
        .public_key(public)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return Pair((built.sign(key, hashes.SHA256()),), key)


def issue(authority: Pair, names: Collection[str], now: datetime) -> Pair:
    """A certificate for a server of these names and addresses, with a key of its own."""
    if not isinstance(authority.key, ec.EllipticCurvePrivateKey):
        raise CertificateError("the local authority's key is not ours")
    key = ec.generate_private_key(ec.SECP256R1())
    public, issuer = key.public_key(), authority.certificate
    ends_at = min(now + LEAF_LIVES, authority.ends_at)
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    built = (
        _begun(_named("Mosaic"), issuer.subject, now, ends_at)
        .public_key(public)
        .add_extension(x509.SubjectAlternativeName(_general(sorted(names))), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
    )
    return Pair((built.sign(authority.key, hashes.SHA256()),), key)


def names_of(certificate: x509.Certificate) -> set[str]:
    """Names and addresses that it is good for."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    return {
        *found.get_values_for_type(x509.DNSName),
        *(str(each) for each in found.get_values_for_type(x509.IPAddress)),
    }


def _begun(
    subject: x509.Name, issuer: x509.Name, now: datetime, ends_at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before((now - EARLIER).astimezone(UTC))
        .not_valid_after(ends_at.astimezone(UTC))
    )


def _general(names: Collection[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name))
    return found


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
