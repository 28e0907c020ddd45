"""Addresses that no camera may have are refused with a reason, however they are spelled."""

import pytest

from mosaic_cli.checks.live.front_door import FrontDoor

REFUSED = [
    "rtsp://169.254.10.20/main",  # link-local
    "rtsp://[fe80::1]/main",
    "rtsp://[fe80::1%25eth0]/main",
    "http://169.254.169.254/latest/meta-data/",  # metadata service
    "http://2852039166/latest/meta-data/",  # the same in decimal,
    "http://0xA9FEA9FE/latest/meta-data/",  # hexadecimal,
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://0251.0376.0251.0376/",  # octal,
    "http://169.254.43518/",  # shortened,
    "http://[::ffff:169.254.169.254]/",  # IPv4-mapped,
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::169.254.169.254]/",  # IPv4-compatible,
    "http://[64:ff9b::a9fe:a9fe]/",  # and by NAT64
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://100.100.100.200/latest/meta-data/",
    "rtsp://0.0.0.0/main",
    "rtsp://255.255.255.255/main",
    "rtsp://239.1.2.3/main",  # multicast
]
MALFORMED = [
    "",
    "rtsp://",
    "rtsp:///main",
    "rtsp://host:99999/main",
    "rtsp://ho st/main",
    "rtsp://user:pa@ss@host/main",
    "rtsp://user:pa/ss@host/main",
    "rtsp://1.2.3.4.5/main",
    "rtsp://[::1/main",
    "file:///etc/passwd",
    "gopher://10.0.0.1/",
    "javascript:alert(1)",
    "10.0.0.1/main",
    "rtsp://10.0.0.1/main\nrtsp://10.0.0.2/main",
    "rtsp://10.0.0.1/" + "a" * 5000,
]


@pytest.mark.parametrize("source_url", REFUSED + MALFORMED)
def test_camera_when_its_address_cannot_be_then_400_that_points_at_it(
    admin: FrontDoor, source_url: str
) -> None:
    body = {"name": "never", "source_url": source_url, "enabled": False}
    response = admin.request("POST", "/api/v1/cameras", json=body)
    if response.status_code == 201:
        admin.remove_camera(response.json()["id"])
    assert response.status_code == 400, response.text
    problem = response.json()
    assert [error["pointer"] for error in problem["errors"]] == ["/source_url"]
    assert problem["errors"][0]["detail"]


def test_camera_when_changed_to_a_refused_address_then_400_and_it_stays(
    admin: FrontDoor, add_camera, demo_source: str
) -> None:
    camera = add_camera(demo_source, enabled=False)
    path = f"/api/v1/cameras/{camera['id']}"
    etag = admin.get(path).headers.get("etag")
    response = admin.request(
        "PATCH",
        path,
        json={"source_url": "http://169.254.169.254/"},
        headers={"If-Match": etag} if etag else {},
    )
    assert response.status_code == 400
    assert admin.answer("GET", path)["source_url"] == camera["source_url"]


def test_probe_when_the_source_is_refused_by_the_camera_then_it_says_so(
    admin: FrontDoor, add_camera
) -> None:
    camera = add_camera("rtsp://127.0.0.1:1/main", enabled=False)
    told = admin.answer("POST", f"/api/v1/cameras/{camera['id']}/probe")
    assert told["ok"] is False
    assert told["reason"] in {"refused", "unreachable"}
