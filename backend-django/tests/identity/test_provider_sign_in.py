"""The way by a provider of identities, with the stand-in: who is let in, as whom, and with which rights."""

from uuid import uuid4

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity.infrastructure import provider_metadata
from mosaic_backend.identity.infrastructure.models import LinkedIdentity, ProviderRule, User

from .provider_journey import CALLBACK, START, access_of, begin, ending, me, refusal, sign_in

PASSWORD = "correct horse battery"


@pytest.fixture
def browser() -> Client:
    return Client()


def told(action: str) -> AuditEntry:
    return AuditEntry.objects.get(action=action)


def test_providers_when_listed_then_the_enabled_ones_without_their_secrets(browser, provider):
    answer = browser.get("/api/v1/auth/providers")
    assert answer.json() == {
        "items": [{"slug": "stand-in", "name": "Stand-in", "start": START}],
    }
    provider.enabled = False
    provider.save()
    assert browser.get("/api/v1/auth/providers").json() == {"items": []}
    assert refusal(browser.get(START)) == "unavailable"


def test_person_when_unknown_and_wanted_then_a_user_is_made_and_signed_in(
    browser, provider, stand_in
):
    answer = sign_in(browser, stand_in, "/plates?text=AB")
    assert ending(answer) == {"step": "done", "from": "/plates?text=AB"}
    assert answer["Cache-Control"] == "no-store"
    assert "access" not in answer["Location"]
    assert (me(browser)["username"], me(browser)["role"]) == ("eve", "viewer")
    user = User.objects.get(username="eve")
    headers = {"Authorization": f"Bearer {access_of(browser)}"}
    assert browser.get("/api/v1/auth/second-factor", headers=headers).json()["password"] is False
    assert (user.email, user.has_usable_password()) == ("eve@example.org", False)
    link = user.linked_identities.get()
    assert (link.issuer, link.subject, link.follows_claims) == (stand_in.issuer, "s-1", True)
    assert told("user.created").details["subject"] == "s-1"
    assert told("session.opened").details == {"provider": "stand-in"}
    assert told("session.opened").actor == "eve"


def test_cookies_when_on_the_way_then_no_script_or_other_site_gets_them(
    browser, provider, stand_in
):
    location = begin(browser)
    away = browser.cookies["mosaic_oidc"]
    assert away["httponly"]
    assert (away["samesite"], away["path"]) == ("Lax", "/api/v1/auth/oidc")
    assert 0 < away["max-age"] <= 600
    assert provider.client_secret not in away.value
    browser.get(f"{CALLBACK}?{stand_in.grant(location)}")
    kept = browser.cookies["mosaic_refresh"]
    assert kept["httponly"]
    assert (kept["samesite"], kept["path"]) == ("Strict", "/api/v1/auth")
    assert browser.cookies["mosaic_oidc"].value == ""
    secure = Client().get(START, secure=True, query_params={"moved": "1"})
    assert secure.cookies["__Secure-mosaic_oidc"]["secure"]


def test_session_when_signed_out_then_it_is_over(browser, provider, stand_in):
    sign_in(browser, stand_in)
    access_of(browser)
    refresh = browser.cookies["mosaic_refresh"].value
    assert browser.post("/api/v1/auth/logout", {}, "application/json").status_code == 204
    body = {"refresh": refresh}
    assert browser.post("/api/v1/auth/refresh", body, "application/json").status_code == 401


def test_person_when_back_then_the_same_user_whatever_the_provider_calls_them(
    browser, provider, stand_in
):
    sign_in(browser, stand_in)
    stand_in.claims |= {"preferred_username": "eve2", "email": "other@example.org"}
    sign_in(browser, stand_in)
    assert me(browser)["username"] == "eve"
    assert User.objects.count() == 1
    assert LinkedIdentity.objects.get().last_sign_in_at is not None


def test_person_when_the_name_is_taken_then_a_user_of_another_name(browser, provider, stand_in):
    User.objects.create_user("eve", PASSWORD, role="admin")
    sign_in(browser, stand_in)
    assert (me(browser)["username"], me(browser)["role"]) == ("eve@stand-in", "viewer")
    stand_in.claims |= {"sub": "s-2"}
    sign_in(browser, stand_in)
    assert me(browser)["username"].startswith("eve@stand-in-")


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": "Ève <script>\x00"}, "Ève__script__"),
        ({"preferred_username": None}, "s-1"),
        ({"preferred_username": ["not", 5]}, "not"),
        ({"preferred_username": "n" * 500}, "n" * 150),
    ],
)
def test_person_when_named_oddly_then_the_name_is_made_fit(
    browser, provider, stand_in, claims, name
):
    stand_in.claims |= claims
    sign_in(browser, stand_in)
    assert me(browser)["username"] == name


def test_person_when_unknown_and_not_wanted_then_refused_and_the_log_tells_the_subject(
    browser, provider, stand_in
):
    provider.create_users = False
    provider.save()
    assert refusal(sign_in(browser, stand_in)) == "not-allowed"
    assert not User.objects.exists()
    assert "mosaic_refresh" not in browser.cookies
    entry = told("session.refused")
    assert entry.actor == "eve@stand-in"
    assert (entry.details["subject"], entry.details["email"]) == ("s-1", "eve@example.org")


def test_person_when_linked_by_hand_then_let_in_with_the_rights_given_here(
    browser, provider, stand_in
):
    provider.create_users = False
    provider.save()
    root = User.objects.create_user("root", PASSWORD, role="admin")
    LinkedIdentity.objects.create(
        user=root, provider=provider, issuer=stand_in.issuer, subject="s-1"
    )
    assert ending(sign_in(browser, stand_in)) == {"step": "done"}
    assert (me(browser)["username"], me(browser)["role"]) == ("root", "admin")


def test_link_when_the_issuer_was_changed_then_the_subject_there_is_somebody_else(
    browser, provider, stand_in
):
    provider.create_users = False
    provider.save()
    ann = User.objects.create_user("ann", PASSWORD)
    LinkedIdentity.objects.create(
        user=ann, provider=provider, issuer="https://former.example", subject="s-1"
    )
    assert refusal(sign_in(browser, stand_in)) == "not-allowed"


def test_user_when_deactivated_then_refused_and_sessions_stay_closed(browser, provider, stand_in):
    sign_in(browser, stand_in)
    User.objects.update(is_active=False)
    assert refusal(sign_in(browser, stand_in)) == "not-allowed"
    answer = browser.post("/api/v1/auth/refresh", {}, "application/json")
    assert answer.status_code == 401


@pytest.fixture
def by_email(provider):
    provider.link_by_email = True
    provider.save()
    return provider


def test_email_when_verified_and_allowed_then_linked_once_and_rights_stay(
    browser, by_email, stand_in
):
    ann = User.objects.create_user("ann", PASSWORD, email="Eve@Example.org", role="operator")
    sign_in(browser, stand_in)
    assert (me(browser)["username"], me(browser)["role"]) == ("ann", "operator")
    assert ann.linked_identities.get().follows_claims is False
    assert told("identity.linked").details["by"] == "email"
    stand_in.claims |= {"sub": "s-2"}
    assert refusal(sign_in(browser, stand_in)) == "not-allowed"


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email_verified": None},
        {"email": ""},
        {"email": ["eve@example.org"]},
        {"email": "eve@example.org\x00"},
        {"email": "EVE@EXAMPLE.ORG ", "email_verified": "yes"},
        {"email": "eve@exampl\u212a.org"},
    ],
)
def test_email_when_not_verified_or_odd_then_no_link(browser, by_email, stand_in, claims):
    ann = User.objects.create_user("ann", PASSWORD, email="eve@example.org")
    User.objects.create_user("kay", PASSWORD, email="eve@examplk.org")
    stand_in.claims |= claims
    sign_in(browser, stand_in)
    assert me(browser)["username"] == "eve"
    assert not ann.linked_identities.exists()
    assert User.objects.get(username="eve").email == ""


def test_email_when_it_is_an_administrators_then_refused(browser, by_email, stand_in):
    root = User.objects.create_user("root", PASSWORD, email="eve@example.org", role="admin")
    assert refusal(sign_in(browser, stand_in)) == "not-allowed"
    assert not root.linked_identities.exists()
    assert "administrator" in told("session.refused").details["why"]


def test_email_when_the_administrator_did_not_allow_it_then_no_link(browser, provider, stand_in):
    ann = User.objects.create_user("ann", PASSWORD, email="eve@example.org")
    sign_in(browser, stand_in)
    assert me(browser)["username"] == "eve"
    assert not ann.linked_identities.exists()


def test_rights_when_rules_fit_then_the_highest_role_and_all_cameras_of_them(
    browser, provider, stand_in
):
    yard, hall = uuid4(), uuid4()
    ProviderRule.objects.create(
        provider=provider, value="yard", role="viewer", camera_group_ids=[yard]
    )
    ProviderRule.objects.create(
        provider=provider, value="hall", role="operator", camera_group_ids=[hall]
    )
    ProviderRule.objects.create(provider=provider, value="chief", role="admin", all_cameras=True)
    stand_in.claims["groups"] = ["yard", "hall", 7, {"chief": 1}]
    sign_in(browser, stand_in)
    found = me(browser)
    assert (found["role"], set(found["groups"])) == ("operator", {str(yard), str(hall)})
    stand_in.claims["groups"] = "chief"
    sign_in(browser, stand_in)
    assert (me(browser)["role"], me(browser)["all_cameras"]) == ("admin", True)
    stand_in.claims["groups"] = []
    sign_in(browser, stand_in)
    assert (me(browser)["role"], me(browser)["groups"]) == ("viewer", [])
    entry = AuditEntry.objects.filter(action="user.rights_followed_claims").first()
    assert (entry.details["before"]["role"], entry.details["after"]["role"]) == ("admin", "viewer")


def test_rights_when_an_administrator_took_them_in_hand_then_claims_change_nothing(
    browser, provider, stand_in
):
    sign_in(browser, stand_in)
    LinkedIdentity.objects.update(follows_claims=False)
    User.objects.update(role="reviewer")
    sign_in(browser, stand_in)
    assert me(browser)["role"] == "reviewer"


def test_rights_when_no_rule_fits_and_there_is_no_default_then_refused(browser, provider, stand_in):
    provider.default_role = ""
    provider.rights_claim = "realm_access.roles"
    provider.save()
    ProviderRule.objects.create(provider=provider, value="mosaic", role="viewer")
    assert refusal(sign_in(browser, stand_in)) == "not-allowed"
    assert not User.objects.exists()
    stand_in.claims["realm_access"] = {"roles": ["mosaic"]}
    assert ending(sign_in(browser, stand_in)) == {"step": "done"}
    del stand_in.claims["realm_access"]
    assert refusal(sign_in(browser, stand_in)) == "not-allowed"


def test_claims_when_missing_in_the_token_then_asked_for_at_userinfo(browser, provider, stand_in):
    ProviderRule.objects.create(provider=provider, value="ops", role="operator")
    stand_in.userinfo = {"sub": "s-1", "groups": ["ops"], "preferred_username": "mallory"}
    sign_in(browser, stand_in)
    assert (me(browser)["username"], me(browser)["role"]) == ("eve", "operator")
    stand_in.userinfo = {"sub": "s-9", "groups": ["ops"]}
    assert refusal(sign_in(browser, stand_in)) == "rejected"


def test_provider_when_changed_in_the_admin_then_at_once(browser, provider, stand_in):
    stand_in.claims["nickname"] = "nick"
    provider.username_claim = "nickname"
    provider.save()
    sign_in(browser, stand_in)
    assert me(browser)["username"] == "nick"


def test_keys_when_the_provider_changed_them_then_found_anew_but_not_asked_for_all_the_time(
    browser, provider, stand_in, monkeypatch
):
    sign_in(browser, stand_in)
    stand_in.key = RSAKey.generate_key(2048, auto_kid=True)
    for _ in range(3):
        assert refusal(sign_in(browser, stand_in)) == "rejected"
    assert stand_in.asked.count("/jwks") == 1
    monkeypatch.setattr(provider_metadata, "KEYS_AGAIN_AFTER_S", 0.0)
    assert ending(sign_in(browser, stand_in)) == {"step": "done"}
    assert stand_in.asked.count("/jwks") == 2
