"""One camera's road: added, played, looked at, read, found by search, and taken back."""

import struct
from typing import Any

import httpx
import pytest

from mosaic_cli.checks.live import hls
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.waiting import until

pytestmark = pytest.mark.timeout(400)


def ai_status_of(door: FrontDoor, camera_id: str) -> dict[str, Any] | None:
    cameras = door.answer("GET", "/api/ai/v1/status")["cameras"]
    return next((camera for camera in cameras if camera["camera_id"] == camera_id), None)


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height out of the frame header."""
    assert content[:2] == b"\xff\xd8"
    assert content[-2:] == b"\xff\xd9"
    position = 2
    while content[position + 1] not in {0xC0, 0xC1, 0xC2}:
        position += 2 + struct.unpack(">H", content[position + 2 : position + 4])[0]
    height, width = struct.unpack(">HH", content[position + 5 : position + 9])
    return width, height


def test_camera_from_adding_to_deleting(
    admin: FrontDoor, operator: FrontDoor, add_camera, stream_state, demo_source: str, truths
) -> None:
    camera = add_camera(demo_source)
    camera_id = camera["id"]

    session = until(
        lambda: operator.viewer_session(camera_id),
        "a viewer session of the new camera",
        within_s=40,
        despite=(AssertionError,),
    )
    with httpx.Client(timeout=20) as player:
        content = until(
            lambda: hls.segments(player, session),
            "a whole segment",
            within_s=30,
            despite=(hls.HlsError, httpx.HTTPError),
        )
    assert hls.decoded_frames(content) >= 1
    stream_state(camera_id, "online", within_s=40)

    sampled = until(
        lambda: (status := ai_status_of(operator, camera_id)) and status["sampled"] > 2 and status,
        "the AI samples the camera",
        within_s=60,
    )
    assert sampled["state"] == "online"

    read = until(
        lambda: next(
            iter(operator.answer("GET", f"/api/v1/plates?camera={camera_id}")["items"]), None
        ),
        "a plate read of the camera",
        within_s=240,
    )
    assert read["text"] in {passage.plate for passage in truths["camera-01"].passages}
    assert read["camera"] == camera_id
    found = operator.answer("GET", f"/api/v1/plates?text={read['text']}&match=exact")["items"]
    assert read["id"] in {hit["id"] for hit in found}
    sizes = {}
    for kind, path in read["images"].items():
        response = operator.get(path)
        assert response.status_code == 200, f"{kind}: {response.text[:300]}"
        assert response.headers["content-type"] == "image/jpeg"
        sizes[kind] = jpeg_size(response.content)
    assert sizes.keys() == {"plate", "vehicle", "scene"}
    assert sizes["plate"][0] < sizes["scene"][0]
    assert httpx.get(operator.url + read["images"]["plate"]).status_code == 401

    snapshot = operator.get(f"/api/v1/cameras/{camera_id}/snapshot.jpg")
    assert snapshot.status_code == 200
    assert jpeg_size(snapshot.content)[0] >= 640

    admin.remove_camera(camera_id)
    assert operator.get(f"/api/v1/cameras/{camera_id}").status_code == 404
    gone = f"/api/streaming/v1/cameras/{camera_id}/sessions"
    until(lambda: operator.request("POST", gone).status_code == 404, "no session", within_s=40)
    until(lambda: ai_status_of(operator, camera_id) is None, "the AI let go", within_s=40)
    token = {"Authorization": f"Bearer {session['token']}"}
    with httpx.Client(timeout=20, headers=token) as player:
        until(
            # MediaMTX says 500 of a path that it does not have.
            lambda: player.get(session["hls_url"]).status_code >= 400,
            "the path is gone from MediaMTX though its token still lives",
            within_s=40,
        )


def test_camera_when_disabled_then_everything_of_it_stops_until_enabled_again(
    admin: FrontDoor, operator: FrontDoor, add_camera, stream_state, demo_source: str
) -> None:
    camera = add_camera(demo_source)
    camera_id = camera["id"]
    path = f"/api/v1/cameras/{camera_id}"
    until(lambda: ai_status_of(operator, camera_id), "the AI took it up", within_s=30)

    def change(**fields: Any) -> None:
        etag = admin.get(path).headers.get("etag")
        headers = {"If-Match": etag} if etag else {}
        admin.answer("PATCH", path, json=fields, headers=headers)

    change(enabled=False)
    until(lambda: ai_status_of(operator, camera_id) is None, "the AI let go", within_s=40)
    stream_state(camera_id, "disabled", within_s=40)
    sessions = f"/api/streaming/v1/cameras/{camera_id}/sessions"
    until(
        lambda: operator.request("POST", sessions).status_code == 409,
        "no viewer is let in",
        within_s=40,
    )
    change(enabled=True)
    until(lambda: ai_status_of(operator, camera_id), "the AI took it up again", within_s=30)
    until(
        lambda: operator.viewer_session(camera_id)["token"],
        "viewers are let in again",
        within_s=40,
        despite=(AssertionError,),
    )


def test_camera_when_created_twice_with_one_key_then_one(
    admin: FrontDoor, demo_source: str
) -> None:
    body = {"name": "e2e-idempotent", "source_url": demo_source, "enabled": False}
    headers = {"Idempotency-Key": "e2e-idempotent-key"}
    first, second = (
        admin.answer("POST", "/api/v1/cameras", json=body, headers=headers) for _ in range(2)
    )
    try:
        assert first["id"] == second["id"]
    finally:
        admin.remove_camera(first["id"])
