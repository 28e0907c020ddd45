"""Every list, change and add page of every model in the admin, with as many rows as there really are."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mosaic_backend.identity.infrastructure.models import User

from .rows import make

ROWS = 60
MOST_QUERIES = 15
LABELS = sorted(model._meta.label_lower for model in admin.site._registry)
OURS = sorted(
    model._meta.label_lower
    for model, page in admin.site._registry.items()
    if type(page).__module__.startswith("mosaic_backend.")
)
REGISTERED = {
    model._meta.label_lower: (model, page) for model, page in admin.site._registry.items()
}
WITHOUT_A_LIST_OF_ROWS = {"consumer.deadletterrow"}
ONE_ROW_ONLY = {"audit.auditpolicy"}
"""Their list leads to the row."""
FEW_AND_NAMED = {
    "clips.recordinglimit",
    "clips.recordingkeyuse",
    "cameras.schedule",
    "cameras.site",
    "partners.plan",
    "privacy.plateretention",
}
"""Short lists whose names tell all that there is to filter by."""
FOUND_BY_FILTERS = {
    "clips.recordinglimit",
    "clips.recordingkeyuse",
    "clips.eventwatch",
    "partners.deadletter",
    "privacy.plateretention",
}


@pytest.fixture
def browser(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    client = Client()
    root = User.objects.create_user("root", "correct horse battery", role="admin")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def opened(browser: Client, path: str) -> tuple[int, int, str]:
    """Status, queries, content."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    return answer.status_code, len(asked), answer.content.decode()


@pytest.mark.parametrize("label", LABELS)
def test_pages_when_there_are_many_rows_then_they_open_with_few_queries(browser, label):
    make(label, ROWS)
    model, page = REGISTERED[label]
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    paths = [] if label in ONE_ROW_ONLY else [reverse(f"{base}_changelist")]
    if label not in WITHOUT_A_LIST_OF_ROWS:
        first = model._default_manager.order_by("pk").first()
        assert first is not None
        paths.append(reverse(f"{base}_change", args=[first.pk]))
    request = browser.get("/admin/").wsgi_request
    if page.has_add_permission(request):
        paths.append(reverse(f"{base}_add"))
    for path in paths:
        status, queries, content = opened(browser, path)
        assert status == 200, (path, content[-2000:])
        assert queries <= MOST_QUERIES, path
        assert "default-src 'none'" in browser.get("/admin/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("label", LABELS)
def test_list_when_searched_by_whatever_then_it_answers_escaped(browser, label):
    model, _ = REGISTERED[label]
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for search in ("'; DROP TABLE x; --", "\x00", "🚗", "{{7*7}}", "A" * 300):
        assert browser.get(path, {"q": search}).status_code in {200, 302}, search
    page = browser.get(path, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("label", OURS)
def test_page_of_ours_when_looked_at_then_it_can_be_filtered_and_searched(label):
    _, page = REGISTERED[label]
    if label in WITHOUT_A_LIST_OF_ROWS:
        return
    assert page.list_display != ("__str__",)
    assert page.list_filter or label in FEW_AND_NAMED, "no filter"
    assert page.search_fields or label in FOUND_BY_FILTERS, "no search"


@pytest.mark.parametrize("path", ["/admin/", "/admin/audit/", "/admin/password_change/"])
def test_other_pages_when_opened_then_few_queries(browser, path):
    status, queries, _ = opened(browser, path)
    assert status == 200
    assert queries <= MOST_QUERIES
