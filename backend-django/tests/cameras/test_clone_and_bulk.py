from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.ids import new_id

URL = "/api/v1/cameras"
SOURCE = "rtsp://user:pa55@127.0.0.1:8554/cam"

pytestmark = pytest.mark.django_db


def create(client: APIClient, **fields: object) -> dict:
    answer = client.post(URL, {"name": "Gate", "source_url": SOURCE} | fields)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_clone_when_nothing_is_said_then_all_but_id_name_and_key_is_the_same(admin):
    camera = create(admin, key="gate", tags=["a"], ai={"classes": ["car"]})
    answer = admin.post(f"{URL}/{camera['id']}/clone", {})
    assert answer.status_code == 201
    copy = answer.json()
    assert copy["name"] == "Gate (copy)"
    assert copy["key"] == copy["id"]
    own = {"id", "name", "key", "revision"}
    assert {k: v for k, v in copy.items() if k not in own} == {
        k: v for k, v in camera.items() if k not in own
    }
    assert CameraRow.objects.get(id=copy["id"]).source_url == SOURCE


def test_clone_when_something_is_said_then_that_differs(admin):
    camera = create(admin, ai={"classes": ["car"], "read_plates": False})
    copy = admin.post(
        f"{URL}/{camera['id']}/clone",
        {"name": "B", "source_url": "rtsp://10.0.0.2/x", "ai": {"read_plates": True}},
    ).json()
    assert (copy["name"], copy["source_url"]) == ("B", "rtsp://10.0.0.2/x")
    assert (copy["ai"]["classes"], copy["ai"]["read_plates"]) == (["car"], True)


def test_clone_when_pictures_of_the_model_may_be_kept_then_not_those_of_the_copy_unless_said(admin):
    address = f"{URL}/{create(admin, ai={'capture': True})['id']}/clone"
    assert admin.post(address, {"name": "B"}).json()["ai"]["capture"] is False
    said = admin.post(address, {"name": "C", "ai": {"capture": True}}).json()
    assert said["ai"]["capture"] is True


def test_bulk_when_fine_then_all_changed_each_with_event_and_audit(admin):
    group = CameraGroup.objects.create(name="G")
    cameras = [create(admin, tags=["old", "keep"]) for _ in range(3)]
    ids = [camera["id"] for camera in cameras]
    OutboxRow.objects.all().delete()
    changes = {
        "group": str(group.id),
        "add_tags": ["new"],
        "remove_tags": ["old"],
        "recording": {"mode": "continuous"},
        "live": {"transcode": "when_needed"},
    }
    answer = admin.patch(URL, {"ids": ids, "changes": changes})
    assert answer.status_code == 200, answer.content
    assert answer.json() == {"changed": ids, "unchanged": []}
    for camera in admin.get(URL).json()["items"]:
        assert camera["group"] == str(group.id)
        assert camera["tags"] == ["keep", "new"]
        assert camera["live"] == {"transcode": "when_needed"}
        assert (camera["recording"]["mode"], camera["recording"]["retention_days"]) == (
            "continuous",
            7,
        )
    assert CameraRow.objects.get(id=ids[0]).source_url == SOURCE
    assert OutboxRow.objects.count() == 3
    assert AuditEntry.objects.filter(action="camera.changed").count() == 3
    again = admin.patch(URL, {"ids": ids, "changes": changes})
    assert again.json() == {"changed": [], "unchanged": ids}
    assert OutboxRow.objects.count() == 3


def test_bulk_when_one_is_wrong_then_told_which_and_nothing_changes(admin, client_of):
    present = create(admin)
    gone = create(admin)
    admin.delete(f"{URL}/{gone['id']}")
    answer = admin.patch(
        URL, {"ids": [present["id"], gone["id"], str(new_id())], "changes": {"enabled": False}}
    )
    assert answer.status_code == 400
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/ids/1", "not-found"),
        ("/ids/2", "not-found"),
    ]
    assert admin.get(f"{URL}/{present['id']}").json()["enabled"] is True


def test_bulk_when_too_many_tags_come_together_then_told_which_and_nothing_changes(admin):
    few = create(admin)
    many = create(admin, tags=[f"t{number}" for number in range(32)])
    answer = admin.patch(
        URL, {"ids": [few["id"], many["id"]], "changes": {"add_tags": ["one-more"]}}
    )
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/ids/1"]
    assert admin.get(f"{URL}/{few['id']}").json()["tags"] == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"changes": {"enabled": True}}, "/ids"),
        ({"ids": [], "changes": {"enabled": True}}, "/ids"),
        ({"ids": ["x"], "changes": {"enabled": True}}, "/ids/0"),
        ({"ids": [str(UUID(int=1))] * 2, "changes": {"enabled": True}}, "/ids"),
        ({"ids": [str(UUID(int=1))]}, "/changes"),
        ({"ids": [str(UUID(int=1))], "changes": {}}, "/changes"),
        ({"ids": [str(UUID(int=1))], "changes": {"enabled": "perhaps"}}, "/changes/enabled"),
    ],
)
def test_bulk_when_malformed_then_400_points_at_it(admin, body, pointer):
    answer = admin.patch(URL, body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_bulk_when_the_group_is_not_there_then_400_points_at_it(admin):
    camera = create(admin)
    answer = admin.patch(URL, {"ids": [camera["id"]], "changes": {"group": str(UUID(int=1))}})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/changes/group"


def test_list_when_cameras_have_everything_then_the_same_few_queries(admin):
    group = CameraGroup.objects.create(name="G")
    counts = []
    for _ in range(2):
        for _ in range(4):
            create(admin, group=str(group.id), tags=["a"], sub_url=SOURCE)
        with CaptureQueriesContext(connection) as queries:
            admin.get(URL, {"tags": "a", "text": "gate", "group": str(group.id)})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 2
