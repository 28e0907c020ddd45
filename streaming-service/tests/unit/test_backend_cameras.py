"""What the backend tells of the cameras, as it is taken in."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import DesiredCameras
from mosaic_platform.service_tokens import ServiceTokenSigner
from mosaic_streaming.infrastructure.backend_cameras import BackendCameraSource


class Backend:
    """Answers with `told`, as it is then."""

    def __init__(self, secrets: Path) -> None:
        self.told: object = None
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        self.source = BackendCameraSource(
            client, "http://backend", ServiceTokenSigner("streaming", secrets)
        )

    async def cameras(self) -> DesiredCameras:
        told = await self.source.fetch(None)
        assert told is not None
        return told.cameras

    def _answer(self, _request: httpx.Request) -> httpx.Response:
        body = self.told if isinstance(self.told, bytes) else json.dumps(self.told).encode()
        return httpx.Response(200, content=body, headers={"ETag": '"1"'})


@pytest.fixture
def backend(tmp_path: Path) -> Backend:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "service-streaming.pem").write_bytes(pem)
    return Backend(tmp_path)


def camera(number: int, **more: Any) -> dict[str, Any]:
    source = f"rtsp://u:secret@10.0.0.{number}/main"
    return {
        "id": str(new_id()),
        "name": f"Gate {number}",
        "source_url": source,
        "enabled": True,
        "revision": number,
    } | more


async def test_cameras_when_told_again_then_as_validated_whole(backend: Backend) -> None:
    first, second, third = (camera(number) for number in range(3))
    for items in (
        [first, second],
        [first, second],
        [first, second | {"name": "Yard", "revision": 7}, third],
        [third, first | {"recording": {"mode": "continuous", "retention_days": 3}}],
        [],
        [first],
    ):
        backend.told = {"items": items, "revision": 9}
        assert await backend.cameras() == DesiredCameras.model_validate_json(
            json.dumps(backend.told)
        )


async def test_cameras_when_one_changed_then_the_others_stay_the_same_objects(
    backend: Backend,
) -> None:
    first, second = camera(1), camera(2)
    backend.told = {"items": [first, second], "revision": 1}
    before = await backend.cameras()
    backend.told = {"items": [first | {"enabled": False}, second], "revision": 2}
    after = await backend.cameras()
    assert after.items[1] is before.items[1]
    assert (before.items[0].enabled, after.items[0].enabled) == (True, False)


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        {},
        {"items": None, "revision": 1},
        {"items": [1], "revision": 1},
        {"items": [{}], "revision": 1},
        {"items": [{"id": ["a"]}], "revision": 1},
        {"items": [camera(1, enabled="perhaps")], "revision": 1},
        {"items": [camera(1)], "revision": "new"},
    ],
)
async def test_cameras_when_they_break_the_contract_then_unavailable_and_no_secret_told(
    backend: Backend, told: object
) -> None:
    good = {"items": [camera(2)], "revision": 1}
    backend.told = good
    before = await backend.cameras()
    backend.told = told
    with pytest.raises(UnavailableError) as raised:
        await backend.cameras()
    assert "secret" not in str(raised.value)
    backend.told = good
    assert (await backend.cameras()).items[0] is before.items[0]
