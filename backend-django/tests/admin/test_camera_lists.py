"""Cameras, groups, sites and schedules in lists, and what is done to many at once."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import (
    CameraGroup,
    CameraRow,
    Schedule,
    Site,
    StreamStateRow,
)
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.internal_api import Zone

LIST = "admin:cameras_camerarow_changelist"
SOURCE = "rtsp://user:pa55@10.0.0.1/x"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def cameras(db: None) -> list[CameraRow]:
    for number in range(3):
        draft = CameraDraft(name=f"C{number}", source_url=SOURCE, key=f"c{number}")
        camera_administration().add(draft)
    return list(CameraRow.objects.order_by("name"))


def act(browser: Client, action: str, rows: list[CameraRow]) -> str:
    form = {"action": action, "_selected_action": [str(row.id) for row in rows]}
    return browser.post(reverse(LIST), form, follow=True).content.decode()


def names(browser: Client, **query: str) -> set[str]:
    answer = browser.get(reverse(LIST), query)
    assert answer.status_code == 200
    return {row.name for row in answer.context["cl"].result_list}


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        ("switch_off", "enabled", False),
        ("record", "recording_mode", "continuous"),
        ("stop_looking", "ai_enabled", False),
        ("stop_alarms", "offline_alarm", False),
    ],
)
def test_cameras_when_changed_together_then_by_the_use_case_with_event_and_audit(
    browser, cameras, action, field, value
):
    OutboxRow.objects.all().delete()
    assert "2 changed, 0 were so already." in act(browser, action, cameras[:2])
    assert "1 changed, 2 were so already." in act(browser, action, cameras)
    assert set(CameraRow.objects.values_list(field, flat=True)) == {value}
    assert OutboxRow.objects.count() == 3
    entries = AuditEntry.objects.filter(action="camera.changed")
    assert (entries.count(), {entry.actor for entry in entries}) == (3, {"root"})
    assert "pa55" not in str(list(entries.values()))


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("switch_off", "switch_on"),
        ("record", "stop_recording"),
        ("stop_looking", "look"),
        ("stop_alarms", "raise_alarms"),
    ],
)
def test_action_when_undone_by_its_opposite_then_the_camera_is_as_it_was(
    browser, cameras, there, back
):
    zone = Zone(name="Z", kind="plate", polygon=[(0.0, 0.0), (1.0, 0.0), (0.5, 1.0)])
    CameraRow.objects.update(zones=[zone.model_dump(mode="json")], retention_days=30)
    fields = [field.attname for field in CameraRow._meta.concrete_fields]
    volatile = {"revision", "changed_at"}
    kept = [name for name in fields if name not in volatile]
    before = list(CameraRow.objects.order_by("id").values(*kept))
    act(browser, there, cameras)
    act(browser, back, cameras)
    assert list(CameraRow.objects.order_by("id").values(*kept)) == before


def test_list_when_filtered_by_state_then_just_those(browser, cameras):
    now = timezone.now()
    for row, state in zip(cameras[:2], ("online", "error"), strict=True):
        StreamStateRow.objects.create(camera=row, state=state, changed_at=now)
    assert names(browser, state="online") == {"C0"}
    assert names(browser, state="unknown") == {"C2"}
    act(browser, "switch_off", cameras[:1])
    assert names(browser, state="online") == set()
    assert names(browser, q="c1") == {"C1"}


def test_lists_when_shown_then_they_tell_how_many_cameras(browser, cameras):
    site = Site.objects.create(name="Yard")
    group = CameraGroup.objects.create(name="Guards", site=site)
    CameraRow.objects.update(group=group, site=site)
    camera_administration().remove(cameras[0].id)
    groups = browser.get(reverse("admin:cameras_cameragroup_changelist")).context["cl"]
    assert [row.camera_count for row in groups.result_list] == [2]
    sites = browser.get(reverse("admin:cameras_site_changelist")).context["cl"]
    assert [(row.camera_count, row.group_count) for row in sites.result_list] == [(2, 1)]


def test_schedule_when_written_in_words_then_kept_and_shown_in_words(browser):
    path = reverse("admin:cameras_schedule_add")
    form = {"name": "Office", "intervals": "mon-fri 8:00-18:00\ndaily 22:00-06:00"}
    assert browser.post(path, form).status_code == 302
    row = Schedule.objects.get()
    assert row.intervals[0] == {
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "start": "08:00",
        "end": "18:00",
    }
    shown = browser.get(reverse("admin:cameras_schedule_change", args=[row.id])).content.decode()
    assert "mon-fri 08:00-18:00" in shown
    listed = browser.get(reverse("admin:cameras_schedule_changelist")).content.decode()
    assert "mon-fri 08:00-18:00; daily 22:00-06:00" in listed
    wrong = browser.post(path, {"name": "Bad", "intervals": "moon 8:00-9:00"})
    assert "is no day" in wrong.content.decode()
    assert Schedule.objects.count() == 1


def test_navigation_when_shown_then_every_page_is_there_once(browser):
    page = browser.get("/admin/cameras/site/")
    groups = page.context["sidebar_navigation"]
    links = [item["link"] for group in groups for item in group["items"]]
    pages = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    }
    assert set(links) == pages
    assert len(links) == len(pages)


def test_audit_policy_when_opened_then_straight_to_the_one_that_there_is(browser):
    path = reverse("admin:audit_auditpolicy_changelist")
    assert browser.get(path).headers["Location"] == reverse("admin:audit_auditpolicy_add")
    row = AuditPolicy.objects.create()
    expected = reverse("admin:audit_auditpolicy_change", args=[row.pk])
    assert browser.get(path).headers["Location"] == expected


def test_times_when_shown_then_to_the_second_and_with_their_clock(browser, cameras):
    act(browser, "switch_off", cameras)
    entry = AuditEntry.objects.latest("id")
    page = browser.get(reverse("admin:audit_auditentry_changelist")).content.decode()
    assert f"{entry.at:%Y-%m-%d %H:%M:%S} UTC" in page
    assert "camera C2" in page


@pytest.mark.parametrize(
    ("query", "words"), [({}, "Nothing here yet"), ({"q": "zzz"}, "Nothing matches")]
)
def test_list_when_empty_then_it_says_why(browser, query, words):
    assert words in browser.get(reverse(LIST), query).content.decode()
