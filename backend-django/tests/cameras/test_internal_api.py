from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from mosaic_backend.cameras import facade
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.desired_texts import DesiredTexts
from mosaic_backend.cameras.interfaces import internal_views
from mosaic_backend.config.environment import environment
from mosaic_contracts.events import StreamState, SubStreamState
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import DesiredCameras
from mosaic_contracts.permissions import Principal, Role, Verb
from mosaic_platform.service_tokens import ServiceTokenSigner

URL = "/internal/v1/cameras"


def draft(name: str = "Gate", **fields: object) -> CameraDraft:
    return CameraDraft(name=name, source_url="rtsp://u:p@10.0.0.1/x", **fields)


def service(name: str) -> APIClient:
    client = APIClient(raise_request_exception=False)
    header = ServiceTokenSigner(name, environment().secrets_dir).header()
    client.credentials(HTTP_AUTHORIZATION=header["Authorization"])
    return client


@pytest.mark.django_db
def test_desired_cameras_when_nothing_changed_then_304():
    camera_administration().add(draft())
    client = service("streaming")
    first = client.get(URL)
    wanted = DesiredCameras.model_validate_json(first.content)
    assert [item.source_url for item in wanted.items] == ["rtsp://u:p@10.0.0.1/x"]
    again = client.get(URL, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_desired_cameras_when_one_list_is_being_made_then_503_meanwhile_and_then_that_list(
    monkeypatch,
):
    bodies = internal_views.Bodies()
    monkeypatch.setattr(internal_views, "bodies", bodies)
    monkeypatch.setattr(internal_views, "texts", DesiredTexts())
    monkeypatch.setattr(internal_views, "WAIT_S", 0.01)
    made = []

    def asked_meanwhile(row: Any, times: Any) -> Any:
        made.append(row.name)
        refused = service("ai").get(URL)
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        return desired(row, times)

    desired = internal_views._desired
    monkeypatch.setattr(internal_views, "_desired", asked_meanwhile)
    camera_administration().add(draft())
    bodies_of = [service(name).get(URL).content for name in ("streaming", "ai")]
    assert bodies_of[0] == bodies_of[1]
    assert made == ["Gate"]
    camera_administration().add(draft("Roof"))
    assert len(DesiredCameras.model_validate_json(service("ai").get(URL).content).items) == 2
    assert made == ["Gate", "Roof"]


@pytest.mark.django_db
def test_desired_cameras_when_one_is_deleted_then_etag_and_revision_move():
    camera = camera_administration().add(draft())
    client = service("ai")
    first = client.get(URL)
    camera_administration().remove(camera.id)
    after = client.get(URL, headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    wanted = DesiredCameras.model_validate_json(after.content)
    assert wanted.items == []
    assert wanted.revision == camera.revision + 1


@pytest.mark.django_db
def test_desired_cameras_when_some_changed_then_told_as_made_anew(monkeypatch):
    """What is kept of earlier lists shows in no later one."""
    administration = camera_administration()
    cameras = [administration.add(draft(f"c{number}")) for number in range(3)]
    client = service("ai")
    client.get(URL)
    administration.change(cameras[0].id, draft("c0", enabled=False))
    administration.remove(cameras[1].id)
    administration.add(draft("new"))
    told = DesiredCameras.model_validate_json(client.get(URL).content)
    monkeypatch.setattr(internal_views, "bodies", internal_views.Bodies())
    monkeypatch.setattr(internal_views, "texts", DesiredTexts())
    assert told == DesiredCameras.model_validate_json(client.get(URL).content)
    assert [(item.name, item.enabled) for item in told.items] == [
        ("c0", False),
        ("c2", True),
        ("new", True),
    ]


@pytest.mark.django_db
def test_desired_cameras_when_there_are_more_then_same_number_of_queries(
    django_assert_num_queries,
):
    client = service("ai")
    for count in (1, 10):
        for number in range(count):
            camera_administration().add(draft(f"c{number}"))
        # revision, schedules, how many cameras there are, their versions and what changed; a savepoint
        with django_assert_num_queries(7):
            client.get(URL)


@pytest.mark.django_db
def test_desired_cameras_when_a_user_or_the_backend_itself_asks_then_401(client_of):
    assert client_of("admin").get(URL).status_code == 401
    assert service("backend").get(URL).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_revisions_when_cameras_are_added_at_once_then_each_its_own():
    together = Barrier(4)

    def add(number: int) -> int:
        together.wait()
        try:
            return camera_administration().add(draft(f"c{number}")).revision
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        revisions = list(threads.map(add, range(4)))
    assert sorted(revisions) == [1, 2, 3, 4]


@pytest.mark.django_db
def test_stream_state_when_older_than_known_then_ignored():
    camera = camera_administration().add(draft())
    now = datetime.now(UTC)

    def say(state: str, at: datetime) -> None:
        facade.record_stream_state(
            StreamState(camera_id=camera.id, state=state, changed_at=at, reason="timeout")
        )

    say("error", now)
    say("online", now - timedelta(seconds=1))
    assert facade.stream_states()[camera.id].state == "error"
    say("online", now + timedelta(seconds=1))
    assert facade.stream_states()[camera.id].state == "online"


@pytest.mark.django_db
def test_sub_streams_state_when_told_then_kept_by_its_own_time_while_the_camera_has_one(admin):
    camera = camera_administration().add(draft(sub_url="rtsp://192.0.2.1/sub"))
    now = datetime.now(UTC)

    def say(main: datetime, sub: str, at: datetime) -> dict[str, Any] | None:
        told = SubStreamState(state=sub, detail=f"it is {sub}", changed_at=at)
        facade.record_stream_state(
            StreamState(camera_id=camera.id, state="online", changed_at=main, sub=told)
        )
        shown = admin.get(f"/api/v1/cameras/{camera.id}").json()["state"]
        assert shown["state"] == "online"
        return shown["sub"]

    assert say(now, "connecting", now)["state"] == "connecting"
    assert say(now, "online", now + timedelta(seconds=1))["state"] == "online"
    assert say(now, "error", now)["state"] == "online"
    later = now + timedelta(seconds=2)
    assert say(later, "online", now + timedelta(seconds=1))["detail"] == "it is online"
    admin.patch(f"/api/v1/cameras/{camera.id}", {"sub_url": None})
    assert say(later, "online", later) is None


@pytest.mark.django_db
def test_stream_state_when_the_camera_is_unknown_then_ignored():
    facade.record_stream_state(
        StreamState(camera_id=new_id(), state="online", changed_at=datetime.now(UTC))
    )
    assert facade.stream_states() == {}


@pytest.mark.django_db
def test_visible_cameras_when_asked_by_role_and_group_then_as_the_policy_says():
    from mosaic_backend.cameras.infrastructure.models import CameraGroup

    group = CameraGroup.objects.create(name="g")
    mine = camera_administration().add(draft(group_id=group.id))
    gone = camera_administration().add(draft(group_id=group.id))
    camera_administration().add(draft())
    camera_administration().remove(gone.id)
    person = Principal(
        user_id=str(new_id()),
        username="x",
        role=Role.OPERATOR,
        all_cameras=False,
        group_ids=frozenset({group.id}),
    )
    live = facade.visible_cameras(person, Verb.LIVE)
    assert (live.all, live.ids) == (False, {mine.id})
    assert facade.visible_cameras(person, Verb.SEARCH).ids == {mine.id, gone.id}
    assert mine.id in facade.visible_cameras(person, Verb.LIVE)
    assert gone.id not in facade.visible_cameras(person, Verb.LIVE)
    viewer = person.model_copy(update={"role": Role.VIEWER, "all_cameras": True})
    assert facade.visible_cameras(viewer, Verb.LIVE).all
    none = facade.visible_cameras(viewer, Verb.SEARCH)
    assert (none.all, none.ids) == (False, frozenset())


@pytest.mark.django_db
def test_visible_cameras_when_used_in_a_filter_then_one_query_whatever_their_number(
    django_assert_num_queries,
):
    from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow

    group = CameraGroup.objects.create(name="g")
    mine = [camera_administration().add(draft(group_id=group.id)) for _ in range(3)]
    camera_administration().add(draft())
    person = Principal(
        user_id=str(new_id()),
        username="x",
        role=Role.OPERATOR,
        all_cameras=False,
        group_ids=frozenset({group.id}),
    )
    with django_assert_num_queries(1):
        ids = facade.visible_cameras(person, Verb.LIVE).ids
        found = {row.id for row in CameraRow.objects.filter(id__in=ids)}
    assert found == {camera.id for camera in mine}
