"""POST /predict with a camera that really streams."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from ai_neighbours import Neighbours, eventually
from ai_process import Service
from ai_streams import MediaServer, moving_card

from mosaic_contracts.permissions import Role


@pytest.mark.parametrize("gop", [25, 100], ids=["short GOP", "long GOP"])
async def test_predict_when_a_camera_is_named_then_its_present_and_none_once_it_fell_silent(
    service: Service, neighbours: Neighbours, media_server: MediaServer, tmp_path: Path, gop: int
) -> None:
    camera = uuid4()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera, source_url="rtsp://admin:secret@10.1.2.3/gate")
    publisher = media_server.publish(camera, moving_card("640x360"), gop=gop)
    await service.start()
    headers = {"Authorization": f"Bearer {neighbours.token(Role.ADMIN)}"}

    def asked(body: dict[str, str]) -> httpx.Response:
        return httpx.post(
            f"{service.url}/api/ai/v1/predict", headers=headers, json=body, timeout=30
        )

    def told(body: dict[str, str]) -> bool:
        return asked(body).status_code == 200

    await eventually(lambda: told({"camera": str(camera)}))
    by_address = {"url": "rtsp://10.1.2.3:554/gate"}
    await eventually(lambda: told(by_address))
    answer = asked(by_address)
    if answer.status_code == 200:
        body = answer.json()
        assert (body["width"], body["height"], body["camera_id"]) == (640, 360, str(camera))
        captured_at = datetime.fromisoformat(body["captured_at"])
        assert datetime.now(UTC) - captured_at < timedelta(seconds=40)
    media_server.stop_one(publisher)
    await eventually(lambda: asked(by_address).json().get("code") == "stale-picture")
    assert asked(by_address).status_code == 503
    assert asked({"url": f"{neighbours.url}/gate"}).json()["code"] == "url-not-allowed"
