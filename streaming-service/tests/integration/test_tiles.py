"""Paths opened beforehand and reports of tiles, on the running service and the real MediaMTX."""

from typing import Any

import httpx

from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Role

from .support import Stack, eventually


def post(stack: Stack, what: str, body: dict[str, Any], token: str | None = None) -> httpx.Response:
    return stack.client.post(
        f"{stack.url('streaming')}/api/streaming/v1/{what}",
        json=body,
        headers={"Authorization": f"Bearer {token or stack.backend.token()}"},
    )


def is_open(stack: Stack, path: str) -> bool:
    items = stack.client.get(f"{stack.url('api')}/v3/paths/list").json()["items"]
    return any(item["name"] == path and item["ready"] for item in items)


def test_prewarm_opens_the_viewers_paths_and_no_others(stack: Stack, open_source: str) -> None:
    group = new_id()
    mine = stack.backend.add(open_source, sub_url=open_source, group_id=str(group))
    plain = stack.backend.add(open_source, group_id=str(group))
    foreign = stack.backend.add(open_source, group_id=str(new_id()))
    off = stack.backend.add(open_source, group_id=str(group), enabled=False)
    stack.look_again()
    eventually(lambda: {mine, f"{mine}/sub", plain, foreign} <= stack.paths())
    token = stack.backend.token(Role.VIEWER, frozenset({group}))
    cameras = [mine, plain, foreign, off, str(new_id())]
    answer = post(stack, "prewarm", {"cameras": cameras, "stream": "sub"}, token)
    assert (answer.status_code, answer.content) == (204, b"")
    eventually(lambda: is_open(stack, f"{mine}/sub") and is_open(stack, plain))
    assert not is_open(stack, foreign)
    assert not is_open(stack, mine)
    assert not [event for event in stack.published() if event.subject == f"camera:{mine}"]


def test_prewarm_when_it_names_too_many_or_nonsense_then_refused_with_the_place(
    stack: Stack,
) -> None:
    many = post(stack, "prewarm", {"cameras": [str(new_id()) for _ in range(65)]})
    assert many.status_code == 400
    assert many.json()["errors"][0]["pointer"] == "/cameras"
    assert post(stack, "prewarm", {"cameras": ["x"]}).status_code == 400


def test_reports_of_tiles_become_metrics_without_the_viewer(stack: Stack, open_source: str) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    report = {"camera_id": camera, "transport": "webrtc", "delay_ms": 250, "first_frame_ms": 400}
    assert post(stack, "playback-reports", {"reports": [report]}).status_code == 204
    metrics = stack.client.get(f"{stack.url('streaming')}/metrics").text
    labels = f'{{camera_id="{camera}",transport="webrtc"}}'
    assert f"mosaic_playback_worst_delay_seconds{labels} 0.25" in metrics
    assert 'mosaic_playback_first_frame_seconds_count{transport="webrtc"} 1.0' in metrics
    for wrong in (
        report | {"delay_ms": -1},
        report | {"transport": "smoke-signals"},
        report | {"first_frame_ms": 10**9},
        report | {"user": "eve"},
    ):
        assert post(stack, "playback-reports", {"reports": [wrong]}).status_code == 400
