from uuid import UUID

import pytest
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CameraChanged, CloudEvent

URL = "/api/v1/cameras"
SOURCE = "rtsp://user:pa55@127.0.0.1:8554/cam"


def create(client: APIClient, **fields: object) -> dict:
    answer = client.post(URL, {"name": "Gate", "source_url": SOURCE} | fields)
    assert answer.status_code == 201, answer.content
    return answer.json()


def waiting_changes() -> list[CameraChanged]:
    events = [CloudEvent.from_json(row.event.encode()) for row in OutboxRow.objects.all()]
    return [event.payload() for event in events]


def test_create_when_valid_then_told_without_credentials_and_event_waits(admin):
    camera = create(admin)
    assert camera["source_url"] == "rtsp://127.0.0.1:8554/cam"
    row = CameraRow.objects.get(id=camera["id"])
    assert row.source_url == SOURCE
    assert waiting_changes() == [
        CameraChanged(camera_id=row.id, change="created", revision=row.revision)
    ]


def test_source_url_when_stored_then_encrypted(admin):
    from django.db import connection

    create(admin)
    with connection.cursor() as cursor:
        cursor.execute("SELECT source_url, source_address FROM cameras_camera")
        stored = cursor.fetchone()
    assert "pa55" not in "".join(stored)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "x"}, "/source_url"),
        ({"name": "", "source_url": SOURCE}, "/name"),
        ({"name": "x", "source_url": "rtsp://169.254.169.254/"}, "/source_url"),
        ({"name": "x", "source_url": "nonsense"}, "/source_url"),
        ({"name": "x", "source_url": SOURCE, "group": str(UUID(int=1))}, "/group"),
        ({"name": "x", "source_url": SOURCE, "ai": {"zones": [{"name": "z"}]}}, "/ai/zones/0/kind"),
        (
            {
                "name": "x",
                "source_url": SOURCE,
                "ai": {
                    "zones": [{"name": "z", "kind": "plate", "polygon": [[0, 0], [2, 0], [1, 1]]}]
                },
            },
            "/ai/zones/0/polygon/1/0",
        ),
        ({"name": "x", "source_url": SOURCE, "recording": {"mode": "x"}}, "/recording/mode"),
    ],
)
def test_create_when_invalid_then_400_points_at_the_field_and_nothing_is_kept(admin, body, pointer):
    answer = admin.post(URL, body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert not CameraRow.objects.exists()
    assert not OutboxRow.objects.exists()


def test_change_when_if_match_is_stale_then_412_and_unchanged(admin):
    camera = create(admin)
    path = f"{URL}/{camera['id']}"
    assert admin.patch(path, {"name": "A"}, headers={"If-Match": '"1"'}).status_code == 200
    answer = admin.patch(path, {"name": "B"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 412
    assert admin.get(path).json()["name"] == "A"


def test_change_when_shown_address_is_sent_back_then_credentials_stay(admin):
    camera = create(admin)
    body = {"name": "New", "source_url": camera["source_url"]}
    answer = admin.put(f"{URL}/{camera['id']}", body)
    assert answer.status_code == 200
    assert CameraRow.objects.get().source_url == SOURCE


def test_change_when_nothing_differs_then_no_event(admin):
    camera = create(admin)
    answer = admin.patch(f"{URL}/{camera['id']}", {"name": "Gate"})
    assert answer.json()["revision"] == camera["revision"]
    assert len(waiting_changes()) == 1


def test_patch_when_part_of_ai_is_named_then_the_rest_stays(admin):
    camera = create(admin, ai={"classes": ["car"], "read_plates": False})
    answer = admin.patch(f"{URL}/{camera['id']}", {"ai": {"enabled": False}})
    assert answer.json()["ai"] == {
        "enabled": False,
        "classes": ["car"],
        "read_plates": False,
        "capture": False,
        "zones": [],
        "schedule": None,
    }


def test_capture_when_allowed_and_another_setting_changes_then_still_allowed_and_told_to_the_ai(
    admin,
):
    from mosaic_backend.cameras.infrastructure.camera_store import camera_of

    camera = create(admin)
    assert camera["ai"]["capture"] is False
    path = f"{URL}/{camera['id']}"
    admin.patch(path, {"ai": {"capture": True}})
    answer = admin.patch(path, {"ai": {"read_plates": False}})
    assert answer.json()["ai"]["capture"] is True
    assert camera_of(CameraRow.objects.get()).draft.ai.capture is True
    assert admin.patch(path, {"ai": {"capture": "perhaps"}}).status_code == 400


def test_delete_when_done_then_gone_and_address_wiped_but_name_known(admin):
    from mosaic_backend.cameras import facade

    camera = create(admin)
    assert admin.delete(f"{URL}/{camera['id']}").status_code == 204
    assert admin.get(f"{URL}/{camera['id']}").status_code == 404
    row = CameraRow.objects.get()
    assert (row.source_url, row.source_address) == ("", "")
    assert facade.camera_names([row.id]) == {row.id: "Gate"}
    assert [change.change for change in waiting_changes()] == ["created", "deleted"]


def test_camera_of_another_group_when_asked_then_404_everywhere(admin, client_of):
    mine, other = (CameraGroup.objects.create(name=name) for name in ("mine", "other"))
    seen = create(admin, group=str(mine.id))
    hidden = create(admin, group=str(other.id))
    ungrouped = create(admin)
    viewer = client_of("viewer", groups=[mine.id])
    assert [item["id"] for item in viewer.get(URL).json()["items"]] == [seen["id"]]
    for camera in (hidden, ungrouped):
        assert viewer.get(f"{URL}/{camera['id']}").status_code == 404
        assert viewer.get(f"{URL}/{camera['id']}/snapshot.jpg").status_code == 404
    assert [group["id"] for group in viewer.get("/api/v1/camera-groups").json()["items"]] == [
        str(mine.id)
    ]


@pytest.mark.parametrize("role", ["operator", "reviewer", "viewer"])
def test_configuring_when_not_admin_then_403(role, admin, client_of):
    camera = create(admin)
    client = client_of(role)
    path = f"{URL}/{camera['id']}"
    assert client.post(URL, {}).status_code == 403
    assert client.patch(path, {}).status_code == 403
    assert client.delete(path).status_code == 403
    assert client.post(f"{path}/probe").status_code == 403


def test_list_when_more_cameras_then_same_number_of_queries(admin, django_assert_num_queries):
    for number in range(3):
        create(admin, name=f"c{number}")
    with django_assert_num_queries(2):  # whether the token was revoked, and the cameras
        assert len(admin.get(URL).json()["items"]) == 3
    for number in range(10):
        create(admin, name=f"d{number}")
    with django_assert_num_queries(2):
        assert len(admin.get(URL).json()["items"]) == 13


def test_pages_when_followed_then_every_camera_once(admin):
    created = [create(admin)["id"] for _ in range(5)]
    seen, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = admin.get(URL, query).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == created[::-1]


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "nonsense"},
        {"cursor": "AAAA"},
        {"cursor": "%00"},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"colour": "red"},
        {"enabled": "perhaps"},
        {"group": "x"},
        {"name": ["a", "b"]},
        {"site": "x"},
        {"tags": "a,,b"},
        {"text": "x" * 101},
    ],
)
def test_list_when_a_parameter_is_wrong_then_400_names_it(admin, query):
    answer = admin.get(URL, query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == next(iter(query))


def test_parts_when_down_then_503(admin):
    camera = create(admin)
    assert admin.get(f"{URL}/{camera['id']}/snapshot.jpg").status_code == 503
    assert admin.post(f"{URL}/{camera['id']}/probe").status_code == 503


def test_creation_when_key_is_repeated_then_done_once(admin):
    body = {"name": "Gate", "source_url": SOURCE}
    first = admin.post(URL, body, headers={"Idempotency-Key": "k"})
    again = admin.post(URL, body, headers={"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert CameraRow.objects.count() == 1
    other = admin.post(URL, body | {"name": "B"}, headers={"Idempotency-Key": "k"})
    assert other.status_code == 422


def test_creation_when_it_failed_then_the_key_is_free(admin):
    bad = admin.post(URL, {"name": "x"}, headers={"Idempotency-Key": "k"})
    assert bad.status_code == 400
    good = admin.post(URL, {"name": "x", "source_url": SOURCE}, headers={"Idempotency-Key": "k"})
    assert good.status_code == 201


def test_group_when_it_has_cameras_then_not_deleted(admin):
    group = admin.post("/api/v1/camera-groups", {"name": "Yard"}).json()
    create(admin, group=group["id"])
    answer = admin.delete(f"/api/v1/camera-groups/{group['id']}")
    assert answer.status_code == 409
