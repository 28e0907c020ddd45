from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.privacy.infrastructure.models import PlateRetention

pytestmark = pytest.mark.django_db
ADD = "admin:privacy_plateretention_add"


@pytest.fixture
def browser(db: None) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root", password="long enough it is"))
    return browser


def test_rule_when_made_changed_and_removed_then_audited(browser: Client, site: Any) -> None:
    browser.post(reverse(ADD), {"of_site": "", "days": "30"})
    browser.post(reverse(ADD), {"of_site": str(site.id), "days": ""})
    rules = {row.site_id: row.days for row in PlateRetention.objects.all()}
    assert rules == {None: 30, site.id: None}
    page = browser.get(reverse("admin:privacy_plateretention_changelist")).content.decode()
    assert site.name in page
    assert "30 days" in page
    row = PlateRetention.objects.get(site_id=None)
    change = reverse("admin:privacy_plateretention_change", args=[row.pk])
    browser.post(change, {"of_site": "", "days": "7"})
    browser.post(reverse("admin:privacy_plateretention_delete", args=[row.pk]), {"post": "yes"})
    told = AuditEntry.objects.filter(action__startswith="plate-retention").order_by("id")
    assert [(each.action, each.before, each.after) for each in told][2:] == [
        ("plate-retention.changed", {"days": 30}, {"days": 7}),
        ("plate-retention.deleted", None, None),
    ]


@pytest.mark.parametrize("days", ["0", "-1", "99999", "x"])
def test_rule_when_the_days_are_none_then_refused(days: str, browser: Client) -> None:
    assert browser.post(reverse(ADD), {"of_site": "", "days": days}).status_code == 200
    assert not PlateRetention.objects.exists()


@pytest.mark.parametrize("of", ["", "site"])
def test_rule_when_there_is_one_for_the_same_then_refused(
    of: str, browser: Client, site: Any
) -> None:
    wish = {"of_site": str(site.id) if of else "", "days": "3"}
    assert browser.post(reverse(ADD), wish).status_code == 302
    again = browser.post(reverse(ADD), wish)
    assert again.status_code == 200
    assert "There is a rule for that site already." in again.content.decode()
    assert PlateRetention.objects.count() == 1


def test_rule_when_the_site_is_unknown_then_refused(browser: Client) -> None:
    wish = {"of_site": "01a21b02-f10e-7481-a629-c5183fb4dfe6", "days": "3"}
    assert browser.post(reverse(ADD), wish).status_code == 200
    assert not PlateRetention.objects.exists()
