"""Clients made from the OpenAPI document, and the guide's examples, on the real application."""

import itertools
import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.partners.domain.signature import headers, new_secret
from mosaic_backend.partners.infrastructure import feed_writer, keys
from mosaic_backend.partners.infrastructure.models import ApiClient
from mosaic_backend.partners.infrastructure.recorded_files import CLIP
from mosaic_contracts.events import new_event
from partners.generated_clients import (
    DOCUMENT,
    PAGE,
    example,
    operation,
    python_client,
    typescript_client,
)
from partners.test_sandbox import HOUR_MS, feed, stand

Make = Callable[..., ApiClient]
RUN = (Path(__file__).parent / "run_client.ts").read_text()


@pytest.fixture(scope="module", autouse=True)
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with python_client(tmp_path_factory.mktemp("client")):
        yield


@pytest.fixture
def page() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(example("python"), str(PAGE), "exec"), names)
    return names


def append(count: int) -> list[str]:
    events = [new_event(plate_read(f"AB{n}"), source="mosaic/test") for n in range(count)]
    with transaction.atomic():
        feed_writer.append(events, datetime.now(UTC))
    return [str(event.id) for event in events]


@pytest.mark.django_db(transaction=True)
def test_follow_when_there_are_events_then_all_in_order(
    page: dict[str, Any], live_server: Any, api_client: Make
) -> None:
    sent = append(60)
    client = page["client_of"](live_server.url, keys.issue(api_client(), "root").text)
    read = list(itertools.islice(page["follow"](client, cursor=""), 60))
    assert [str(event.id) for event in read] == sent
    followed = page["follow"](client, cursor=read[49].cursor)
    assert [next(followed) for _ in range(10)] == read[50:]
    stranger = page["client_of"](live_server.url, "mk_live_x")
    with pytest.raises(page["RefusedError"], match="unauthenticated"):
        next(page["follow"](stranger))


def test_is_genuine_when_signed_by_us_then_and_only_then(page: dict[str, Any]) -> None:
    secret, other, now = new_secret(), new_secret(), datetime.now(UTC)
    is_genuine = page["is_genuine"]
    assert is_genuine(secret, headers("id", b"{}", now, [secret]), b"{}")
    assert is_genuine(secret, headers("id", b"{}", now, [other, secret]), b"{}")
    assert not is_genuine(secret, headers("id", b"{}", now, [other]), b"{}")
    assert not is_genuine(secret, headers("id", b"{}", now, [secret]), b"[]")
    late = now - timedelta(minutes=6)
    assert not is_genuine(secret, headers("id", b"{}", late, [secret]), b"{}")


@pytest.mark.django_db(transaction=True)
def test_python_client_when_it_asks_every_operation_then_each_answer_is_of_its_type(
    page: dict[str, Any], live_server: Any, api_client: Make
) -> None:
    row = api_client(sandbox=True)
    stand(row, 9 * HOUR_MS)
    client = page["client_of"](live_server.url, keys.issue(row, "root").text)

    asked = {"remove_webhook"}

    def ask(tag: str, name: str, *args: Any, **more: Any) -> Any:
        asked.add(name)
        answer = operation(tag, name).sync(*args, client=client, **more)
        assert type(answer).__name__ != "Problem", answer
        return answer

    import mosaic_partner_client.models as models

    cameras = ask("cameras", "list_cameras", limit=3)
    assert len(cameras.items) == 3
    following = ask("cameras", "list_cameras", cursor=cameras.next_cursor)
    assert ask("cameras", "get_camera", following.items[0].id) == following.items[0]
    found = ask("detections", "list_detections", camera=cameras.items[0].id, label="car")
    assert {item.camera for item in found.items} == {cameras.items[0].id}
    plate = ask("plates", "list_plates", to=datetime(2026, 5, 12, 8, tzinfo=UTC)).items[0]
    assert plate.seen_at < datetime(2026, 5, 12, 8, tzinfo=UTC)
    assert ask("plates", "get_plate", plate.id) == plate
    assert plate.id in [each.id for each in page["plates"](client, plate.text, "case 7")]
    picture = ask("plates", "get_plate_image", plate.id, "plate")
    assert picture.payload.read(3) == b"\xff\xd8\xff"
    clip = next(each for each in ask("clips", "list_clips").items if each.file)
    assert ask("clips", "get_clip", clip.id) == clip
    assert ask("clips", "get_clip_file", clip.id).payload.read() == CLIP.read_bytes()
    events = ask("events", "list_events", types="mosaic.plate.read.v1")
    assert {event.type_ for event in events.items} == {"mosaic.plate.read.v1"}
    faster = ask("sandbox", "change_sandbox", body=models.PatchedSandboxInputRequest(speed=60))
    anew = models.PatchedSandboxInputRequest(start="08:00")
    assert (faster.speed, ask("sandbox", "get_sandbox").speed) == (60, 60)
    assert ask("sandbox", "change_sandbox", body=anew).start == "08:00:00"
    wish = models.WebhookInputRequest(url="https://example.org/hook")
    hook = ask("webhooks", "add_webhook", body=wish)
    assert hook.secret.startswith("whsec_")
    assert [each.id for each in ask("webhooks", "list_webhooks").items] == [hook.id]
    off = models.PatchedWebhookInputRequest(enabled=False)
    assert ask("webhooks", "change_webhook", hook.id, body=off).enabled is False
    assert ask("webhooks", "change_webhook_secret", hook.id).secret != hook.secret
    replayed = ask(
        "webhooks", "replay_webhook", hook.id, body=models.ReplayRequest(after=hook.cursor)
    )
    assert replayed.cursor == hook.cursor
    assert ask("webhooks", "get_webhook", hook.id).url == wish.url
    assert ask("webhooks", "list_dead_letters", hook.id).items == []
    assert (
        operation("webhooks", "remove_webhook").sync_detailed(hook.id, client=client).status_code
        == 204
    )
    assert ask("usage", "get_usage").plan.per_second == 1000
    gone = operation("webhooks", "get_webhook").sync(hook.id, client=client)
    assert (type(gone).__name__, gone.code) == ("Problem", "not-found")
    paths = json.loads(DOCUMENT.read_text())["paths"].values()
    assert asked == {each["operationId"] for path in paths for each in path.values()}


@pytest.mark.django_db(transaction=True)
def test_typescript_client_when_compiled_and_run_then_it_reads_as_the_page_says(
    live_server: Any, api_client: Make
) -> None:
    row = api_client(sandbox=True)
    stand(row, 9 * HOUR_MS)
    key = keys.issue(row, "root").text
    told = feed(APIClient(headers={"X-API-Key": key}))
    text = next(event["data"]["text"] for event in told if event["data"].get("final"))
    body, secret, other = '{"a":1}', new_secret(), new_secret()
    sent = headers("id", body.encode(), datetime.now(UTC), [secret])
    signed = json.dumps({"secret": secret, "other": other, "sent": sent, "body": body})
    with typescript_client(("run.ts", RUN)) as folder:
        done = subprocess.run(
            ["node", "run.js", live_server.url, key, text, "120", signed],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["events"] == [event["id"] for event in told[:120]]
    assert said["camera"] == "Street 1"
    assert said["found"][0] == text
    assert said["code"] == "unauthenticated"
    assert said["genuine"] == [True, False]
