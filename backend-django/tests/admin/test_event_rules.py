"""Recording on events in the admin."""

import pytest
from django.test import Client
from django.utils import timezone

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.clips.infrastructure.models import EventRule
from mosaic_backend.identity.infrastructure.models import User

ADD = "/admin/clips/eventrule/add/"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _camera(name: str, *, ai: bool = True) -> CameraRow:
    row: CameraRow = CameraRow.objects.create(
        name=name, source_url="rtsp://10.0.0.9/1", revision=1, ai_enabled=ai
    )
    return row


def _form(camera: CameraRow, **other: str) -> dict[str, str]:
    told = {"before_s": "5", "after_s": "60", "labels": "car,person", "plates": "on"}
    return {"of_camera": str(camera.id), **told, **other}


def test_rule_when_saved_then_from_now_on_audited_and_only_once(browser: Client) -> None:
    gate, before = _camera("Gate"), timezone.now()
    assert browser.post(ADD, _form(gate)).status_code == 302
    rule = EventRule.objects.get()
    assert (rule.camera_id, rule.labels, rule.after_s) == (gate.id, ["car", "person"], 60)
    assert rule.judged_until >= before
    assert AuditEntry.objects.filter(action="recording-events.created").count() == 1
    assert "has a rule already" in browser.post(ADD, _form(gate)).content.decode()
    change = f"/admin/clips/eventrule/{gate.id}/change/"
    changed = browser.post(change, _form(_camera("Yard"), labels="", plates=""))
    assert changed.status_code == 302
    row = EventRule.objects.get()
    assert (row.camera_id, row.labels, row.plates) == (gate.id, [], False)
    assert row.judged_until == rule.judged_until


def test_rule_when_it_cannot_be_then_refused(browser: Client) -> None:
    gate, blind = _camera("Gate"), _camera("Blind", ai=False)
    for form in (_form(gate, before_s="4"), _form(gate, after_s="61"), _form(blind)):
        assert browser.post(ADD, form).status_code == 200
    assert not EventRule.objects.exists()
