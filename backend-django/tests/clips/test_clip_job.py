"""The job that cuts a clip, where the database fails it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from mosaic_backend.clips.application.recordings import Cut, Piece, Watch
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure import tasks
from mosaic_backend.clips.infrastructure.cutting import clip_files, clip_store
from mosaic_backend.clips.infrastructure.cutting.clip_queue import (
    MOST_OF_USER,
    TooManyClipsError,
    request_clips,
)
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_contracts.errors import ConflictError
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Footage:
    """Recordings that have everything."""

    def spans(self, camera_id: UUID, wish: Span) -> list[Span]:
        return [Span(START - timedelta(hours=1), START + timedelta(hours=1))]

    def cut(self, camera_id: UUID, wish: Span, target: Path, *, exact: bool, watch: Watch) -> Cut:
        watch.at("writing", 0.5)
        target.write_bytes(b"video")
        return Cut(5, "0" * 64, (Piece(wish.start, wish.end, 0.0),))


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(tasks, "recordings", Footage)
    monkeypatch.setattr(tasks, "clips_folder", lambda: tmp_path)
    monkeypatch.setattr(clip_store, "clips_folder", lambda: tmp_path)
    return SimpleNamespace(should_abort=lambda: False, job=SimpleNamespace(attempts=0))


def wished() -> Clip:
    span = Span(START, START + timedelta(seconds=3))
    [clip] = request_clips([new_id()], span, requester_id="1", requested_by="ruth")
    return clip


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_clip_when_the_database_fails_at_the_end_then_the_next_try_makes_it_ready(
    job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = wished()
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
    clip = wished()
    monkeypatch.setattr(clip_store, "finish", failing(RuntimeError("event")))
    with pytest.raises(RuntimeError):
        tasks._cut(job, clip.id)
    told = Clip.objects.get(pk=clip.id)
    assert (told.state, told.reason) == ("failed", "internal-error")


@pytest.mark.parametrize("when", ["queued", "cut", "written"])
def test_clip_when_cancelled_then_it_stays_so_and_leaves_no_file(
    job: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    clip = wished()
    finish, cut = clip_store.finish, Footage.cut

    def cancelled_first(then: Callable[..., Any]) -> Callable[..., Any]:
        def go_on(*arguments: Any, **more: Any) -> Any:
            clip_store.cancel(clip.id)
            return then(*arguments, **more)

        return go_on

    if when == "queued":
        clip_store.cancel(clip.id)
    elif when == "cut":
        monkeypatch.setattr(Footage, "cut", cancelled_first(cut))
    else:
        monkeypatch.setattr(clip_store, "finish", cancelled_first(finish))
    tasks._cut(job, clip.id)
    assert Clip.objects.get(pk=clip.id).state == "cancelled"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ConflictError):
        clip_store.cancel(_ready(job))


def _ready(job: Any) -> UUID:
    clip = wished()
    tasks._cut(job, clip.id)
    return clip.id


def test_clip_when_its_stream_changes_then_the_rest_is_a_clip_beside_it(
    job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = START + timedelta(seconds=2)

    def cut(self: Any, camera: UUID, wish: Span, target: Path, **_: Any) -> Cut:
        target.write_bytes(b"video")
        changes_at = changed if wish.start < changed else None
        piece = Piece(wish.start, min(wish.end, changes_at or wish.end), 0.0)
        return Cut(5, "0" * 64, (piece,), changes_at=changes_at)

    monkeypatch.setattr(Footage, "cut", cut)
    clip = wished()
    tasks._cut(job, clip.id)
    clip.refresh_from_db()
    rest = Clip.objects.get(pk=clip.continued_in)
    assert (clip.changes_at, rest.starts_at, rest.ends_at) == (changed, changed, clip.ends_at)
    assert (rest.group, rest.requester_id, rest.state) == (clip.group, "1", "queued")
    tasks._cut(job, rest.id)
    rest.refresh_from_db()
    assert (rest.state, rest.continued_in) == ("ready", None)


def test_clips_when_too_many_of_one_user_wait_then_refused_and_of_others_not() -> None:
    for _ in range(MOST_OF_USER):
        wished()
    with pytest.raises(TooManyClipsError):
        wished()
    span = Span(START, START + timedelta(seconds=3))
    request_clips([new_id()], span, requester_id="2", requested_by="otto")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT priority FROM procrastinate_jobs WHERE task_name = 'clips.cut' ORDER BY id"
        )
        turns = [priority for (priority,) in cursor.fetchall()]
    # Otto's first comes before all of Ruth's but her first.
    assert turns == [*range(0, -MOST_OF_USER, -1), 0]


def test_parts_when_nobody_works_on_their_clips_then_they_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clip_files, "clips_folder", lambda: tmp_path)
    monkeypatch.setattr(clip_files, "AGE_S", -1.0)
    being_cut = wished()
    stays = [tmp_path / f"{being_cut.id}.ab12.part", tmp_path / f"{new_id()}.mp4"]
    goes = [tmp_path / f"{new_id()}.ab12.part"]
    for path in (*stays, *goes):
        path.write_bytes(b"video")
    (tmp_path / f"{new_id()}.ab12.xyz").mkdir()
    assert clip_files.forget_parts() == 2
    assert sorted(tmp_path.iterdir()) == sorted(stays)
