"""What bulk actions and forms change, and what the audit log says of it."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse
from privacy.protection import named, protection

from mosaic_backend.alerts.infrastructure.models import Alert, DetectionRule, WatchList
from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.audit.infrastructure.seals import opened
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.mosaics.infrastructure.models import MosaicRow

from .rows import make

INJECTIONS = ["<script>alert(1)</script>", "'; DROP TABLE x; --", "{{7*7}}", "a\r\nSet-Cookie: x=1"]


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def act(browser: Client, label: str, action: str, keys: list[object]) -> str:
    path = reverse(f"admin:{label.replace('.', '_')}_changelist")
    form = {"action": action, "_selected_action": [str(key) for key in keys]}
    return browser.post(path, form, follow=True).content.decode()


def test_alerts_when_acknowledged_together_then_only_those_that_waited_and_each_audited(browser):
    make("alerts.alert", 3)
    keys = list(Alert.objects.order_by("pk").values_list("pk", flat=True))
    assert "2 acknowledged." in act(browser, "alerts.alert", "acknowledge", keys[:2])
    assert "1 acknowledged." in act(browser, "alerts.alert", "acknowledge", keys)
    assert set(Alert.objects.values_list("acknowledged_by", flat=True)) == {"root"}
    assert AuditEntry.objects.filter(action="alert.acknowledged").count() == 3


def test_mosaics_when_shared_together_then_versions_grow_and_the_change_is_audited(browser):
    make("mosaics.mosaicrow", 2)
    MosaicRow.objects.update(shared=False, version=1)
    keys = list(MosaicRow.objects.values_list("pk", flat=True))
    assert "2 changed." in act(browser, "mosaics.mosaicrow", "share", keys)
    assert "0 changed." in act(browser, "mosaics.mosaicrow", "share", keys)
    assert set(MosaicRow.objects.values_list("shared", "version")) == {(True, 2)}
    entry = AuditEntry.objects.filter(action="mosaic.changed").first()
    assert (entry.before, entry.after) == ({"shared": False}, {"shared": True})


def test_jobs_when_tried_again_then_they_wait_anew(browser):
    make("procrastinate.procrastinatejob", 2)
    model = next(m for m in admin.site._registry if m.__name__ == "ProcrastinateJob")
    keys = list(model.objects.values_list("pk", flat=True))
    assert "2 will be tried again." in act(
        browser, "procrastinate.procrastinatejob", "try_again", keys
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT status FROM procrastinate_jobs")
        assert cursor.fetchall() == [("todo",)]


@pytest.mark.parametrize("text", INJECTIONS)
def test_watch_list_when_its_words_are_an_injection_then_kept_as_text_and_shown_escaped(
    browser, text
):
    form = {
        "name": text,
        "reason": text,
        "severity": "warning",
        "enabled": "on",
        "all_cameras": "on",
        "schedule": "mon-fri 22:00-06:00",
        "min_likelihood": "0.5",
        "cooldown_s": "60",
        "entries-TOTAL_FORMS": "1",
        "entries-INITIAL_FORMS": "0",
        "entries-0-text": "AB 123",
        "entries-0-note": text,
    }
    answer = browser.post(reverse("admin:alerts_watchlist_add"), form)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    row = WatchList.objects.get()
    assert row.reason == text
    assert (row.schedule[0]["start"], row.quiet_hours, row.armed) == ("22:00", [], False)
    assert row.entries.get().keys
    page = browser.get(reverse("admin:alerts_watchlist_change", args=[row.pk]))
    assert "<script>alert" not in page.content.decode()
    assert "49" not in row.name
    assert "Set-Cookie: x" not in str(page.headers)
    entry = AuditEntry.objects.get(action="watchlist.created")
    assert entry.details["watchlistentry_added"] == ["AB 123"]


def test_watch_list_when_plates_are_protected_then_no_log_names_them(browser):
    form = {
        "name": "Stolen",
        "reason": "asked for",
        "severity": "warning",
        "enabled": "on",
        "all_cameras": "on",
        "schedule": "mon-fri 22:00-06:00",
        "min_likelihood": "0.5",
        "cooldown_s": "60",
        "entries-TOTAL_FORMS": "1",
        "entries-INITIAL_FORMS": "0",
        "entries-0-text": "KQ47 ZRT",
        "entries-0-note": "red",
    }
    with protection("1"):
        answer = browser.post(reverse("admin:alerts_watchlist_add"), form)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        entry = AuditEntry.objects.get(action="watchlist.created")
        assert entry.details["watchlistentry_added"] == ["KQ47 ZRT"]
        lists = reverse("admin:alerts_watchlist_changelist")
        for asked, found in (("kq-47-zrt", True), ("Stol", True), ("KQ47", False)):
            page = browser.get(lists, {"q": asked}).content.decode()
            assert (">Stolen<" in page) == found, asked
        assert named(["KQ47ZRT"]) == {}


def test_detection_rule_when_made_and_changed_then_checked_and_audited(browser):
    make("cameras.camerarow", 1)
    camera = CameraRow.objects.get()
    CameraRow.objects.update(
        zones=[{"name": "gate", "kind": "include", "polygon": [[0, 0], [1, 0], [1, 1]]}]
    )
    form = {
        "name": "In",
        "camera_id": str(camera.id),
        "kind": "line-crossing",
        "labels": "person,car",
        "min_confidence": "0.5",
        "anchor": "foot",
        "line": "0.5,0,0.5,1",
        "direction": "left",
        "severity": "critical",
        "enabled": "on",
        "cooldown_s": "60",
    }
    add = reverse("admin:alerts_detectionrule_add")
    assert "needs a number" in browser.post(add, {**form, "kind": "count-above"}).content.decode()
    assert not DetectionRule.objects.exists()
    answer = browser.post(add, form)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert browser.post(add, form).status_code == 200  # the name is taken
    rule = DetectionRule.objects.get()
    assert (rule.labels, rule.line, rule.armed) == (["person", "car"], [0.5, 0, 0.5, 1], False)
    change = reverse("admin:alerts_detectionrule_change", args=[rule.pk])
    assert camera.name in browser.get(change).content.decode()
    moved = {**form, "camera_id": str(rule.pk), "kind": "absence", "direction": "right"}
    assert browser.post(change, moved).status_code == 302
    rule.refresh_from_db()
    assert (rule.camera_id, rule.kind, rule.direction) == (camera.id, "line-crossing", "right")
    assert browser.post(change, {**moved, "zone": "gate"}).status_code == 200
    assert "1 changed." in act(browser, "alerts.detectionrule", "arm", [rule.pk])
    actions = AuditEntry.objects.filter(subject=f"detection-rule:{rule.pk}").order_by("id")
    assert [each.action for each in actions] == [
        "detection-rule.created",
        "detection-rule.changed",
        "detection-rule.changed",
    ]


def test_plates_when_a_reason_is_demanded_then_the_admin_does_not_search(browser):
    make("detections.plateread", 1)
    path = reverse("admin:detections_plateread_changelist")
    browser.get(path, {"q": "T"})
    told = AuditEntry.objects.get(action="plates.searched")
    assert opened(told.details) == {"text": "T"}
    AuditPolicy.objects.create(plate_search_reason=True)
    page = browser.get(path, {"q": "T"}).content.decode()
    assert "demands a reason" in page
    assert AuditEntry.objects.filter(action="plates.searched").count() == 1
