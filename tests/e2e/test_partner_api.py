"""API clients made in the admin, and their keys at the front door of the running stack."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until

from .admin_site import AdminSite

pytestmark = pytest.mark.timeout(400)
EVENTS = "/partner/v1/events"
READ = "mosaic.plate.read.v1"
SCOPES = ["cameras", "detections", "plates", "clips", "events", "webhooks"]


@pytest.fixture(scope="module")
def site(stack: RunningStack) -> Iterator[AdminSite]:
    site = AdminSite(stack.url, stack.accounts["admin"])
    yield site
    site.close()


@pytest.fixture
def api_client(site: AdminSite) -> Iterator[Callable[..., str]]:
    """Makes API clients that go away with the test; gives their ids."""
    name = f"e2e-{uuid.uuid4().hex[:8]}"
    site.post("/admin/partners/plan/add/", name=name, per_second=50, per_minute=1000)
    plan, made = site.id_of("partners/plan", name), []

    def make(**fields: Any) -> str:
        given = {
            "name": f"{name}-{len(made)}",
            "plan": plan,
            "is_active": "on",
            "scopes": SCOPES,
            "all_cameras": "on",
            "keys-TOTAL_FORMS": "0",
            "keys-INITIAL_FORMS": "0",
        }
        site.post("/admin/partners/apiclient/add/", **given, **fields)
        made.append(site.id_of("partners/apiclient", given["name"]))
        return made[-1]

    yield make
    for client_id in made:
        site.remove("partners/apiclient", client_id)
    site.remove("partners/plan", plan)


@pytest.fixture
def partner(stack: RunningStack, site: AdminSite) -> Iterator[Callable[[str], httpx.Client]]:
    """A client of the partner API by a new key of an API client."""
    opened: list[httpx.Client] = []

    def open_by(client_id: str) -> httpx.Client:
        key = site.issue_key(client_id)
        opened.append(httpx.Client(base_url=stack.url, headers={"X-API-Key": key}, timeout=30))
        return opened[-1]

    yield open_by
    for client in opened:
        client.close()


def answered(client: httpx.Client, path: str, **parameters: Any) -> Any:
    response = client.get(path, params=parameters)
    assert response.status_code == 200, f"{path}: {response.status_code} {response.text[:500]}"
    return response.json()


def streamed(client: httpx.Client, cursor: str, count: int) -> list[dict[str, Any]]:
    """The next events after a cursor, by server-sent events."""
    events: list[dict[str, Any]] = []
    headers = {"Accept": "text/event-stream"}
    with client.stream("GET", EVENTS, params={"after": cursor}, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
            if len(events) == count:
                return events
    raise AssertionError(f"the stream ended after {len(events)} events")


def test_key_when_issued_then_cameras_reads_and_events_come_by_it_until_it_is_revoked(
    site: AdminSite,
    api_client: Callable[..., str],
    partner: Callable[[str], httpx.Client],
    demo_cameras: dict[str, dict[str, Any]],
) -> None:
    client_id = api_client()
    client = partner(client_id)
    cameras = {camera["id"] for camera in answered(client, "/partner/v1/cameras")["items"]}
    assert {camera["id"] for camera in demo_cameras.values()} <= cameras

    latest = answered(client, EVENTS, after="latest")["next_cursor"]

    def since() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = answered(client, EVENTS, after=latest)["items"]
        return items

    until(
        lambda: any(event["type"] == READ and event["data"]["final"] for event in since()),
        "a plate that was read",
        within_s=240,
    )
    events = since()
    assert streamed(client, latest, len(events)) == events
    read = next(
        event["data"] for event in events if event["type"] == READ and event["data"]["final"]
    )
    stored = answered(client, f"/partner/v1/plates/{read['read_id']}")
    assert stored["text"] == read["text"]
    until(lambda: answered(client, "/partner/v1/usage")["used"] > 0, "usage", within_s=15)

    prefix = client.headers["X-API-Key"].split("_")[2]
    key_id = site.id_of("partners/apikey", prefix)
    site.post(f"/admin/partners/apikey/{key_id}/revoke")
    assert client.get("/partner/v1/cameras").status_code == 401
    other = partner(client_id)
    assert other.get("/partner/v1/cameras").status_code == 200


def test_sandbox_key_when_the_day_runs_fast_then_its_reads_come_and_nothing_real(
    api_client: Callable[..., str],
    partner: Callable[[str], httpx.Client],
    demo_cameras: dict[str, dict[str, Any]],
) -> None:
    client = partner(api_client(sandbox="on"))
    assert client.headers["X-API-Key"].startswith("mk_test_")
    cameras = {camera["id"] for camera in answered(client, "/partner/v1/cameras")["items"]}
    assert cameras
    assert not cameras & {camera["id"] for camera in demo_cameras.values()}
    day = client.request("PATCH", "/partner/v1/sandbox", json={"speed": 60, "start": "08:00:00"})
    assert day.status_code == 200, day.text
    cursor = answered(client, EVENTS, after="latest")["next_cursor"]
    came = streamed(client, cursor, 5)
    assert [event["id"] for event in answered(client, EVENTS, after=cursor)["items"][:5]] == [
        event["id"] for event in came
    ]
    assert all(event["source"] == "mosaic/sandbox" for event in came)


def test_partner_api_when_a_users_token_or_no_key_is_shown_then_401(operator: FrontDoor) -> None:
    assert operator.http.get("/partner/v1/cameras").status_code == 401
    assert operator.get("/partner/v1/cameras").status_code == 401
