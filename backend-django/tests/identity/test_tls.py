"""Cookies by TLS: of names of their own, and the only ones that are believed there."""

from typing import Any

import pytest
from django.test import Client

from .conftest import PASSWORD

HOST = "vms.example.org:8443"
BY_TLS = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": HOST,
    "Origin": f"https://{HOST}",
    "Referer": f"https://{HOST}/admin/login/",
}
TOKEN, REFRESH = "/api/v1/auth/token", "/api/v1/auth/refresh"
SECURE = "__Secure-mosaic_refresh"


def _signed_in(**headers: str) -> Client:
    browser = Client(headers=headers)
    body = {"username": "ann", "password": PASSWORD, "cookie": True}
    answer = browser.post(TOKEN, body, "application/json")
    assert answer.status_code == 200
    return browser


def test_session_when_begun_by_tls_then_goes_on_and_ends_there(user: Any) -> None:
    browser = _signed_in(**BY_TLS)
    assert set(browser.cookies) == {SECURE}
    first = browser.cookies[SECURE].value
    assert browser.cookies[SECURE]["secure"]
    assert browser.post(REFRESH, {}, "application/json").status_code == 200
    assert browser.cookies[SECURE].value not in {"", first}
    assert browser.post("/api/v1/auth/logout", {}, "application/json").status_code == 204
    assert browser.cookies[SECURE].value == ""
    assert browser.cookies[SECURE]["secure"]


def test_cookie_when_it_came_without_tls_then_tls_does_not_believe_it(user: Any) -> None:
    plain = _signed_in()
    assert plain.post(REFRESH, {}, "application/json").status_code == 200
    by_tls = Client(headers=BY_TLS)
    by_tls.cookies["mosaic_refresh"] = plain.cookies["mosaic_refresh"].value
    refused = by_tls.post(REFRESH, {}, "application/json")
    assert refused.status_code == 401


def test_sessions_when_at_both_addresses_then_neither_disturbs_the_other(user: Any) -> None:
    browser, secure = _signed_in(), _signed_in(**BY_TLS)
    browser.cookies.update(secure.cookies)
    assert browser.post(REFRESH, {}, "application/json").status_code == 200
    assert browser.cookies[SECURE].value == secure.cookies[SECURE].value


@pytest.mark.parametrize(
    ("origin", "status"), [(f"https://{HOST}", 302), ("https://vms.example.org", 403)]
)
def test_admin_when_signed_in_by_tls_then_only_its_own_page_may(
    db: None, origin: str, status: int
) -> None:
    from mosaic_backend.identity.infrastructure.models import User

    User.objects.create_superuser("root", PASSWORD)
    browser = Client(enforce_csrf_checks=True, headers=BY_TLS)
    page = browser.get("/admin/login/")
    token = page.context["csrf_token"]
    fields = {"username": "root", "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    answer = browser.post(
        "/admin/login/?next=/admin/", fields | {"next": "/admin/"}, headers={"Origin": origin}
    )
    assert answer.status_code == status
    for name, cookie in browser.cookies.items():
        assert name.startswith("__Secure-")
        assert cookie["secure"]
    if status == 302:
        assert {"__Secure-mosaic_admin", "__Secure-csrftoken"} <= set(browser.cookies)
        assert browser.get("/admin/").status_code == 200
