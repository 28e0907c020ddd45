"""The cookie by which a page's player fetches the files of a clip."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core import signing
from rest_framework.test import APIClient

from mosaic_backend.clips.application.cut_clip import clip_path
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.interfaces import clip_cookie
from mosaic_backend.identity.infrastructure.models import AccessRevocation, User
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def clip(camera: UUID) -> Iterator[Clip]:
    clip = Clip.objects.create(
        camera_id=camera, starts_at=START, ends_at=START + timedelta(seconds=9), state="ready"
    )
    path = clip_path(clips_folder(), clip.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"0123456789")
    yield clip
    path.unlink()


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create(username="ruth", role="operator", all_cameras=True)


@pytest.fixture
def player(client_of, user: User, clip: Clip) -> APIClient:
    """Has the cookie and no token."""
    page = client_of(user.role, user_id=user.id)
    answer = page.post(f"/api/v1/clips/{clip.id}/open")
    assert (answer.status_code, answer["Cache-Control"]) == (204, "no-store")
    cookie = answer.cookies[clip_cookie.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert cookie["path"] == f"/api/v1/clips/{clip.id}/"
    player = APIClient(raise_request_exception=False)
    player.cookies = answer.cookies
    return player


def _file(clip: Clip) -> str:
    return f"/api/v1/clips/{clip.id}/file"


def test_cookie_when_its_clip_is_asked_for_then_by_range_and_nothing_else(
    player: APIClient, clip: Clip, camera: UUID
) -> None:
    part = player.get(_file(clip), headers={"Range": "bytes=2-4"})
    assert (part.status_code, part["Content-Range"]) == (206, "bytes 2-4/10")
    other = Clip.objects.create(camera_id=camera, starts_at=START, ends_at=START, state="ready")
    assert player.get(_file(other)).status_code == 401
    assert player.get(f"/api/v1/clips/{clip.id}").status_code == 401
    assert player.get(f"/api/v1/clips/{clip.id}/shares").status_code == 401
    assert player.post(f"/api/v1/clips/{clip.id}/open").status_code == 401


@pytest.mark.parametrize("site", ["same-site", "cross-site", "none"])
def test_cookie_when_another_page_asks_then_refused(
    player: APIClient, clip: Clip, site: str
) -> None:
    assert player.get(_file(clip), headers={"Sec-Fetch-Site": site}).status_code == 401
    own = player.get(_file(clip), headers={"Sec-Fetch-Site": "same-origin"})
    assert own.status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [({"role": "viewer"}, 403), ({"all_cameras": False}, 404), ({"is_active": False}, 401)],
)
def test_cookie_when_its_user_may_no_longer_then_refused(
    player: APIClient, clip: Clip, user: User, change: dict[str, object], status: int
) -> None:
    User.objects.filter(pk=user.pk).update(**change)
    # Every change voids what was given before; even without that, the rights are those of now.
    assert player.get(_file(clip)).status_code == 401
    AccessRevocation.objects.all().delete()
    assert player.get(_file(clip)).status_code == status


def test_cookie_when_its_user_signed_out_since_then_refused(
    player: APIClient, clip: Clip, user: User
) -> None:
    now = datetime.now(UTC) + timedelta(seconds=2)
    AccessRevocation.objects.update_or_create(user_id=user.pk, defaults={"valid_from": now})
    assert player.get(_file(clip)).status_code == 401


def test_cookie_when_forged_or_old_then_refused(
    player: APIClient, clip: Clip, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = player.cookies[clip_cookie.COOKIE].value
    player.cookies[clip_cookie.COOKIE] = signing.dumps(
        [str(clip.id), str(user.pk), 0], salt="another"
    )
    assert player.get(_file(clip)).status_code == 401
    player.cookies[clip_cookie.COOKIE] = good
    monkeypatch.setattr(clip_cookie, "OPEN_FOR_S", -1)
    assert player.get(_file(clip)).status_code == 401


def test_open_when_the_clip_is_of_a_camera_of_others_then_there_is_none(
    client_of, clip: Clip
) -> None:
    stranger = client_of("reviewer", groups=[new_id()])
    assert stranger.post(f"/api/v1/clips/{clip.id}/open").status_code == 404
