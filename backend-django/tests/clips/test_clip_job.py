"""The job that cuts a clip, where the database fails it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError

from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure import clip_store, tasks
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Footage:
    """Recordings that have everything."""

    def spans(self, camera_id: UUID, wish: Span | None) -> list[Span]:
        return [Span(START - timedelta(hours=1), START + timedelta(hours=1))]

    def cut(
        self, camera_id: UUID, wish: Span, target: Path, interrupted: Callable[[], bool]
    ) -> None:
        target.write_bytes(b"video")


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(tasks, "recordings", Footage)
    monkeypatch.setattr(tasks, "clips_folder", lambda: tmp_path)
    return SimpleNamespace(should_abort=lambda: False, job=SimpleNamespace(attempts=0))


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_clip_when_the_database_fails_at_the_end_then_the_next_try_makes_it_ready(
    job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = clip_store.request_clip(new_id(), Span(START, START + timedelta(seconds=3)), "ruth")
    with monkeypatch.context() as patched:
        patched.setattr(clip_store, "finish", failing(DatabaseError("gone")))
        with pytest.raises(DatabaseError):
            tasks._cut(job, clip.id)
    assert Clip.objects.get(pk=clip.id).state == "running"
    tasks._cut(job, clip.id)
    assert Clip.objects.get(pk=clip.id).state == "ready"


def test_clip_when_it_cannot_be_told_of_then_failed_and_not_running_for_ever(
    job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = clip_store.request_clip(new_id(), Span(START, START + timedelta(seconds=3)), "ruth")
    monkeypatch.setattr(clip_store, "finish", failing(RuntimeError("event")))
    with pytest.raises(RuntimeError):
        tasks._cut(job, clip.id)
    told = Clip.objects.get(pk=clip.id)
    assert (told.state, told.reason) == ("failed", "internal-error")
