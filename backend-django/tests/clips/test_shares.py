"""Links to clips for people without an account."""

import asyncio
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.clips.application.cut_clip import clip_path
from mosaic_backend.clips.application.recordings import Piece
from mosaic_backend.clips.infrastructure.cutting.clip_files import AGE_S, forget_parts
from mosaic_backend.clips.infrastructure.models import Clip, ClipShare
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.infrastructure.sharing import share_store
from mosaic_backend.clips.infrastructure.sharing.watermark import watermark
from mosaic_contracts.ids import new_id

from .made_footage import make_footage

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def clip(camera: UUID) -> Iterator[Clip]:
    clip = Clip.objects.create(
        camera_id=camera,
        starts_at=START,
        ends_at=START + timedelta(seconds=10),
        state="ready",
        size_bytes=10,
        title="the gate",
    )
    path = clip_path(clips_folder(), clip.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"0123456789")
    yield clip
    path.unlink()


@pytest.fixture
def recipient() -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.default_format = "json"
    return client


def _share(client: APIClient, clip: Clip, **more: Any) -> Any:
    body = {
        "recipient": "Officer Ruth",
        "expires_at": (timezone.now() + timedelta(hours=1)).isoformat(),
        **more,
    }
    return client.post(f"/api/v1/clips/{clip.id}/shares", body)


def _open(client: APIClient, made: Any, code: str | None = None) -> Any:
    secret = made["link"].removeprefix("/shared/")
    return client.post(f"/api/v1/shared-clips/{secret}/open", {"code": code or made["code"]})


def _body(answer: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([chunk async for chunk in answer.streaming_content])

    return asyncio.run(read())


def test_share_when_opened_with_its_code_then_the_file_by_range_and_audited(
    admin: APIClient, clip: Clip, recipient: APIClient
) -> None:
    answer = _share(admin, clip)
    made = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    kept = ClipShare.objects.get()
    assert made["code"] not in kept.code_hash
    assert kept.code_hash.startswith("argon2")
    assert made["link"].removeprefix("/shared/") not in str(vars(kept))
    file = f"/api/v1/shared-clips/{made['link'].removeprefix('/shared/')}/file"
    assert recipient.get(file).status_code == 404
    opened = _open(recipient, made, made["code"].lower().replace("-", " "))
    assert opened.status_code == 200, opened.json()
    shown = opened.json()
    assert (shown["title"], shown["camera_name"], shown["file"]) == ("the gate", "Gate", file)
    cookie = opened.cookies["mosaic-shared-clip"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    part = recipient.get(file, headers={"Range": "bytes=2-4"})
    assert (part.status_code, _body(part)) == (206, b"234")
    assert part["Cache-Control"] == "private, no-store"
    assert recipient.get(file, headers={"Range": "bytes=10-"}).status_code == 416
    [listed] = admin.get(f"/api/v1/clips/{clip.id}/shares").json()["items"]
    assert (listed["opened"], listed["recipient"]) == (1, "Officer Ruth")
    assert "code" not in str(sorted(listed.keys() - {"wrong_codes"}))
    actions = list(AuditEntry.objects.order_by("at").values_list("action", flat=True))
    assert actions[-2:] == ["clip.shared", "clip.share-opened"]


def test_share_when_over_or_unknown_then_the_same_answer(
    admin: APIClient, clip: Clip, recipient: APIClient
) -> None:
    expired, revoked = _share(admin, clip).json(), _share(admin, clip).json()
    assert _open(recipient, revoked).status_code == 200
    ClipShare.objects.filter(id=expired["share"]["id"]).update(expires_at=timezone.now())
    address = f"/api/v1/clips/{clip.id}/shares/{revoked['share']['id']}/revoke"
    assert admin.post(address).json()["revoked_by"] == "admin"
    answers = [
        _open(recipient, {"link": f"/shared/{secret}", "code": "ABCD-EFGH"})
        for secret in ("never-was", *(one["link"].split("/")[-1] for one in (expired, revoked)))
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.json()["detail"] for answer in answers}) == 1
    # Who had it open has it no more.
    secret = revoked["link"].split("/")[-1]
    assert recipient.get(f"/api/v1/shared-clips/{secret}/file").status_code == 404


def test_share_when_the_code_is_wrong_again_and_again_then_locked_and_in_the_end_over(
    admin: APIClient, clip: Clip, recipient: APIClient
) -> None:
    made = _share(admin, clip).json()
    for _ in range(share_store.TRIES):
        wrong = _open(recipient, made, "AAAA-AAAA")
        assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong-code")
    locked = _open(recipient, made)
    assert (locked.status_code, locked.json()["code"]) == (429, "rate-limited")
    assert 0 < int(locked["Retry-After"]) <= 900
    for _ in range(share_store.MOST_WRONG - share_store.TRIES):
        ClipShare.objects.update(locked_until=None)
        _open(recipient, made, "AAAA-AAAA")
    ClipShare.objects.update(locked_until=None)
    assert _open(recipient, made).status_code == 404
    assert AuditEntry.objects.filter(action="clip.share-refused").count() >= share_store.TRIES


def test_share_when_the_cookie_is_of_another_link_then_no_file(
    admin: APIClient, clip: Clip, recipient: APIClient
) -> None:
    one, other = _share(admin, clip).json(), _share(admin, clip).json()
    assert _open(recipient, one).status_code == 200
    secret = other["link"].split("/")[-1]
    assert recipient.get(f"/api/v1/shared-clips/{secret}/file").status_code == 404
    recipient.cookies["mosaic-shared-clip"] = "forged"
    secret = one["link"].split("/")[-1]
    assert recipient.get(f"/api/v1/shared-clips/{secret}/file").status_code == 404


@pytest.mark.parametrize("days", [-1, 31])
def test_share_when_its_end_is_not_within_a_month_then_refused(
    admin: APIClient, clip: Clip, days: int
) -> None:
    answer = _share(admin, clip, expires_at=(timezone.now() + timedelta(days=days)).isoformat())
    assert answer.json()["errors"][0]["pointer"] == "/expires_at"


def test_share_when_the_clip_is_not_ready_or_of_others_then_refused(
    admin: APIClient, clip: Clip, client_of: Callable[..., APIClient]
) -> None:
    stranger = client_of("reviewer", groups=[new_id()])
    assert _share(stranger, clip).status_code == 404
    Clip.objects.update(state="running")
    assert _share(admin, clip).status_code == 409


def test_share_when_opened_while_its_watermark_is_made_then_told_once_and_counted_once_it_is_there(
    admin: APIClient, clip: Clip, recipient: APIClient
) -> None:
    made = _share(admin, clip, watermark=True).json()
    told = AuditEntry.objects.filter(action="clip.share-opened")
    awaited = AuditEntry.objects.filter(action="clip.share-awaited")
    for _ in range(3):
        assert _open(recipient, made).json()["state"] == "preparing"
    assert (ClipShare.objects.get().opened, told.count(), awaited.count()) == (0, 0, 1)
    ClipShare.objects.update(state="ready")
    assert _open(recipient, made).json()["state"] == "ready"
    assert (ClipShare.objects.get().opened, told.count(), awaited.count()) == (1, 1, 1)


def test_files_of_links_when_over_then_they_go(admin: APIClient, clip: Clip) -> None:
    made = _share(admin, clip, watermark=True).json()
    assert made["share"]["state"] == "preparing"
    share = ClipShare.objects.get()
    path = share_store.share_file(share)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"video")
    assert share_store.forget_files() == 0
    ClipShare.objects.update(expires_at=timezone.now())
    assert share_store.forget_files() == 1
    assert not path.exists()


class _KilledError(Exception):
    pass


class _Death:
    """Watch of a worker that is killed while it encodes: nothing is cleared away."""

    def __init__(self, folder: Path, left: Path) -> None:
        self._folder, self._left = folder, left

    def at(self, stage: str, share: float) -> None:
        shutil.copytree(self._folder, self._left)
        raise _KilledError


def test_watermark_when_its_worker_is_killed_then_what_it_left_goes_once_nobody_works_on_it(
    admin: APIClient, clip: Clip, tmp_path: Path
) -> None:
    _share(admin, clip, watermark=True)
    share = ClipShare.objects.get()
    folder = share_store.share_file(share).parent
    make_footage(tmp_path, new_id(), START, size="320x240", stream=new_id())
    source = next(tmp_path.rglob("*.mp4"))
    whole = Piece(START, START + timedelta(seconds=1), 0.0)
    with pytest.raises(_KilledError):
        watermark(
            source,
            share_store.share_file(share),
            recipient="Ruth",
            pieces=[whole],
            watch=_Death(folder, tmp_path / "left"),
        )
    assert not list(folder.glob(f"{share.id}*"))
    [left] = (tmp_path / "left").glob(f"{share.id}*")
    left = shutil.copytree(left, folder / left.name)
    assert forget_parts() == 0
    long_ago = time.time() - 2 * AGE_S
    os.utime(left, (long_ago, long_ago))
    assert forget_parts() == 0
    ClipShare.objects.update(state="ready")
    assert forget_parts() == 1
    assert not left.exists()
