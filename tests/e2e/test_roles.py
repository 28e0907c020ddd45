"""A role opens what it should and nothing more."""

from typing import Any

import pytest

CAMERA = {"name": "not-to-be", "source_url": "rtsp://127.0.0.1:1/x", "enabled": False}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/cameras"),
        ("GET", "/api/v1/plates"),
        ("GET", "/api/v1/detections"),
    ],
)
def test_viewer_when_asking_beyond_live_view_then_403(sign_in, method: str, path: str) -> None:
    response = sign_in("viewer").request(method, path, json=CAMERA if method == "POST" else None)
    assert response.status_code == 403
    assert response.json()["code"] == "permission-denied"


@pytest.mark.parametrize("role", ["operator", "reviewer", "viewer"])
def test_camera_when_changed_by_others_than_administrators_then_403(
    sign_in, role: str, demo_cameras: dict[str, dict[str, Any]]
) -> None:
    door = sign_in(role)
    camera_id = demo_cameras["camera-01"]["id"]
    assert door.request("POST", "/api/v1/cameras", json=CAMERA).status_code == 403
    assert (
        door.request("PATCH", f"/api/v1/cameras/{camera_id}", json={"enabled": False}).status_code
        == 403
    )
    assert door.request("DELETE", f"/api/v1/cameras/{camera_id}").status_code == 403


@pytest.mark.parametrize("role", ["operator", "reviewer"])
def test_search_is_open_to_those_who_work_with_it(sign_in, role: str) -> None:
    assert sign_in(role).get("/api/v1/plates").status_code == 200
    assert sign_in(role).get("/api/v1/detections").status_code == 200


@pytest.mark.parametrize("role", ["admin", "operator", "reviewer", "viewer"])
def test_source_when_shown_then_without_credentials(sign_in, role: str, add_camera) -> None:
    camera = add_camera("rtsp://someone:hunter2-Zw9@127.0.0.1:1/main", enabled=False)
    assert "hunter2" not in str(camera)
    assert "hunter2" not in sign_in("admin").get(f"/api/v1/cameras/{camera['id']}").text
    assert "hunter2" not in sign_in(role).get("/api/v1/cameras").text
