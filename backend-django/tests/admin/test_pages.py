"""Every admin page opens, offline, for administrators only."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib import admin
from django.db import connections
from django.test import Client
from django.urls import reverse

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.identity.infrastructure.models import RefreshToken, User
from mosaic_backend.mosaics.infrastructure.models import MosaicRow
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.permissions import Verb

PASSWORD = "correct horse battery"
SOURCE = "rtsp://user:pa55@127.0.0.1:8554/cam"
PAGES = sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.fixture
def root(db) -> User:
    return User.objects.create_user("root", PASSWORD, role="admin")


@pytest.fixture
def browser(root) -> Client:
    client = Client()
    answer = client.post(
        "/admin/login/?next=/admin/", {"username": "root", "password": PASSWORD, "next": "/admin/"}
    )
    assert answer.status_code == 302
    return client


def form(**fields: object) -> dict:
    return {
        "name": "Gate",
        "source_url": SOURCE,
        "enabled": "on",
        "group": "",
        "transcode": "never",
        "recording_mode": "off",
        "recording_otherwise": "off",
        "event_before_s": "10",
        "event_after_s": "10",
        "retention_days": "7",
        "ai_enabled": "on",
        "ai_read_plates": "on",
        "ai_classes": "car,truck",
        "zones": "[]",
    } | fields


@pytest.mark.parametrize("page", PAGES)
def test_page_when_an_administrator_opens_it_then_it_shows(browser, page):
    camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE))
    MosaicRow.objects.create(name="M", layout="2x2", owner_id=User.objects.get().id)
    answer = browser.get(reverse(f"admin:{page.replace('.', '_')}_changelist"), follow=True)
    assert answer.status_code == 200
    assert "pa55" not in answer.content.decode()


@pytest.mark.parametrize("role", ["operator", "reviewer", "viewer"])
def test_admin_when_not_an_administrator_then_kept_out(db, role):
    User.objects.create_user("x", PASSWORD, role=role)
    client = Client()
    answer = client.post("/admin/login/", {"username": "x", "password": PASSWORD})
    assert answer.status_code == 200  # the form again
    assert client.get("/admin/").status_code == 302


def test_index_when_opened_then_nothing_comes_from_elsewhere(browser):
    page = browser.get("/admin/").content.decode()
    sources = [part.split('"')[0] for part in page.split('src="')[1:]]
    assert sources
    assert all(source.startswith("/static/") for source in sources)


def test_static_file_when_asked_then_served_without_a_build_step(db):
    answer = Client().get("/static/unfold/css/styles.css")
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 1000


def test_camera_when_added_in_admin_then_same_road_as_in_rest(browser):
    answer = browser.post(reverse("admin:cameras_camerarow_add"), form())
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    row = CameraRow.objects.get()
    assert row.source_url == SOURCE
    assert row.ai_classes == ["car", "truck"]
    assert OutboxRow.objects.count() == 1
    assert AuditEntry.objects.filter(action="camera.created", actor="root").exists()


def test_camera_when_its_address_is_left_empty_then_it_stays_and_is_never_shown(browser):
    camera = camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE))
    path = reverse("admin:cameras_camerarow_change", args=[camera.id])
    page = browser.get(path).content.decode()
    assert "pa55" not in page
    assert "rtsp://127.0.0.1:8554/cam" in page
    assert browser.post(path, form(name="New", source_url="")).status_code == 302
    row = CameraRow.objects.get()
    assert (row.name, row.source_url) == ("New", SOURCE)


@pytest.mark.parametrize(
    "fields",
    [
        {"source_url": "rtsp://169.254.169.254/"},
        {"source_url": ""},
        {"zones": '[{"name": "z"}]'},
        {"zones": "{"},
    ],
)
def test_camera_when_the_form_is_wrong_then_told_and_not_kept(browser, fields):
    answer = browser.post(reverse("admin:cameras_camerarow_add"), form(**fields))
    assert answer.status_code == 200
    assert not CameraRow.objects.exists()


def test_camera_when_deleted_in_admin_then_event_and_gone_from_the_list(browser):
    camera = camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE))
    path = reverse("admin:cameras_camerarow_delete", args=[camera.id])
    assert browser.post(path, {"post": "yes"}).status_code == 302
    assert CameraRow.objects.get().deleted_at is not None
    assert OutboxRow.objects.count() == 2
    assert (
        browser.get(reverse("admin:cameras_camerarow_change", args=[camera.id])).status_code == 302
    )


def test_cameras_when_several_are_deleted_by_action_then_each_tells(browser):
    for _ in range(2):
        camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE))
    ids = [str(row.id) for row in CameraRow.objects.all()]
    browser.post(
        reverse("admin:cameras_camerarow_changelist"),
        {"action": "delete_selected", "_selected_action": ids, "post": "yes"},
    )
    assert CameraRow.objects.filter(deleted_at=None).count() == 0
    assert OutboxRow.objects.count() == 4


def test_probe_when_streaming_is_down_then_the_page_says_so(browser):
    camera = camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE))
    answer = browser.get(reverse("admin:cameras_camerarow_probe", args=[camera.id]), follow=True)
    assert "the streaming service does not answer" in answer.content.decode()


def test_user_when_groups_are_chosen_by_name_then_kept_by_id(browser):
    group = CameraGroup.objects.create(name="Yard")
    ann = User.objects.create_user("ann", PASSWORD, role="viewer")
    path = reverse("admin:identity_user_change", args=[ann.id])
    assert "Yard" in browser.get(path).content.decode()
    answer = browser.post(
        path,
        {
            "username": "ann",
            "role": "operator",
            "is_active": "on",
            "camera_group_ids": [str(group.id)],
            "given_verbs": ["search"],
            "group_rights-TOTAL_FORMS": "1",
            "group_rights-INITIAL_FORMS": "0",
            "group_rights-0-camera_group_id": str(group.id),
            "group_rights-0-verbs": ["live", "ptz"],
            "linked_identities-TOTAL_FORMS": "0",
            "linked_identities-INITIAL_FORMS": "0",
        },
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    ann.refresh_from_db()
    assert (ann.role, ann.camera_group_ids, ann.given_verbs) == ("operator", [group.id], ["search"])
    assert ann.principal.group_verbs == {group.id: {Verb.LIVE, Verb.PTZ}}
    assert AuditEntry.objects.filter(action="user.changed").exists()


def test_user_when_added_then_can_sign_in(browser):
    answer = browser.post(
        reverse("admin:identity_user_add"),
        {
            "username": "new",
            "role": "viewer",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert User.objects.get(username="new").check_password(PASSWORD)


def test_password_when_changed_then_sessions_of_that_user_end(browser):
    from mosaic_backend.identity.bootstrap import sessions

    ann = User.objects.create_user("ann", PASSWORD)
    sessions().open(ann.principal)
    answer = browser.post(
        reverse("admin:auth_user_password_change", args=[ann.id]),
        {"usable_password": "true", "password1": PASSWORD + "2", "password2": PASSWORD + "2"},
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert not RefreshToken.objects.filter(user=ann).exists()


def test_audit_when_the_chain_is_checked_then_told(browser):
    answer = browser.get(reverse("admin:audit_auditentry_check_chain"), follow=True)
    assert "The chain holds" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
async def test_admin_when_wrong_too_often_then_work_is_asked_for_under_asgi_too(async_client):
    # The thread of asynchronous requests lives on; another test may have ended its session meanwhile.
    await sync_to_async(connections.close_all)()
    body = {"username": "x", "password": "y"}
    pages = [await async_client.post("/admin/login/", body) for _ in range(4)]
    assert [page.status_code for page in pages] == [200] * 4
    assert ["solution of a challenge" in page.content.decode() for page in pages] == [
        *[False] * 3,
        True,
    ]
