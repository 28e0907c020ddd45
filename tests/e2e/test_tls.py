"""The whole of Mosaic by TLS: signing in, live events, pictures, the admin, and what keeps the certificate."""

import ssl
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mosaic_cli.checks.live import hls
from mosaic_cli.checks.live.events import EventFeed
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until

from .admin_site import AdminSite

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def secure(stack: RunningStack):
    door = stack.sign_in("admin", by_tls=True)
    yield door
    door.close()


def test_pages_when_opened_by_tls_then_served_and_not_to_who_does_not_trust_it(
    stack: RunningStack, secure: FrontDoor
) -> None:
    assert "<html" in secure.http.get("/").text
    with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        httpx.get(stack.https_url)
    assert httpx.get(f"{stack.url}/mosaic-ca.crt").text in {
        ssl.DER_cert_to_PEM_cert(der) for der in stack.trusting().get_ca_certs(binary_form=True)
    }


def test_browser_session_when_by_tls_then_cookie_is_secure_and_renews_it(
    stack: RunningStack,
) -> None:
    with httpx.Client(base_url=stack.https_url, verify=stack.trusting()) as browser:
        body = stack.accounts["viewer"] | {"cookie": True}
        answer = browser.post("/api/v1/auth/token", json=body)
        assert answer.status_code == 200
        assert [cookie.name for cookie in browser.cookies.jar] == ["__Secure-mosaic_refresh"]
        assert all(cookie.secure for cookie in browser.cookies.jar)
        origin = {"Origin": stack.https_url}
        assert browser.post("/api/v1/auth/refresh", json={}, headers=origin).status_code == 200
        other = {"Origin": stack.url}
        assert browser.post("/api/v1/auth/refresh", json={}, headers=other).status_code == 403


def test_stream_when_by_tls_then_every_address_is_and_it_plays(
    stack: RunningStack, secure: FrontDoor, demo_cameras: dict[str, dict[str, Any]]
) -> None:
    session = secure.viewer_session(demo_cameras["camera-01"]["id"])
    for kind in ("hls_url", "whep_url"):
        assert session[kind].startswith(stack.https_url + "/")
    with httpx.Client(timeout=30, verify=stack.trusting()) as player:
        content = until(
            lambda: hls.segments(player, session),
            "a segment",
            within_s=60,
            despite=(hls.HlsError, httpx.HTTPError),
        )
        assert hls.decoded_frames(content) >= 1
        refused = player.post(
            session["whep_url"], content="v=0", headers={"Content-Type": "application/sdp"}
        )
        assert refused.status_code == 401


def test_live_events_when_by_tls_then_heard(secure: FrontDoor) -> None:
    with EventFeed(secure, ()) as feed:
        assert feed.connected.wait(60)


def test_admin_when_by_tls_then_its_forms_are_taken(stack: RunningStack) -> None:
    site = AdminSite(stack.https_url, stack.accounts["admin"], stack.trusting())
    site.post("/admin/cameras/cameragroup/add/", name="by TLS")
    site.remove("cameras/cameragroup", site.id_of("cameras/cameragroup", "by TLS"))
    site.close()


def test_addresses_when_told_then_both_are_of_the_front_door(stack: RunningStack) -> None:
    plain, tls = urlsplit(stack.url), urlsplit(stack.https_url)
    assert (plain.scheme, tls.scheme) == ("http", "https")
    assert stack.parts()["haproxy"]["address"] == plain.netloc
