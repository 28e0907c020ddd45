"""The benchmark's own token is one that MediaMTX takes."""

from pathlib import Path

import jwt

from mosaic_cli.bench.road.media_token import media_token
from mosaic_cli.secret_files import ensure_secrets
from mosaic_platform.keys import jwks, load_private_key


def test_media_token_when_made_then_the_stream_key_and_its_id_check_it(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    token = media_token(tmp_path, "a-camera")
    keys = jwt.PyJWKSet.from_dict(
        jwks(load_private_key(tmp_path / "stream-token.pem").public_key())
    )
    claims = jwt.decode(
        token,
        keys[jwt.get_unverified_header(token)["kid"]].key,
        algorithms=["EdDSA"],
        audience="mosaic-media",
        issuer="mosaic-streaming",
    )
    assert claims["mediamtx_permissions"] == [{"action": "read", "path": "a-camera"}]
