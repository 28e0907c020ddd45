"""The keys of recordings in the admin."""

import pytest
from django.test import Client

from mosaic_backend.clips.infrastructure.encryption.recording_keys import key_ring
from mosaic_backend.clips.infrastructure.models import Segment
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.infrastructure.models import User

from .rows import make

PAGE = "/admin/clips/recordingkeyuse/"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_page_then_it_tells_what_is_encrypted_with_what(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("clips.recordingkeyuse", 3)
    newest = key_ring().newest.id.hex()
    Segment.objects.filter(encryption_key=f"{1:016x}").update(
        encryption_key=newest, bytes=1_900_000_000, overhead_bytes=100_000_000
    )
    page = browser.get(PAGE).content.decode()
    assert "are not encrypted" in page
    for told in ("plain", newest, "newest", "2.0 GB", f"{2:016x}", "missing"):
        assert told in page, told
    monkeypatch.setenv("MOSAIC_RECORDING_ENCRYPTION", "1")
    monkeypatch.setenv("MOSAIC_RECORDING_KEYS", "no key")
    environment.cache_clear()
    try:
        page = browser.get(PAGE).content.decode()
    finally:
        monkeypatch.undo()
        environment.cache_clear()
    assert "New recordings are encrypted" in page
    assert "MOSAIC_RECORDING_KEYS" in page
