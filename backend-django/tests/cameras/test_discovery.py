"""WS-Discovery against a simulated camera that hears the multicast group on loopback."""

import asyncio
import re
import socket
import struct
from collections.abc import Iterator
from threading import Thread
from uuid import UUID, uuid4

import pytest

from mosaic_backend.cameras.domain.discovery import devices_in, question
from mosaic_backend.cameras.infrastructure import ws_discovery

ID = UUID(int=7)


def matches(
    message_id: UUID | str, urls: str, *, endpoint: str = "urn:uuid:cam", more: str = ""
) -> bytes:
    return f"""<?xml version="1.0"?>{more}
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
  xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
  xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">
 <s:Header><a:RelatesTo>uuid:{message_id}</a:RelatesTo></s:Header>
 <s:Body><d:ProbeMatches><d:ProbeMatch>
  <a:EndpointReference><a:Address>{endpoint}</a:Address></a:EndpointReference>
  <d:Scopes>onvif://www.onvif.org/name/Gate%20Cam onvif://www.onvif.org/hardware/X1</d:Scopes>
  <d:XAddrs>{urls}</d:XAddrs>
 </d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>""".encode()


def allow(address: object) -> bool:
    return not str(address).startswith("169.254.")


def test_answer_when_ours_then_read_and_refused_addresses_left_out():
    urls = (
        "http://169.254.169.254/onvif http://10.0.0.9/onvif/device_service http://cam.local/onvif"
        " file:///etc/passwd http://u:p@10.0.0.9/ http://[::1"
    )
    [device] = devices_in(matches(ID, urls), ID, "10.0.0.9", allow)
    assert device.service_urls == ("http://10.0.0.9/onvif/device_service",)
    assert (device.name, device.hardware, device.location) == ("Gate Cam", "X1", None)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\xff",
        b"<a>",
        question(ID),
        matches(UUID(int=8), "http://10.0.0.9/"),
        matches(ID, "x", more='<!DOCTYPE a [<!ENTITY b "c">]>'),
        b"<a>" * 20_000,
        matches(ID, "x" * 70_000),
    ],
)
def test_answer_when_not_one_to_us_or_hostile_then_nothing(answer):
    assert devices_in(answer, ID, "10.0.0.9", allow) == []


def test_answer_when_from_a_refused_network_then_nothing():
    assert devices_in(matches(ID, "http://10.0.0.9/"), ID, "169.254.1.1", allow) == []


@pytest.fixture
def camera() -> Iterator[list[bytes]]:
    """Answers every probe twice, with junk in between; gives what it was asked."""
    heard: list[bytes] = []
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("", ws_discovery.GROUP[1]))
    membership = struct.pack(
        "4s4s", socket.inet_aton(ws_discovery.GROUP[0]), socket.inet_aton("127.0.0.1")
    )
    try:
        listening.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    except OSError:
        listening.close()
        pytest.skip("no multicast on loopback here")

    def serve() -> None:
        while True:
            data, sender = listening.recvfrom(65_535)
            if data == b"end":
                return
            heard.append(data)
            asked = re.search(rb"uuid:([0-9a-f-]{36})", data)
            assert asked is not None
            answer = matches(asked[1].decode(), "http://127.0.0.1/onvif")
            for body in (answer, b"\xffjunk", matches(uuid4(), "http://10.0.0.1/"), answer):
                listening.sendto(body, sender)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    yield heard
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ending:
        ending.sendto(b"end", ("127.0.0.1", ws_discovery.GROUP[1]))
    thread.join(5)
    listening.close()


def test_discover_when_a_camera_answers_then_listed_once(camera):
    found = asyncio.run(ws_discovery.discover(allow, timeout_s=1.0, interface="127.0.0.1"))
    assert [(device.endpoint, device.service_urls) for device in found] == [
        ("urn:uuid:cam", ("http://127.0.0.1/onvif",))
    ]
    assert len(camera) == 1


def test_discover_when_its_address_is_refused_then_not_listed(camera):
    found = asyncio.run(
        ws_discovery.discover(lambda _: False, timeout_s=0.5, interface="127.0.0.1")
    )
    assert found == []


@pytest.mark.django_db
def test_route_when_asked_then_a_list_and_a_wait_beyond_bounds_is_refused(admin):
    path = "/api/v1/cameras/discover"
    assert admin.post(path, {"timeout_s": 0.1}).status_code in {200, 503}
    for bad in (0, 11, "x"):
        answer = admin.post(path, {"timeout_s": bad})
        assert answer.json()["errors"][0]["pointer"] == "/timeout_s"
