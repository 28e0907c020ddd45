"""Which camera an address means."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.application.find_camera import cameras_at
from mosaic_contracts.internal_api import DesiredCamera

GATE = UUID("0198c0de-0000-7000-8000-000000000001")


def camera(source_url: str, *, sub_url: str | None = None, camera_id: UUID = GATE) -> DesiredCamera:
    return DesiredCamera(
        id=camera_id, name="gate", source_url=source_url, sub_url=sub_url, enabled=True, revision=1
    )


def found(url: str, *cameras: DesiredCamera) -> list[UUID]:
    return [each.id for each in cameras_at(url, cameras, own_host="vms.example:8080")]


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://10.0.0.7/live",
        "rtsp://10.0.0.7:554/live",
        "RTSP://10.0.0.7/live/",
        "rtsp://somebody:wrong@10.0.0.7/live",
        "rtsp://10.0.0.7/sub",
        f"/hls/{GATE}/index.m3u8",
        f"/hls/n/second/{GATE}/h264/index.m3u8?cookieCheck=1",
        f"http://vms.example:8080/hls/{GATE}/sub/index.m3u8",
        f"https://VMS.example:8080/api/v1/cameras/{GATE}/snapshot.jpg",
        f"/api/v1/cameras/{str(GATE).upper()}/snapshot.jpg",
    ],
)
def test_camera_when_the_address_is_its_own_then_found(url: str) -> None:
    gate = camera("rtsp://admin:secret@10.0.0.7/live", sub_url="rtsp://a:s@10.0.0.7:554/sub")
    other = camera("rtsp://10.0.0.8/live", camera_id=uuid4())
    assert found(url, other, gate) == [GATE]


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://10.0.0.7/other",
        "rtsp://10.0.0.7:8554/live",
        "rtsps://10.0.0.7/live",
        "rtsp://10.0.0.70/live",
        "rtsp://10.0.0.7@169.254.169.254/live",
        "rtsp://10.0.0.7/live?x=1",
        "http://169.254.169.254/latest/meta-data/",
        f"http://169.254.169.254/hls/{GATE}/index.m3u8",
        f"//169.254.169.254/hls/{GATE}/index.m3u8",
        f"http://vms.example:8080@evil.example/hls/{GATE}/index.m3u8",
        f"ftp://vms.example:8080/hls/{GATE}/index.m3u8",
        f"/hls/{GATE}/../../etc/passwd",
        f"/hls/{UUID(int=61)}/index.m3u8",
        "file:///etc/passwd",
        "/etc/passwd",
        "http://[::1",
        "rtsp://10.0.0.7:99999/live",
        "",
        " ",
    ],
)
def test_camera_when_the_address_is_another_then_none(url: str) -> None:
    assert found(url, camera("rtsp://admin:secret@10.0.0.7/live")) == []


@pytest.mark.parametrize(
    "source",
    [
        "rtsp://10.0.0.7/live?user=admin&password={}",
        "rtsp://10.0.0.7/user=admin_password={}_channel=1.sdp",
        "http://10.0.0.7/mjpeg?token={}",
    ],
)
def test_camera_when_only_a_password_differs_then_found_so_that_none_is_guessed(
    source: str,
) -> None:
    gate = camera(source.format("hunter2"))
    assert found(source.format("guess"), gate) == [GATE]
    assert found(source.format("hunter2"), gate) == [GATE]


def test_camera_when_two_have_one_address_then_both_found() -> None:
    first, second = (camera("rtsp://10.0.0.7/live", camera_id=uuid4()) for _ in range(2))
    assert found("rtsp://10.0.0.7/live", first, second) == [first.id, second.id]


@given(st.text(max_size=80))
def test_camera_when_the_address_is_anything_then_no_error(url: str) -> None:
    assert found(url, camera("rtsp://10.0.0.7/live")) == []
