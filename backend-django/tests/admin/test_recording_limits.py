"""Limits of the recordings in the admin."""

import pytest
from django.test import Client

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.clips.infrastructure.models import RecordingLimit
from mosaic_backend.identity.infrastructure.models import User

ADD = "/admin/clips/recordinglimit/add/"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_limit_when_saved_then_in_bytes_audited_and_only_once(browser: Client) -> None:
    assert browser.post(ADD, {"of_camera": "", "gigabytes": "1.5"}).status_code == 302
    limit = RecordingLimit.objects.get()
    assert (limit.camera_id, limit.max_bytes) == (None, 1_500_000_000)
    assert AuditEntry.objects.filter(action="recording-limit.created").count() == 1
    again = browser.post(ADD, {"of_camera": "", "gigabytes": "2"})
    assert "has a limit already" in again.content.decode()
    change = f"/admin/clips/recordinglimit/{limit.id}/change/"
    assert 'value="1.5"' in browser.get(change).content.decode()
    assert browser.post(change, {"of_camera": "", "gigabytes": "3"}).status_code == 302
    assert RecordingLimit.objects.get().max_bytes == 3_000_000_000


def test_limit_when_it_is_no_size_then_refused(browser: Client) -> None:
    assert browser.post(ADD, {"of_camera": "", "gigabytes": "-1"}).status_code == 200
    assert not RecordingLimit.objects.exists()
