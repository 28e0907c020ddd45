"""Beyond the provider's word: the admin's own way in, and Mosaic's second factor."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity.bootstrap import provider_sign_in
from mosaic_backend.identity.infrastructure.models import LinkedIdentity, User
from mosaic_backend.identity.infrastructure.second_factors import DatabaseSecondFactors
from mosaic_contracts.permissions import Role

from .provider_journey import ending, me, refusal, sign_in

PASSWORD = "correct horse battery"
CODE = "/api/v1/auth/oidc/code"


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def person(provider, stand_in):
    """Linked with the stand-in's person: `person(role="admin")`."""

    def make(role: str) -> User:
        user = User.objects.create_user("ann", PASSWORD, role=role)
        LinkedIdentity.objects.create(
            user=user, provider=provider, issuer=stand_in.issuer, subject="s-1"
        )
        return user

    return make


def with_factor(user: User) -> bytes:
    factors = DatabaseSecondFactors()
    secret = factors.begin(user.id)
    factors.confirm(user.id, 0, ["abcde-fghjk"])
    return secret


def code_of(secret: bytes) -> str:
    return TOTP(secret, 6, SHA1(), 30).generate(int(datetime.now(UTC).timestamp())).decode()


def post_code(browser: Client, code: str, **headers: str):
    return browser.post(CODE, {"code": code}, "application/json", headers=headers)


def test_admin_when_an_administrator_comes_by_the_provider_then_its_pages_open(
    browser, person, stand_in
):
    person("admin")
    page = browser.get("/admin/login/?next=/admin/identity/user/").content.decode()
    assert "/api/v1/auth/oidc/stand-in/start?next=%2Fadmin%2Fidentity%2Fuser%2F" in page
    assert "Stand-in" in page
    answer = sign_in(browser, stand_in, "/admin/identity/user/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/identity/user/")
    assert browser.cookies["mosaic_admin"]["path"] == "/admin"
    assert "mosaic_refresh" not in browser.cookies
    assert browser.get("/admin/identity/user/").status_code == 200
    entry = AuditEntry.objects.get(action="session.opened")
    assert entry.details == {"where": "admin", "provider": "stand-in"}


def test_admin_when_somebody_else_comes_by_the_provider_then_told_at_its_page(
    browser, person, stand_in
):
    person("operator")
    answer = sign_in(browser, stand_in, "/admin/")
    assert answer["Location"] == "/admin/login/?next=%2Fadmin%2F&failure=not-admin"
    assert "not an administrator" in browser.get(answer["Location"]).content.decode()
    assert "mosaic_admin" not in browser.cookies
    assert browser.get("/admin/").status_code == 302


def test_admin_page_when_told_a_failure_that_there_is_not_then_says_nothing(browser, provider):
    page = browser.get("/admin/login/?failure=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert "data-failure" not in page


def test_factor_when_the_provider_is_trusted_then_no_code_is_asked_for(browser, person, stand_in):
    with_factor(person("operator"))
    assert ending(sign_in(browser, stand_in)) == {"step": "done"}


@pytest.fixture
def asking(provider):
    provider.second_factor = "mosaic"
    provider.save()
    return provider


def test_factor_when_asked_for_then_only_its_code_finishes(browser, person, asking, stand_in):
    secret = with_factor(person("operator"))
    answer = sign_in(browser, stand_in, "/plates")
    assert ending(answer) == {"step": "code", "from": "/plates"}
    assert "mosaic_refresh" not in browser.cookies
    assert post_code(browser, "000000").json()["code"] == "code-required"
    assert post_code(Client(), code_of(secret)).status_code == 401
    assert post_code(browser, code_of(secret), origin="https://evil.example").status_code == 403
    done = post_code(browser, code_of(secret))
    assert (done.status_code, done.json()["next"]) == (200, "/plates")
    assert "refresh" not in done.json()
    assert me(browser)["username"] == "ann"
    assert post_code(browser, "abcde-fghjk").status_code == 401


def test_factor_when_codes_are_guessed_then_locked(browser, person, asking, stand_in):
    secret = with_factor(person("operator"))
    sign_in(browser, stand_in)
    codes = [post_code(browser, f"00000{n}").json()["code"] for n in range(6)]
    assert codes == ["code-required"] * 5 + ["rate-limited"]
    assert post_code(browser, code_of(secret)).json()["code"] == "rate-limited"


def test_factor_when_the_code_comes_late_or_the_user_is_gone_then_begin_anew(
    browser, person, asking, stand_in
):
    user = person("operator")
    secret = with_factor(user)
    sign_in(browser, stand_in)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11), tick=True):
        assert post_code(browser, code_of(secret)).status_code == 401
    User.objects.update(is_active=False)
    answer = post_code(browser, code_of(secret))
    assert (answer.status_code, answer.json()["detail"]) == (401, "begin to sign in anew")


def test_factor_when_the_role_must_have_one_and_has_none_then_refused(
    browser, person, asking, stand_in, monkeypatch
):
    person("operator")
    monkeypatch.setattr(provider_sign_in(), "_factor_roles", (Role.OPERATOR,))
    assert refusal(sign_in(browser, stand_in)) == "second-factor"


def test_factor_when_an_administrator_goes_to_the_admin_then_the_code_opens_it(
    browser, person, asking, stand_in
):
    secret = with_factor(person("admin"))
    assert ending(sign_in(browser, stand_in, "/admin/")) == {"step": "code", "from": "/admin/"}
    assert browser.get("/admin/").status_code == 302
    assert post_code(browser, code_of(secret)).json()["next"] == "/admin/"
    assert browser.get("/admin/").status_code == 200
