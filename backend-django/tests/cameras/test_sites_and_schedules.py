"""Sites, schedules, second streams, places and tags, as the API takes them and the parts are told."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.facade import recording_wishes
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Site
from mosaic_backend.config.environment import environment
from mosaic_contracts.internal_api import DesiredCameras
from mosaic_platform.service_tokens import ServiceTokenSigner

URL = "/api/v1/cameras"
SOURCE = "rtsp://user:pa55@127.0.0.1:8554/cam"
SUB = "rtsp://user:p4ss@127.0.0.1:8554/sub"
OFFICE = {"days": ["mon", "tue", "wed", "thu", "fri"], "start": "08:00", "end": "18:00"}

pytestmark = pytest.mark.django_db


def create(client: APIClient, **fields: object) -> dict:
    answer = client.post(URL, {"name": "Gate", "source_url": SOURCE} | fields)
    assert answer.status_code == 201, answer.content
    return answer.json()


def make(client: APIClient, kind: str, **fields: object) -> str:
    answer = client.post(f"/api/v1/{kind}", fields)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def desired(etag: str | None = None) -> tuple[str, DesiredCameras | None]:
    client = APIClient()
    client.credentials(
        HTTP_AUTHORIZATION=ServiceTokenSigner("streaming", environment().secrets_dir).header()[
            "Authorization"
        ]
    )
    answer = client.get("/internal/v1/cameras", headers={"If-None-Match": etag} if etag else {})
    known = answer.status_code == 304
    return answer["ETag"], None if known else DesiredCameras.model_validate_json(answer.content)


def test_camera_when_everything_is_given_then_everything_is_told(admin):
    site = make(admin, "sites", name="Yard", time_zone="Europe/Berlin")
    schedule = make(admin, "schedules", name="Office", intervals=[OFFICE])
    given = {
        "key": "gate-1",
        "site": site,
        "tags": ["north", "gate", "north"],
        "position": {"lat": 52.5, "lon": 13.4},
        "recording": {
            "mode": "continuous",
            "otherwise": "event",
            "retention_days": 3,
            "schedule": schedule,
            "events": {
                **{"before_s": 5, "after_s": 60, "detections": True, "labels": ["car"]},
                **{"zones": [], "plates": False, "watch_lists": True, "camera_events": True},
            },
        },
        "live": {"transcode": "when_needed"},
        "offline_alarm": False,
    }
    camera = create(admin, sub_url=SUB, **given)
    assert {name: camera[name] for name in given} == given | {"tags": ["gate", "north"]}
    assert camera["sub_url"] == "rtsp://127.0.0.1:8554/sub"
    assert camera == admin.get(f"{URL}/{camera['id']}").json()
    _, told = desired()
    assert told is not None
    assert told.items[0].sub_url == SUB
    assert told.items[0].live.transcode == "when_needed"


def test_camera_when_little_is_given_then_key_is_its_id_and_there_is_no_second_stream(admin):
    camera = create(admin)
    assert (camera["key"], camera["sub_url"], camera["tags"]) == (camera["id"], None, [])
    assert camera["live"] == {"transcode": "never"}
    assert camera["offline_alarm"] is True
    _, told = desired()
    assert told is not None
    assert told.items[0].sub_url is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"sub_url": "rtsp://169.254.169.254/"}, "/sub_url"),
        ({"sub_url": "nonsense"}, "/sub_url"),
        ({"key": "not a key"}, "/key"),
        ({"site": str(UUID(int=1))}, "/site"),
        ({"recording": {"schedule": str(UUID(int=1))}}, "/recording/schedule"),
        ({"ai": {"schedule": str(UUID(int=1))}}, "/ai/schedule"),
        ({"live": {"transcode": "always"}}, "/live/transcode"),
        ({"tags": ["a;b"]}, "/tags"),
        ({"tags": [" "]}, "/tags/0"),
        ({"tags": [str(n) for n in range(33)]}, "/tags"),
        ({"position": {"lat": 91, "lon": 0}}, "/position"),
        ({"position": {"lat": 1}}, "/position"),
        ({"position": {"lat": 1, "lon": 1, "plan": "x", "x": 0, "y": 0}}, "/position"),
        ({"position": {"plan": "x", "x": 1.5, "y": 0}}, "/position"),
        (
            {
                "ai": {
                    "zones": [
                        {
                            "name": "z",
                            "kind": "plate",
                            "polygon": [[0, 0], [1, 1], [1, 0], [0, 0.5]],
                        }
                    ]
                }
            },
            "/ai/zones/0/polygon",
        ),
    ],
)
def test_camera_when_a_field_is_wrong_then_400_points_at_it(admin, body, pointer):
    answer = admin.post(URL, {"name": "Gate", "source_url": SOURCE} | body)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not CameraRow.objects.exists()


def test_key_when_taken_then_400_and_when_its_camera_is_gone_then_free(admin):
    first = create(admin, key="gate")
    again = admin.post(URL, {"name": "B", "source_url": SOURCE, "key": "gate"})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (400, "taken")
    second = create(admin, name="B")
    assert admin.patch(f"{URL}/{second['id']}", {"key": "gate"}).status_code == 400
    admin.delete(f"{URL}/{first['id']}")
    assert admin.patch(f"{URL}/{second['id']}", {"key": "gate"}).json()["key"] == "gate"


def test_sub_url_when_sent_back_as_shown_then_credentials_stay_and_when_null_then_gone(admin):
    camera = create(admin, sub_url=SUB)
    path = f"{URL}/{camera['id']}"
    admin.patch(path, {"sub_url": camera["sub_url"], "name": "New"})
    assert CameraRow.objects.get().sub_url == SUB
    admin.patch(path, {"sub_url": None})
    assert (CameraRow.objects.get().sub_url, CameraRow.objects.get().sub_address) == ("", "")


def test_schedule_when_out_of_its_hours_then_the_parts_are_told_off(admin):
    site = make(admin, "sites", name="Yard", time_zone="Europe/Berlin")
    group = make(admin, "camera-groups", name="G", site=site)
    office = make(admin, "schedules", name="Office", intervals=[OFFICE])
    create(
        admin,
        group=group,
        recording={"mode": "continuous", "schedule": office},
        ai={"schedule": office},
    )
    with time_machine.travel(datetime(2026, 11, 20, 6, 58, tzinfo=UTC), tick=False):
        etag, before = desired()
        assert desired(etag) == (etag, None)
    # Berlin is an hour ahead; half a minute before eight it is told, so that nothing is missed.
    with time_machine.travel(datetime(2026, 11, 20, 6, 59, 30, tzinfo=UTC), tick=False):
        etag, within = desired(etag)
        assert desired(etag) == (etag, None)
    with time_machine.travel(datetime(2026, 11, 20, 17, 0, 1, tzinfo=UTC), tick=False):
        _, after = desired(etag)
    assert before is not None
    assert within is not None
    assert after is not None
    told = [
        (said.items[0].recording.mode, said.items[0].ai.enabled) for said in (before, within, after)
    ]
    assert told == [("off", False), ("continuous", True), ("off", False)]


def test_recording_when_modes_change_with_the_schedule_then_recorded_in_both_and_wished_as_set(
    admin,
):
    office = make(admin, "schedules", name="Office", intervals=[OFFICE])
    for mode, otherwise in (("event", "off"), ("off", "continuous"), ("continuous", "event")):
        create(admin, recording={"mode": mode, "otherwise": otherwise, "schedule": office})
    early, within = datetime(2026, 11, 20, 7, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)
    for at, modes in (
        (early, ["off", "continuous", "continuous"]),
        # Nothing ends before its time, so that no second of it is lost.
        (datetime(2026, 11, 20, 7, 59, 30, tzinfo=UTC), ["continuous"] * 3),
        (within, ["continuous", "off", "continuous"]),
    ):
        with time_machine.travel(at, tick=False):
            _, told = desired()
        assert told is not None
        assert [camera.recording.mode for camera in told.items] == modes
    before, after = recording_wishes([early, within]).at
    ids = [camera.id for camera in told.items]
    assert [before[camera] for camera in ids] == ["schedule", "on", "event"]
    assert [after[camera] for camera in ids] == ["event", "off", "on"]


def test_schedule_when_changed_then_the_parts_look_again_and_it_is_audited(admin):
    office = make(admin, "schedules", name="Office", intervals=[OFFICE])
    create(admin, ai={"schedule": office})
    etag, _ = desired()
    answer = admin.patch(f"/api/v1/schedules/{office}", {"intervals": []})
    assert answer.status_code == 200
    after, told = desired(etag)
    assert after != etag
    assert told is not None
    assert told.items[0].ai.enabled is False
    entry = AuditEntry.objects.get(action="schedule.changed")
    assert (entry.before, entry.after) == ({"intervals": [OFFICE]}, {"intervals": []})
    assert admin.delete(f"/api/v1/schedules/{office}").status_code == 409


@pytest.mark.parametrize(
    ("kind", "body", "pointer"),
    [
        ("sites", {"name": "S", "time_zone": "Mars/Olympus"}, "/time_zone"),
        (
            "schedules",
            {"name": "S", "intervals": [OFFICE | {"end": "25:00"}]},
            "/intervals/0/end",
        ),
        (
            "schedules",
            {"name": "S", "intervals": [OFFICE | {"days": ["x"]}]},
            "/intervals/0/days/0",
        ),
        ("schedules", {"name": "S"}, "/intervals"),
    ],
)
def test_site_or_schedule_when_wrong_then_400_points_at_the_field(admin, kind, body, pointer):
    answer = admin.post(f"/api/v1/{kind}", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_list_when_filtered_then_only_what_fits(admin):
    site = Site.objects.create(name="Yard")
    group = CameraGroup.objects.create(name="G", site=site)
    other = Site.objects.create(name="Roof")
    by_group = create(admin, name="A", group=str(group.id), tags=["gate", "north"])
    by_itself = create(admin, name="B", site=str(site.id), tags=["gate"])
    elsewhere = create(admin, name="C", group=str(group.id), site=str(other.id), key="roof-7")

    def found(**query: str) -> list[str]:
        return [item["id"] for item in admin.get(URL, query).json()["items"]]

    assert found(site=str(site.id)) == [by_itself["id"], by_group["id"]]
    assert found(site=str(other.id)) == [elsewhere["id"]]
    assert found(tags="gate") == [by_itself["id"], by_group["id"]]
    assert found(tags="north, gate") == [by_group["id"]]
    assert found(text="ROOF-") == [elsewhere["id"]]
    assert found(text="north") == [by_group["id"]]
    assert found(text="pa55") == []
    assert found(tags="gate", site=str(other.id)) == []


def test_audit_when_a_camera_changes_then_before_and_after_without_credentials(admin):
    camera = create(admin, sub_url=SUB)
    admin.patch(
        f"{URL}/{camera['id']}",
        {
            "name": "New",
            "source_url": "rtsp://user:n3w@127.0.0.1:8554/cam",
            "live": {"transcode": "when_needed"},
        },
    )
    entry = AuditEntry.objects.get(action="camera.changed")
    assert entry.before == {"name": "Gate", "live": {"transcode": "never"}}
    assert entry.after == {"name": "New", "live": {"transcode": "when_needed"}}
    assert entry.details == {"name": "New", "credentials": "changed"}
    said = str(list(AuditEntry.objects.values()))
    for secret in ("pa55", "p4ss", "n3w"):
        assert secret not in said
