"""Health and figures of a service that really samples."""

import json
from typing import Any
from uuid import uuid4

import httpx
from ai_neighbours import Neighbours, eventually
from ai_process import Service
from ai_streams import MediaServer, moving_card


async def test_health_and_figures_when_a_camera_streams_and_falls_silent_then_both_tell(
    service: Service, neighbours: Neighbours, media_server: MediaServer
) -> None:
    camera = uuid4()
    figures = service.folder / "metrics.jsonl"
    service.environment |= {
        "MOSAIC_AI_METRICS_EVERY": "3",
        "MOSAIC_AI_METRICS_FILE": str(figures),
    }
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    await service.start()

    def health() -> tuple[int, dict[str, Any]]:
        answer = httpx.get(f"{service.url}/health/stream")
        return answer.status_code, answer.json()

    assert health()[1]["status"] == "idle"
    assert health()[0] == 200
    neighbours.add_camera(camera)
    publisher = media_server.publish(camera, moving_card("640x360"))
    service.stop()
    await service.start()
    await eventually(lambda: health()[1]["status"] == "ok")
    status, told = health()
    assert set(told) == {"status", "cameras", "coverage", "oldest_frame_age_s"}
    assert (status, told["cameras"]["online"]) == (200, 1)
    assert str(camera) not in json.dumps(told)

    def lines() -> list[dict[str, Any]]:
        text = figures.read_text() if figures.exists() else ""
        return [json.loads(line) for line in text.splitlines()]

    await eventually(lambda: len(lines()) >= 2)
    line = lines()[-1]
    assert line["window"]["frames"] >= 3
    assert {"decode", "gate", "locate", "record"} <= set().union(
        *(each["stages"] for each in lines())
    )
    assert all(stage["p95_ms"] >= stage["p50_ms"] >= 0 for stage in line["stages"].values())
    assert list(line["coverage"]["by_camera"]) == [str(camera)]
    assert line["memory"]["children_rss_bytes"] > 0
    metrics = httpx.get(f"{service.url}/metrics").text
    assert f'mosaic_ai_camera_coverage{{camera="{camera}"}}' in metrics
    assert 'mosaic_ai_stage_duration_seconds_count{stage="decode"}' in metrics

    media_server.stop_one(publisher)
    await eventually(lambda: health()[0] == 503)
    assert health()[1]["status"] == "down"
    assert httpx.get(f"{service.url}/health").status_code == 200
    assert httpx.get(f"{service.url}/ready").status_code == 200
