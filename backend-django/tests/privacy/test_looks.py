"""Every look at plates stands in the audit log, and a search has its reason where the site demands one."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.audit.infrastructure.seals import subject_of
from mosaic_backend.identity.infrastructure.models import User

from .conftest import Seen

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, str, str]]:
    rows = AuditEntry.objects.order_by("id")
    return list(rows.values_list("action", "subject", "reason"))


@pytest.fixture
def demanded(db: None) -> None:
    AuditPolicy.objects.create(plate_search_reason=True)


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis's `add`, without Redis."""
    known: set[str] = set()

    def add(key: str, value: int, timeout: int) -> bool:
        return key not in known and not known.add(key)  # type: ignore[func-returns-value]

    monkeypatch.setattr(cache, "add", add, raising=False)


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize(
    "query", [{"text": "AB123"}, {"camera": "one"}, {"from": "2026-11-01T00:00:00Z"}]
)
def test_plates_when_anything_is_asked_for_then_a_reason_is_demanded(
    query: dict[str, str], admin: APIClient, seen: Seen, camera: object
) -> None:
    seen("AB123", days=1)
    asked = {**query, **({"camera": str(camera)} if "camera" in query else {})}
    refused = admin.get("/api/v1/plates", asked)
    assert (refused.status_code, refused.json()["code"]) == (400, "reason-required")
    assert entries() == []
    found = admin.get("/api/v1/plates", {**asked, "reason": "Case 7"})
    assert len(found.json()["items"]) == 1
    assert [(action, reason) for action, _, reason in entries()] == [("plates.searched", "Case 7")]


def test_plates_when_listed_or_opened_then_kept_once_and_for_the_reason_given_lately(
    admin: APIClient, seen: Seen, remembering: None
) -> None:
    read_id = seen("AB123", days=1)
    for _ in range(2):
        admin.get("/api/v1/plates")
    admin.get("/api/v1/plates", {"text": "AB123"}, headers={"X-Reason": "Case 7"})
    for _ in range(2):
        assert admin.get(f"/api/v1/plates/{read_id}").status_code == 200
    admin.get("/api/v1/reviews/plates", {"reason": "Monday's queue"})
    assert entries() == [
        ("plates.listed", "plates", ""),
        ("plates.searched", subject_of("AB123"), "Case 7"),
        ("plate.seen", f"plate:{read_id}", "Case 7"),
        ("plates.listed", "reviews", "Monday's queue"),
    ]


def test_plate_when_another_person_gave_the_reason_then_it_is_not_theirs(
    admin: APIClient, client_of: object, seen: Seen
) -> None:
    read_id = seen("AB123", days=1)
    admin.get("/api/v1/plates", {"text": "AB123", "reason": "Case 7"})
    client_of("reviewer").get(f"/api/v1/plates/{read_id}")  # type: ignore[operator]
    assert entries()[-1] == ("plate.seen", f"plate:{read_id}", "")


@pytest.fixture
def browser(db: None) -> Client:
    user = User.objects.create_superuser("root", password="long enough it is")
    browser = Client()
    browser.force_login(user)
    return browser


def test_admin_when_reads_are_listed_or_opened_then_kept(browser: Client, seen: Seen) -> None:
    read_id = seen("AB123", days=1)
    assert b"AB123" in browser.get(reverse("admin:detections_plateread_changelist")).content
    page = browser.get(reverse("admin:detections_plateread_change", args=[read_id]))
    assert b"AB123" in page.content
    assert {entry[:2] for entry in entries()} == {
        ("plates.listed", "admin"),
        ("plate.seen", f"plate:{read_id}"),
    }


@pytest.mark.usefixtures("demanded")
def test_admin_when_a_reason_is_demanded_then_it_shows_no_reads(
    browser: Client, seen: Seen
) -> None:
    read_id = seen("AB123", days=1)
    page = browser.get(reverse("admin:detections_plateread_changelist"))
    assert b"AB123" not in page.content
    assert b"demands a reason" in page.content
    picture = reverse("admin:detections_plateread_picture", args=[read_id, "plate"])
    assert browser.get(picture).status_code == 404
    opened = browser.get(reverse("admin:detections_plateread_change", args=[read_id]))
    assert b"AB123" not in opened.content
    assert entries() == []
