"""docker-compose.yml as people run it: through HAProxy's published port, in the order of a first day."""

import socket
import ssl
from typing import Any

import httpx
import psutil
import pytest

from mosaic_cli.checks.live import hls
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.waiting import until
from mosaic_demo.truth import ClipTruth

from ..compose_file import SERVICES, one_shot
from .project import INNER_PORTS, Project

# Kong is a profile of its own: docs/reference/kong.md.
RUNNING = {name for name, service in SERVICES.items() if "profiles" not in service}
LASTING = {name for name in RUNNING if not one_shot(SERVICES[name])}

PATIENCE_S = 60
"""Every container has its share of two cores only, and the first page of each wakes it."""

pytestmark = pytest.mark.timeout(1800)


def addresses() -> list[str]:
    """This machine's addresses beside loopback and those of bridges between containers."""
    return [
        address.address
        for name, every in psutil.net_if_addrs().items()
        if name != "lo" and not name.startswith(("podman", "veth", "docker", "br-"))
        for address in every
        if address.family == socket.AF_INET
    ]


def test_every_service_when_up_is_healthy(project: Project) -> None:
    until(
        lambda: (seen := project.health()).keys() == LASTING and set(seen.values()) == {"healthy"},
        "every health check healthy",
        within_s=180,
    )
    containers = project.inspected()
    assert containers.keys() == RUNNING | {"camera"}
    for name in RUNNING - LASTING:
        state = containers[name]["State"]
        assert (state["Status"], state["ExitCode"]) == ("exited", 0), name


def test_every_service_when_up_was_started_once_under_its_limits(project: Project) -> None:
    for name, container in project.inspected().items():
        if name in RUNNING:
            assert container["RestartCount"] == 0, name
            assert container["HostConfig"]["Memory"] == bytes_of(SERVICES[name]["mem_limit"]), name
            assert container["State"]["OOMKilled"] is False, name


def bytes_of(text: str) -> int:
    return int(text[:-1]) << {"k": 10, "m": 20, "g": 30}[text[-1]]


def test_the_host_when_up_has_three_ports_published_and_no_other(project: Project) -> None:
    published = {
        (name, inner, int(outer["HostPort"]))
        for name, container in project.inspected().items()
        for inner, bound in (container["NetworkSettings"]["Ports"] or {}).items()
        for outer in bound or ()
    }
    assert published == {
        ("haproxy", "80/tcp", project.http_port),
        ("haproxy", "443/tcp", project.https_port),
        ("mediamtx", "8189/udp", project.webrtc_port),
    }
    for address in addresses():
        health = f"http://{address}:{project.http_port}/health"
        until(
            lambda url=health: httpx.get(url, timeout=PATIENCE_S).is_success,
            f"{health} answers",
            within_s=60,
            despite=(httpx.TransportError,),
        )
        for port in INNER_PORTS:
            with socket.socket() as probe:
                probe.settimeout(2)
                assert probe.connect_ex((address, port)) != 0, f"{address}:{port} answers"


def test_the_front_door_when_opened_by_tls_shows_a_certificate_of_the_local_authority(
    project: Project,
) -> None:
    authority = httpx.get(f"{project.url}/mosaic-ca.crt", timeout=PATIENCE_S).text
    context = ssl.create_default_context(cadata=authority)
    context.set_alpn_protocols(["h2"])
    with (
        socket.create_connection(("127.0.0.1", project.https_port), 10) as plain,
        context.wrap_socket(plain, server_hostname="vms.example.org") as connection,
    ):
        assert connection.selected_alpn_protocol() == "h2"
    url = f"https://127.0.0.1:{project.https_port}"
    trusting = ssl.create_default_context(cadata=authority)
    answer = httpx.get(url, verify=trusting, timeout=PATIENCE_S)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path", ["/internal/v1/cameras", "/internal/jwks.json", "/metrics", "/ready"]
)
def test_the_front_door_when_asked_for_inner_paths_has_none(project: Project, path: str) -> None:
    assert httpx.get(project.url + path, timeout=PATIENCE_S).status_code == 404


@pytest.mark.parametrize(
    ("service", "hosts"),
    [("haproxy", ("postgres", "redis", "rabbitmq")), ("web", ("postgres", "mediamtx"))],
)
def test_a_part_outside_a_network_when_it_looks_for_one_inside_finds_none(
    project: Project, service: str, hosts: tuple[str, ...]
) -> None:
    container = project.inspected()[service]["Id"]
    for host in (*hosts, "backend"):
        found = project.engine.podman("exec", container, "getent", "hosts", host, check=False)
        assert bool(found.strip()) is (host == "backend"), f"{service} → {host}"


def test_the_pages_when_opened_are_served(project: Project) -> None:
    with httpx.Client(base_url=project.url, timeout=PATIENCE_S) as browser:
        page = browser.get("/")
        assert page.status_code == 200
        script = page.text.partition('src="/assets/')[2].partition('"')[0]
        kind = browser.get(f"/assets/{script}").headers["content-type"].partition(";")[0]
        assert kind in {"text/javascript", "application/javascript"}  # nginx 1.29, and before
        assert browser.get("/a/page/of/the/console").text == page.text
        login = browser.get("/admin/", follow_redirects=True)
        assert login.status_code == 200
        assert "csrfmiddlewaretoken" in login.text
        style = login.text.partition('href="/static/')[2].partition('"')[0]
        assert browser.get(f"/static/{style}").status_code == 200


def test_a_generated_account_when_used_signs_in_and_a_wrong_password_does_not(
    project: Project,
) -> None:
    for account in project.accounts().values():
        door = FrontDoor(project.url, account["username"], account["password"])
        assert door.get("/api/v1/cameras").status_code == 200
        wrong = {**account, "password": "wrong"}
        assert door.http.post("/api/v1/auth/token", json=wrong).status_code == 401
        door.close()


def test_a_camera_when_added_is_played_and_looked_at(
    admin: FrontDoor, camera: dict[str, Any], truth: ClipTruth
) -> None:
    session = until(
        lambda: admin.viewer_session(camera["id"]),
        "a viewer session",
        within_s=60,
        despite=(AssertionError,),
    )
    with httpx.Client(timeout=20) as player:
        content = until(
            lambda: hls.segments(player, session),
            "a whole segment",
            within_s=60,
            despite=(hls.HlsError, httpx.HTTPError),
        )
    assert hls.decoded_frames(content) >= 1

    def sampled() -> bool:
        cameras = admin.answer("GET", "/api/ai/v1/status")["cameras"]
        return any(each["camera_id"] == camera["id"] and each["sampled"] > 2 for each in cameras)

    until(sampled, "the AI samples the camera", within_s=120, despite=(AssertionError,))
    plates = {passage.plate for passage in truth.passages}

    def read_of_the_truth() -> dict[str, Any] | None:
        items = admin.answer("GET", f"/api/v1/plates?camera={camera['id']}")["items"]
        return next((each for each in items if each["text"] in plates), None)

    # The first telling of a passage may still be wrong; it is revised while the vehicle is in view.
    read = until(read_of_the_truth, "a plate of the ground truth is read", within_s=300)
    crop = admin.get(read["images"]["plate"])
    assert crop.headers["content-type"] == "image/jpeg"


def test_a_stack_when_taken_down_leaves_nothing_and_when_up_again_has_kept_its_data(
    project: Project, admin: FrontDoor, camera: dict[str, Any]
) -> None:
    project.down()
    assert project.leftovers() == []
    project.up()
    account = project.accounts()["admin"]
    again = FrontDoor(project.url, account["username"], account["password"])
    kept = until(
        lambda: again.answer("GET", f"/api/v1/cameras/{camera['id']}"),
        "the camera after the second start",
        within_s=120,
        despite=(AssertionError, httpx.HTTPError),
    )
    assert kept["name"] == camera["name"]
    session = until(
        lambda: again.viewer_session(camera["id"]),
        "a viewer session after the second start",
        within_s=60,
        despite=(AssertionError,),
    )
    with httpx.Client(timeout=20) as player:
        until(
            lambda: hls.segments(player, session),
            "a whole segment after the second start",
            within_s=60,
            despite=(hls.HlsError, httpx.HTTPError),
        )
    again.close()
    project.down()
    assert project.leftovers() == []
