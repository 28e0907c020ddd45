"""Keys come from files as what they are, and go out as a JWKS that others can read."""

from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_platform.keys import jwks, key_id, load_private_key, load_public_key


def test_key_set_when_read_by_another_library_then_it_verifies() -> None:
    keys = [Ed25519PrivateKey.generate() for _ in range(2)]
    published = jwt.PyJWKSet.from_dict(jwks(*(key.public_key() for key in keys)))
    for key in keys:
        kid = key_id(key.public_key())
        token = jwt.encode({"n": 1}, key, algorithm="EdDSA", headers={"kid": kid})
        assert jwt.decode(token, published[kid].key, algorithms=["EdDSA"]) == {"n": 1}


def test_key_set_holds_no_private_half() -> None:
    for entry in jwks(Ed25519PrivateKey.generate().public_key())["keys"]:
        assert entry.keys() == {"kty", "crv", "use", "alg", "kid", "x"}


def test_key_id_is_stable_and_differs_between_keys() -> None:
    one, other = (Ed25519PrivateKey.generate().public_key() for _ in range(2))
    assert key_id(one) == key_id(one) != key_id(other)


def test_key_file_when_written_and_read_then_the_same(service_keys) -> None:
    folder, keys = service_keys
    private = load_private_key(folder / "service-ai.pem")
    assert key_id(private.public_key()) == key_id(keys["ai"].public_key())
    assert key_id(load_public_key(folder / "service-ai.pub.pem")) == key_id(private.public_key())


def test_key_file_when_of_another_kind_then_value_error(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    with pytest.raises(ValueError, match="no Ed25519 key"):
        load_private_key(private)
    with pytest.raises(ValueError, match="no Ed25519 key"):
        load_public_key(public)


def test_key_file_when_absent_or_garbage_then_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_private_key(tmp_path / "absent.pem")
    (tmp_path / "garbage.pem").write_text("nothing")
    with pytest.raises(ValueError, match=r"."):
        load_private_key(tmp_path / "garbage.pem")
