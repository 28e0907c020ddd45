"""The whole configuration out and in: YAML and CSV, plan and apply."""

import csv
import io
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Schedule, Site
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CloudEvent
from mosaic_contracts.internal_api import EventSettings

pytestmark = pytest.mark.django_db

SECRET = "rtsp://user:pa55@10.0.0.1/x"
DOCUMENT = """\
mosaic: 1
sites:
  - {name: Yard, time_zone: Europe/Berlin}
groups:
  - {name: Guards, site: Yard}
schedules:
  - name: Office
    intervals: [{days: [mon, tue], start: 08:00, end: 18:00}]
cameras:
  - key: gate
    name: Gate
    source_url: rtsp://user:pa55@10.0.0.1/x
    sub_url: rtsp://user:p4ss@10.0.0.1/small
    group: Guards
    live: {transcode: when_needed}
    tags: [north, gate]
    position: {plan: ground floor, x: 0.25, y: 0.5}
    recording: {mode: off, retention_days: 3, schedule: Office}
    ai:
      classes: [car]
      zones: [{name: entry, kind: plate, polygon: [[0, 0], [1, 0], [0.5, 1]]}]
  - {key: roof, name: Roof, source_url: rtsp://10.0.0.2/x, enabled: false, position: {lat: -1.5, lon: 2}}
"""


def send(client: APIClient, action: str, body: str | bytes, **query: str) -> Any:
    data = body.encode() if isinstance(body, str) else body
    kind = query.pop("kind", "application/yaml")
    suffix = "&".join(f"{name}={value}" for name, value in query.items())
    return client.post(f"/api/v1/config/{action}?{suffix}", data=data, content_type=kind)


def applied(client: APIClient, body: str | bytes, **query: str) -> dict[str, Any]:
    answer = send(client, "apply", body, **query)
    assert answer.status_code == 200, answer.content[:2000]
    return answer.json()


def exported(client: APIClient, **query: str) -> str:
    answer = client.get("/api/v1/config", query)
    assert answer.status_code == 200
    return answer.content.decode()


def changes() -> list[tuple[str, str]]:
    events = [CloudEvent.from_json(row.event.encode()) for row in OutboxRow.objects.all()]
    return [(event.data["change"], event.data["camera_id"]) for event in events]


def test_plan_when_shown_then_nothing_is_done_and_apply_does_just_that(admin):
    plan = send(admin, "plan", DOCUMENT).json()
    assert plan["counts"] == {"create": 5, "change": 0, "delete": 0, "unchanged": 0}
    assert (plan["applied"], CameraRow.objects.count(), OutboxRow.objects.count()) == (False, 0, 0)
    assert "pa55" not in str(plan)
    stale = send(admin, "apply", DOCUMENT, expected="0" * 64)
    assert (stale.status_code, CameraRow.objects.count()) == (409, 0)
    done = applied(admin, DOCUMENT, expected=plan["digest"])
    assert {**done, "applied": False} == plan


def test_apply_when_done_then_everything_is_there_and_a_second_time_nothing_to_do(admin):
    assert applied(admin, DOCUMENT)["counts"]["create"] == 5
    gate = CameraRow.objects.get(key="gate")
    assert (gate.source_url, gate.sub_url) == (SECRET, "rtsp://user:p4ss@10.0.0.1/small")
    assert (gate.group.name, gate.group.site.time_zone) == ("Guards", "Europe/Berlin")
    assert (gate.recording_mode, gate.recording_schedule.name) == ("off", "Office")
    assert gate.transcode == "when_needed"
    assert gate.tags == ["gate", "north"]
    assert [zone["name"] for zone in gate.zones] == ["entry"]
    roof = CameraRow.objects.get(key="roof")
    assert roof.transcode == "never"
    assert (roof.enabled, roof.position) == (False, {"lat": -1.5, "lon": 2.0})
    assert sorted(changes()) == sorted([("created", str(gate.id)), ("created", str(roof.id))])
    again = applied(admin, DOCUMENT)
    assert again["nothing_to_do"] is True
    assert again["counts"]["unchanged"] == 5
    assert len(changes()) == 2
    assert admin.get(f"/api/v1/cameras/{gate.id}").json()["revision"] == gate.revision


def test_apply_when_recorded_on_events_then_what_is_not_said_of_them_stays(admin):
    applied(admin, DOCUMENT)

    def gate(said: str) -> str:
        return f"mosaic: 1\ncameras:\n  - key: gate\n    recording: {said}\n"

    applied(
        admin, gate("{mode: event, otherwise: continuous, events: {before_s: 5, labels: [car]}}")
    )
    applied(admin, gate("{events: {after_s: 60, watch_lists: false}}"))
    row = CameraRow.objects.get(key="gate")
    assert (row.recording_mode, row.recording_otherwise) == ("event", "continuous")
    told = EventSettings(before_s=5, after_s=60, labels=["car"], watch_lists=False)
    assert EventSettings.model_validate(row.recording_events) == told
    for kind, content_type in (("yaml", "application/yaml"), ("csv", "text/csv")):
        document = exported(admin, format=kind, with_credentials="true")
        again = send(admin, "plan", document, kind=content_type).json()
        assert again["nothing_to_do"] is True, again
    for wrong, place in (
        ("{events: {zones: [nowhere]}}", "/cameras/0/recording/mode"),
        ("{events: {before_s: 4}}", "/cameras/0/recording/events/before_s"),
    ):
        refused = send(admin, "apply", gate(wrong))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, place)


def test_apply_when_something_is_left_out_then_it_stays_and_ids_too(admin):
    applied(admin, DOCUMENT)
    gate = CameraRow.objects.get(key="gate")
    told = applied(admin, "mosaic: 1\ncameras: [{key: gate, name: North gate}]")
    assert told["counts"] == {"create": 0, "change": 1, "delete": 0, "unchanged": 0}
    assert told["lines"][0]["before"] == {"name": "Gate"}
    after = CameraRow.objects.get(key="gate")
    assert (after.id, after.name, after.source_url, after.tags) == (
        gate.id,
        "North gate",
        SECRET,
        ["gate", "north"],
    )
    assert after.revision > gate.revision


def test_apply_when_pruned_then_what_is_not_named_goes_and_otherwise_it_stays(admin):
    applied(admin, DOCUMENT)
    only_roof = "mosaic: 1\ngroups: []\nschedules: []\nsites: []\ncameras: [{key: roof}]"
    assert applied(admin, only_roof)["nothing_to_do"] is True
    told = applied(admin, only_roof, prune="true")
    assert {(line["kind"], line["key"]) for line in told["lines"]} == {
        ("camera", "gate"),
        ("schedule", "Office"),
    }
    # Its group says who may see what the removed camera recorded, so it and its site stay.
    assert CameraGroup.objects.count() == Site.objects.count() == 1
    assert not Schedule.objects.exists()
    assert [row.key for row in CameraRow.objects.filter(deleted_at__isnull=True)] == ["roof"]
    assert changes()[-1][0] == "deleted"
    assert applied(admin, only_roof, prune="true")["nothing_to_do"] is True


def test_apply_when_audited_then_told_who_and_what_without_credentials(admin):
    applied(admin, DOCUMENT)
    entry = AuditEntry.objects.get(action="config.applied")
    assert entry.details["counts"]["create"] == 5
    assert "pa55" not in str(list(AuditEntry.objects.values()))


def test_export_when_without_credentials_then_none_and_applying_it_keeps_them(admin):
    applied(admin, DOCUMENT)
    for kind, content_type in (("yaml", "application/yaml"), ("csv", "text/csv")):
        text = exported(admin, format=kind)
        assert "pa55" not in text
        assert "p4ss" not in text
        assert applied(admin, text, kind=content_type)["nothing_to_do"] is True
        assert CameraRow.objects.get(key="gate").source_url == SECRET
    assert SECRET in exported(admin, with_credentials="true")
    told = AuditEntry.objects.filter(action="config.exported").values_list("details", flat=True)
    assert sorted(details["with_credentials"] for details in told) == [False, False, True]


def test_export_when_taken_elsewhere_with_credentials_then_the_same_system(admin):
    applied(admin, DOCUMENT)
    text = exported(admin, with_credentials="true")
    for model in (CameraRow, CameraGroup, Schedule, Site):
        model.objects.all().delete()
    applied(admin, text)
    assert exported(admin, with_credentials="true") == text


@pytest.mark.parametrize("role", ["operator", "reviewer", "viewer"])
def test_config_when_not_administrator_then_403(client_of, role):
    client = client_of(role)
    assert client.get("/api/v1/config").status_code == 403
    assert send(client, "plan", DOCUMENT).status_code == 403
    assert send(client, "apply", DOCUMENT).status_code == 403


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ("", "/mosaic"),
        ("mosaic: 2", "/mosaic"),
        ("mosaic: 1\nthings: []", "/things"),
        ("mosaic: 1\ncameras: {}", "/cameras"),
        ("mosaic: 1\ncameras: [x]", "/cameras/0"),
        ("mosaic: 1\ncameras: [{name: x}]", "/cameras/0/key"),
        ("mosaic: 1\ncameras: [{key: x}]", "/cameras/0/name"),
        ("mosaic: 1\ncameras: [{key: x, nmae: y}]", "/cameras/0/nmae"),
        ("mosaic: 1\ncameras: [{key: x, group: none}]", "/cameras/0/group"),
        ("mosaic: 1\ngroups: [{name: x, site: none}]", "/groups/0/site"),
        ("mosaic: 1\nsites: [{name: x, time_zone: Mars}]", "/sites/0/time_zone"),
        ("mosaic: 1\nsites: [{name: x}, {name: x}]", "/sites/1/name"),
        (
            "mosaic: 1\ncameras: [{key: x, name: x, source_url: 'rtsp://169.254.1.1/'}]",
            "/cameras/0/source_url",
        ),
        (
            "mosaic: 1\ncameras: [{key: x, name: x, source_url: 'rtsp://[::1'}]",
            "/cameras/0/source_url",
        ),
        ("a: &a [1]\nb: *a", ""),
        ("[" * 10_000, ""),
        ("mosaic: 1\n\x00", ""),
        ("!!python/object/apply:os.system [x]", "/mosaic"),
    ],
)
def test_document_when_wrong_then_400_points_there_and_nothing_is_kept(admin, document, pointer):
    answer = send(admin, "apply", document)
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]] or (
        pointer == "/mosaic" and answer.json()["errors"]
    )
    assert not CameraRow.objects.exists()


HEADER = "key,name,source_url,enabled,tags,retention_days\r\n"


def rows(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.content
    return [error["pointer"] for error in answer.json()["errors"]]


def test_csv_when_rows_are_bad_then_every_one_is_told_and_nothing_is_kept(admin):
    body = HEADER + (
        "a,A,rtsp://10.0.0.1/x,true,x;y,7\r\n"
        "b,B,rtsp://10.0.0.1/x,perhaps,,0\r\n"
        "c,C,nonsense,true,,7\r\n"
        "a,A,rtsp://10.0.0.1/x,true,,7\r\n"
        "too,few\r\n"
        'd,"D\x00",rtsp://10.0.0.1/x,true,,7\r\n'
        f"e,{'E' * (1 << 20)},rtsp://10.0.0.1/x,true,,7\r\n"
        ",F,rtsp://10.0.0.1/x,true,,7\r\n"
        "g,,rtsp://10.0.0.1/x,true,,7\r\n"
    )
    answer = send(admin, "apply", body, kind="text/csv")
    assert set(rows(answer)) == {
        "/rows/3/enabled",
        "/rows/3/retention_days",
        "/rows/4/source_url",
        "/rows/5/key",
        "/rows/6",
        "/rows/7/name",
        "/rows/8",
        "/rows/9/key",
        "/rows/10/name",
    }
    assert not CameraRow.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "key;name;source_url\r\na;A;rtsp://10.0.0.1/x",
        "key\tname\r\na\tA",
        "name,source_url\r\nA,rtsp://10.0.0.1/x",
        "key,key\r\na,b",
        "key,colour\r\na,red",
        "",
        b"key,name\r\na,\xe4\xf6",
        b"\xff\xfek\x00e\x00y\x00",
        b"PK\x03\x04",
    ],
)
def test_csv_when_it_is_another_kind_of_file_then_400_says_so(admin, body):
    assert rows(send(admin, "apply", body, kind="text/csv"))


def test_csv_when_it_has_a_bom_quotes_and_line_feeds_then_taken(admin):
    body = "\ufeff" + HEADER + '\r\ngate,"Gate, ""north""",rtsp://10.0.0.1/x,true,a;b,\n'
    assert applied(admin, body, kind="text/csv")["counts"]["create"] == 1
    row = CameraRow.objects.get()
    assert (row.name, row.tags, row.retention_days) == ('Gate, "north"', ["a", "b"], 7)


def test_csv_when_a_name_is_a_formula_then_no_spreadsheet_runs_it_and_it_comes_back(admin):
    for number, name in enumerate(("=cmd()", "+1", "-2", "@x", "'quoted")):
        body = {"name": name, "source_url": f"rtsp://10.0.0.1/{number}"}
        assert admin.post("/api/v1/cameras", body).status_code == 201
    text = exported(admin, format="csv")
    names = [row["name"] for row in csv.DictReader(io.StringIO(text))]
    assert all(name.startswith("'") for name in names)
    assert applied(admin, text, kind="text/csv")["nothing_to_do"] is True


def test_body_when_of_another_type_then_415_and_when_absent_then_400(admin):
    assert send(admin, "apply", "{}", kind="application/json").status_code == 415
    assert admin.post("/api/v1/config/apply").status_code in {400, 415}
    assert send(admin, "apply", DOCUMENT, prune="perhaps").status_code == 400
    assert admin.get("/api/v1/config", {"format": "xml"}).status_code == 400


def test_csv_when_many_rows_are_sent_then_queries_grow_with_thousands_not_rows(
    admin, django_assert_max_num_queries
):
    text = HEADER + "".join(
        f"c{number},Camera {number},rtsp://u:p@10.0.0.1/{number},true,a,7\r\n"
        for number in range(3000)
    )
    with django_assert_max_num_queries(60):
        assert applied(admin, text, kind="text/csv")["counts"]["create"] == 3000
    assert OutboxRow.objects.count() == 3000
    assert applied(admin, text, kind="text/csv")["nothing_to_do"] is True


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text == text.strip()
)
tags = st.lists(
    st.text("abcé -_.#'=@", min_size=1, max_size=8).filter(lambda tag: tag == tag.strip() and tag),
    max_size=3,
    unique=True,
)
positions = st.one_of(
    st.none(),
    st.builds(lambda lat, lon: {"lat": lat, "lon": lon}, st.floats(-90, 90), st.floats(-180, 180)),
    st.builds(
        lambda plan, x, y: {"plan": plan, "x": x, "y": y}, words, st.floats(0, 1), st.floats(0, 1)
    ),
)
cameras = st.fixed_dictionaries(
    {
        "name": words,
        "source_url": st.just("rtsp://user:pa55@10.0.0.1/x"),
        "tags": tags,
        "position": positions,
        "enabled": st.booleans(),
        "live": st.fixed_dictionaries({"transcode": st.sampled_from(["never", "when_needed"])}),
        "recording": st.fixed_dictionaries(
            {"mode": st.sampled_from(["off", "continuous"]), "retention_days": st.integers(1, 3650)}
        ),
    }
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(cameras, min_size=1, max_size=4), words)
def test_export_when_applied_and_exported_again_then_the_same(admin, given_cameras, place):
    CameraRow.objects.all().delete()
    Site.objects.all().delete()
    site = Site.objects.create(name=place)
    for camera in given_cameras:
        answer = admin.post("/api/v1/cameras", camera | {"site": str(site.id)})
        assert answer.status_code == 201, answer.content
    for kind, content_type in (("yaml", "application/yaml"), ("csv", "text/csv")):
        text = exported(admin, format=kind, with_credentials="true")
        assert applied(admin, text, kind=content_type)["nothing_to_do"] is True
        CameraRow.objects.all().delete()
        applied(admin, text, kind=content_type)
        first = exported(admin, format=kind, with_credentials="true")
        assert first == text
    assert yaml.safe_load(exported(admin))["mosaic"] == 1
