"""Detection rules by REST and what the consumer makes of them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from event_factories import detection
from rest_framework.test import APIClient

from mosaic_backend.alerts import bootstrap, facade
from mosaic_backend.alerts.infrastructure.detection_rule_index import RuleIndex
from mosaic_backend.alerts.infrastructure.models import (
    Alert,
    DetectionRule,
    DetectionRuleMemory,
    DetectionRuleStamp,
)
from mosaic_backend.alerts.infrastructure.rule_memories import TakenMemories
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, CameraStatusRow
from mosaic_backend.config.event_routes import apply_events
from mosaic_backend.detections.infrastructure.models import Detection
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import DetectionRecorded
from mosaic_contracts.events.types import DetectedObject
from mosaic_contracts.ids import new_id

Client = Callable[..., APIClient]
FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
PATH = "/api/v1/detection-rules"
LEFT = {
    "name": "gate",
    "kind": "include",
    "polygon": [[0, 0], [0.5, 0], [0.5, 1], [0, 1]],
}
HERE, THERE = (0.1, 0.4, 0.2, 0.2), (0.7, 0.4, 0.2, 0.2)
TRACK = new_id()


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_rule_index", RuleIndex())


@pytest.fixture
def gate(admin: APIClient) -> UUID:
    group = CameraGroup.objects.create(name="yard")
    wish = {
        "name": "Gate",
        "source_url": "rtsp://10.0.0.9/1",
        "group": str(group.pk),
        "ai": {"zones": [LEFT, {**LEFT, "name": "street", "kind": "exclude"}]},
    }
    answer = admin.post("/api/v1/cameras", wish)
    assert answer.status_code == 201, answer.content
    return UUID(answer.json()["id"])


def make(client: APIClient, camera: UUID, kind: str = "object-in-zone", **more: Any) -> str:
    zone = {} if kind == "line-crossing" else {"zone": "gate"}
    wish = {"name": kind, "camera": str(camera), "kind": kind, **zone, **more}
    answer = client.post(PATH, wish)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def pictures(
    camera: UUID, *boxes: tuple[float, ...], track: UUID = TRACK, start: datetime = FRIDAY
) -> list[DetectionRecorded]:
    return [
        detection(
            "person",
            at=start + timedelta(seconds=second),
            camera_id=camera,
            track_id=track,
            box=box,
        )
        for second, box in enumerate(boxes)
    ]


def see(frames: list[DetectionRecorded], now: datetime = FRIDAY + timedelta(minutes=1)) -> int:
    return facade.raise_for_detections(frames, now)


def muted() -> list[str]:
    return list(Alert.objects.order_by("id").values_list("muted", flat=True))


def test_zone_when_a_person_enters_then_one_alert_with_all_that_is_known(
    admin: APIClient, gate: UUID
) -> None:
    rule = make(admin, gate, labels=["person"], severity="critical", name="Intruder")
    frames = pictures(gate, THERE, HERE, HERE)
    assert see(frames) == 1
    assert see(frames) == 0
    [item] = admin.get("/api/v1/alerts", {"rule": rule}).json()["items"]
    assert (item["kind"], item["rule"], item["camera"]) == ("object-in-zone", rule, str(gate))
    assert (item["track"], item["happened_at"]) == (str(TRACK), "2026-11-20T08:30:01Z")
    assert item["title"] == "person seen in gate (Intruder)"
    assert item["seen"]["box"] == list(HERE)
    assert item["seen"]["detection"] == str(frames[1].detections[0].detection_id)
    told = [json.loads(row.event) for row in OutboxRow.objects.all()]
    [event] = [each["data"] for each in told if each["type"] == "mosaic.alert.raised.v1"]
    assert (event["rule_id"], event["track_id"]) == (rule, str(TRACK))
    assert admin.get("/api/v1/alerts", {"rule": str(new_id())}).json()["items"] == []


@pytest.mark.parametrize(
    ("kind", "more", "title"),
    [
        (
            "line-crossing",
            {"line": [0.5, 0, 0.5, 1], "direction": "right"},
            "person crossed the line to the right (line-crossing)",
        ),
        ("loitering", {"seconds": 2}, "person for 2 s in gate (loitering)"),
        ("count-above", {"above": 1}, "2 things in gate, more than 1 (count-above)"),
    ],
)
def test_rules_when_batches_come_after_restarts_then_they_go_on_and_tell_once(
    admin: APIClient, gate: UUID, monkeypatch: pytest.MonkeyPatch, kind: str, more: Any, title: str
) -> None:
    make(admin, gate, kind, **more)
    other = pictures(gate, THERE, THERE, HERE, HERE, track=new_id())
    frames = pictures(gate, THERE, HERE, HERE, HERE, HERE)
    for one in (*frames[:2], *other[1:3], *frames[2:], *frames[:2], *other):
        monkeypatch.setattr(bootstrap, "_rule_index", RuleIndex())
        see([one])
    own = Alert.objects.filter(track_id=TRACK) if kind != "count-above" else Alert.objects.all()
    assert [alert.title for alert in own] == [title]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"armed": False}, ["unarmed"]),
        ({"enabled": False}, []),
        ({"snoozed_until": "2026-11-20T09:00:00Z"}, ["snoozed"]),
        ({"valid_until": "2026-11-20T08:30:00Z"}, []),
        ({"schedule": [{"days": ["fri"], "start": "09:00", "end": "10:00"}]}, []),
        ({"schedule": [{"days": ["fri"], "start": "08:00", "end": "09:00"}]}, [""]),
        ({"quiet_hours": [{"days": ["fri"], "start": "08:00", "end": "09:00"}]}, ["quiet-hours"]),
        ({"min_confidence": 0.9}, []),
    ],
)
def test_rule_when_its_terms_say_so_then_it_tells_keeps_or_ignores(
    admin: APIClient, gate: UUID, terms: dict[str, Any], expected: list[str]
) -> None:
    make(admin, gate, **terms)
    see(pictures(gate, HERE))
    assert muted() == expected


def test_cooldown_when_another_track_comes_then_muted_until_it_is_over(
    admin: APIClient, gate: UUID
) -> None:
    make(admin, gate, cooldown_s=60)
    for second, at in enumerate(FRIDAY + timedelta(seconds=each) for each in (0, 30, 61)):
        box = (0.05 + 0.14 * second, 0.1, 0.1, 0.1)  # not where the one before it was
        see(pictures(gate, box, track=new_id(), start=at), at)
    assert muted() == ["", "cooldown", ""]


def test_change_when_committed_then_it_counts_for_the_next_batch(
    admin: APIClient, gate: UUID
) -> None:
    assert see(pictures(gate, HERE)) == 0
    rule = make(admin, gate, labels=["car"])
    assert see(pictures(gate, HERE)) == 0
    assert admin.patch(f"{PATH}/{rule}", {"labels": []}).status_code == 200
    assert see(pictures(gate, HERE)) == 1
    away = {"ai": {"zones": [{**LEFT, "name": "yard"}]}}
    told = admin.get(f"/api/v1/cameras/{gate}")
    changed = admin.patch(f"/api/v1/cameras/{gate}", away, headers={"If-Match": told["ETag"]})
    assert changed.status_code == 200, changed.content
    assert see(pictures(gate, HERE, track=new_id())) == 0
    shown = admin.get(f"{PATH}/{rule}").json()
    assert shown["problem"] == "the camera has no zone gate"
    assert admin.patch(f"{PATH}/{rule}", {"armed": False}).status_code == 200
    assert admin.patch(f"{PATH}/{rule}", {"zone": "gate"}).status_code == 400
    assert admin.patch(f"{PATH}/{rule}", {"zone": "yard"}).json()["problem"] is None
    assert admin.delete(f"{PATH}/{rule}").status_code == 204
    assert see(pictures(gate, HERE, track=new_id())) == 0
    assert not DetectionRuleMemory.objects.exists()
    assert Alert.objects.get().rule_id is None


def test_queries_then_as_many_for_one_picture_as_for_a_hundred(
    admin: APIClient, gate: UUID
) -> None:
    for number in range(5):
        make(admin, gate, "loitering", seconds=50, name=f"R{number}")
    see(pictures(gate, HERE))
    counts = []
    for start, number in ((30, 1), (60, 100)):
        crowd = [
            DetectedObject(
                detection_id=new_id(FRIDAY),
                label="person",
                confidence=0.9,
                box=HERE,
                track_id=new_id(),
            )
            for _ in range(20)
        ]
        frames = [
            frame.model_copy(update={"detections": crowd})
            for frame in pictures(gate, *[HERE] * number, start=FRIDAY + timedelta(seconds=start))
        ]
        with CaptureQueriesContext(connection) as queries:
            see(frames, FRIDAY + timedelta(seconds=start + number if number == 1 else 100))
        counts.append(len(queries))
    # stamp, camera revision, rules locked, memories, time zones, memories saved; then alerts, their outbox rows
    assert counts[0] == 6
    assert counts[1] <= 6 + 3


def test_rule_that_is_removed_meanwhile_then_nothing_breaks(admin: APIClient, gate: UUID) -> None:
    rule = make(admin, gate)
    bootstrap._rule_index.rules()
    stamp = DetectionRuleStamp.objects.get().value
    DetectionRule.objects.filter(pk=rule).delete()
    DetectionRuleStamp.objects.update(value=stamp)  # as if not committed when it was looked at
    assert see(pictures(gate, HERE)) == 0


@pytest.mark.django_db(transaction=True)
def test_memories_when_another_consumer_has_them_then_what_it_leaves_is_read() -> None:
    rule = DetectionRule.objects.create(name="R", camera_id=new_id(), kind="absence", seconds=60)
    read: list[datetime | None] = []

    def other() -> None:
        with transaction.atomic():
            read.append(TakenMemories([rule.id]).memories[rule.id].seen_at)
        connection.close()

    waiter = Thread(target=other)
    with transaction.atomic():
        taken = TakenMemories([rule.id])
        taken.memories[rule.id].seen_at = FRIDAY
        waiter.start()
        with connection.cursor() as cursor:
            waits = False
            while not waits and waiter.is_alive():
                cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                (waits,) = cursor.fetchone()
        taken.save()
    waiter.join()
    assert read == [FRIDAY]


def test_consumed_pictures_then_stored_and_held_against_the_rules(
    admin: APIClient, gate: UUID
) -> None:
    make(admin, gate)
    nul = [
        frame.model_copy(
            update={"detections": [frame.detections[0].model_copy(update={"label": "per\x00son"})]}
        )
        for frame in pictures(gate, THERE, HERE)
    ]
    apply_events(nul, FRIDAY + timedelta(seconds=2))
    assert Detection.objects.count() == 2
    assert Alert.objects.get().seen["label"] == "person"


def test_memory_when_of_another_version_then_begun_anew(admin: APIClient, gate: UUID) -> None:
    rule = make(admin, gate)
    DetectionRuleMemory.objects.create(rule_id=rule, content={"tracks": [1, 2]})
    assert see(pictures(gate, HERE)) == 1
    assert len(DetectionRuleMemory.objects.get().content["tracks"]) == 1


def test_picture_from_the_future_then_not_believed(admin: APIClient, gate: UUID) -> None:
    make(admin, gate)
    assert see(pictures(gate, HERE), FRIDAY - timedelta(minutes=2)) == 0
    assert see(pictures(gate, HERE), FRIDAY) == 1


def test_absence_when_nothing_comes_then_one_alert_but_not_of_a_camera_that_is_offline(
    admin: APIClient, gate: UUID
) -> None:
    make(admin, gate, "absence", seconds=60, labels=["person"])

    def chore(second: float) -> int:
        return facade.raise_for_absences(FRIDAY + timedelta(seconds=second))

    assert chore(0) == 0
    assert chore(64) == 0
    assert chore(66) == 1
    assert chore(200) == 0
    see(
        pictures(gate, HERE, start=FRIDAY + timedelta(seconds=300)), FRIDAY + timedelta(seconds=301)
    )
    assert chore(340) == 0
    status, _ = CameraStatusRow.objects.update_or_create(
        camera_id=gate, defaults={"name": "offline", "since": FRIDAY}
    )
    assert chore(400) == 0
    status.name = "online"
    status.save()
    assert chore(410) == 0
    assert chore(480) == 1
    assert Alert.objects.order_by("id").first().title == "no person for 66 s in gate (absence)"  # type: ignore[union-attr]


def test_rules_when_of_another_group_then_unseen_and_not_to_be_made(
    admin: APIClient, client_of: Client, gate: UUID
) -> None:
    rule = make(admin, gate)
    group = CameraGroup.objects.get().id
    ours, theirs = client_of("operator", groups=[group]), client_of("operator", groups=[new_id()])
    assert [item["id"] for item in ours.get(PATH).json()["items"]] == [rule]
    assert theirs.get(PATH).json()["items"] == []
    for answer in (
        theirs.get(f"{PATH}/{rule}"),
        theirs.patch(f"{PATH}/{rule}", {"armed": False}),
        theirs.delete(f"{PATH}/{rule}"),
    ):
        assert answer.status_code == 404
    wish = {"name": "Mine", "camera": str(gate), "kind": "object-in-zone"}
    assert theirs.post(PATH, wish).status_code == 400
    assert ours.post(PATH, wish).status_code == 201
    assert client_of("viewer").get(PATH).status_code == 403
    see(pictures(gate, HERE))
    assert theirs.get("/api/v1/alerts").json()["items"] == []
    assert len(ours.get("/api/v1/alerts").json()["items"]) == 2


def test_rule_when_made_changed_and_removed_then_it_stands_in_the_audit(
    admin: APIClient, gate: UUID
) -> None:
    rule = make(admin, gate)
    until = "2026-11-21T00:00:00Z"
    headers = {"X-Reason": "roadworks"}
    answer = admin.patch(f"{PATH}/{rule}", {"snoozed_until": until}, headers=headers)
    assert answer.json()["snoozed_until"] == until
    admin.delete(f"{PATH}/{rule}")
    entries = AuditEntry.objects.filter(subject=f"detection-rule:{rule}").order_by("id")
    made, changed, gone = entries
    assert [each.action.rpartition(".")[2] for each in entries] == ["created", "changed", "deleted"]
    assert (changed.reason, changed.before) == ("roadworks", {"snoozed_until": None})
    assert list(changed.after) == ["snoozed_until"]
    assert made.after["zone"] == gone.before["zone"] == "gate"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"kind": "teleport"}, "kind"),
        ({"camera": "00000000-0000-7000-8000-000000000000"}, "camera"),
        ({"zone": "moon"}, "zone"),
        ({"zone": "street"}, "zone"),  # excluded: nothing is seen there
        ({"kind": "line-crossing", "zone": ""}, "line"),
        ({"kind": "line-crossing", "zone": "", "line": [0, 0, 0, 0]}, "line"),
        ({"kind": "line-crossing", "zone": "", "line": [0, 0, 2, 0]}, "line"),
        ({"kind": "line-crossing", "zone": "", "line": "x"}, "line"),
        ({"kind": "loitering"}, "seconds"),
        ({"kind": "loitering", "seconds": 10**9}, "seconds"),
        ({"kind": "count-above", "above": 0}, "above"),
        ({"min_confidence": "nan"}, "min_confidence"),
        ({"labels": ["x" * 65]}, "labels"),
        ({"labels": ["a\x00"]}, "labels"),
        ({"zone": "a\x00"}, "zone"),
        ({"cooldown_s": -1}, "cooldown_s"),
        ({"schedule": "always"}, "schedule"),
        ({"name": ""}, "name"),
        ({"name": "There"}, "name"),
    ],
)
def test_rule_when_it_makes_no_sense_then_a_problem_that_says_where(
    admin: APIClient, gate: UUID, wrong: dict[str, Any], pointer: str
) -> None:
    make(admin, gate, name="There")
    wish = {"name": "N", "camera": str(gate), "kind": "object-in-zone", "zone": "gate", **wrong}
    with transaction.atomic():
        answer = admin.post(PATH, wish)
    assert answer.status_code == 400, answer.content
    assert pointer in str(answer.json()["errors"]), answer.content
    assert DetectionRule.objects.count() == 1


def test_rule_when_its_camera_or_kind_would_change_then_refused(
    admin: APIClient, gate: UUID
) -> None:
    rule = make(admin, gate)
    other = CameraRow.objects.create(name="Yard", source_url="rtsp://10.0.0.8/1", revision=2)
    assert admin.patch(f"{PATH}/{rule}", {"camera": str(other.id)}).status_code == 400
    assert admin.patch(f"{PATH}/{rule}", {"kind": "absence"}).status_code == 400
    assert admin.patch(f"{PATH}/{rule}", {"camera": str(gate)}).status_code == 200
    assert admin.get(PATH, {"kind": "moon"}).status_code == 400
    assert admin.get(PATH, {"kind": "absence"}).json()["items"] == []
    assert admin.get(PATH, {"camera": str(other.id)}).json()["items"] == []


def test_rules_when_a_camera_has_very_many_then_no_more(admin: APIClient, gate: UUID) -> None:
    DetectionRule.objects.bulk_create(
        DetectionRule(name=f"R{n}", camera_id=gate, kind="object-in-zone") for n in range(32)
    )
    wish = {"name": "N", "camera": str(gate), "kind": "object-in-zone"}
    assert admin.post(PATH, wish).status_code == 400
