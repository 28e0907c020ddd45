"""Refresh tokens in the browser's cookie, and what ends a session everywhere."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from rest_framework.test import APIClient

from mosaic_backend.config.live_events import _hearing
from mosaic_backend.identity.infrastructure.models import GroupRight, User
from mosaic_backend.shared.access_keys import key_set, signing_key
from mosaic_contracts.errors import UnauthenticatedError
from mosaic_contracts.ids import new_id
from mosaic_platform.access_tokens import AUDIENCE, ISSUER, checked, claims_of
from mosaic_platform.keys import key_id
from mosaic_platform.service_tokens import ServiceTokenSigner

REFRESH, LOGOUT, EVERYWHERE, ME = (
    "/api/v1/auth/refresh",
    "/api/v1/auth/logout",
    "/api/v1/auth/logout-everywhere",
    "/api/v1/me",
)


def bearer(token):
    client = APIClient(headers={"Authorization": f"Bearer {token}"})
    client.default_format = "json"
    return client


def test_cookie_when_asked_for_then_scripts_and_other_sites_do_not_get_it(client, user, sign_in):
    answer = sign_in(cookie=True)
    assert "refresh" not in answer.json()
    cookie = answer.cookies["mosaic_refresh"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["secure"]) == ("Strict", "/api/v1/auth", "")
    assert int(cookie["max-age"]) == 7 * 24 * 3600


def test_cookie_when_the_page_came_by_tls_then_only_tls_carries_it(client, user):
    body = {"username": "ann", "password": "correct horse battery", "cookie": True}
    headers = {"X-Forwarded-Proto": "https"}
    answer = client.post("/api/v1/auth/token", body, headers=headers)
    assert answer.cookies["__Secure-mosaic_refresh"]["secure"]
    assert "mosaic_refresh" not in answer.cookies


def test_cookie_when_refreshed_then_rotated_and_body_stays_without(client, user, sign_in):
    first = sign_in(cookie=True).cookies["mosaic_refresh"].value
    answer = client.post(REFRESH)
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "expires_in"}
    assert answer.cookies["mosaic_refresh"].value != first


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver:9000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
@pytest.mark.parametrize("path", [REFRESH, LOGOUT])
def test_cookie_when_another_page_sends_it_then_refused_and_the_session_lives(
    client, user, sign_in, headers, path
):
    sign_in(cookie=True)
    assert client.post(path, headers=headers).status_code == 403
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert client.post(REFRESH, headers=own).status_code == 200


def test_cookie_when_signed_out_then_gone_and_over(client, user, sign_in):
    kept = sign_in(cookie=True).cookies["mosaic_refresh"].value
    answer = client.post(LOGOUT)
    assert answer.status_code == 204
    assert answer.cookies["mosaic_refresh"].value == ""
    assert client.post(REFRESH, {"refresh": kept}).status_code == 401
    assert client.post(REFRESH).status_code == 401


def test_everywhere_when_signed_out_then_refresh_access_and_admin_sessions_end(
    client, user, sign_in
):
    User.objects.update(role="admin")
    browser = Client()
    right = {"username": "ann", "password": "correct horse battery"}
    assert browser.post("/admin/login/", right).status_code == 302
    assert browser.get("/admin/").status_code == 200
    tablet, phone = sign_in().json(), sign_in().json()
    assert bearer(phone["access"]).post(EVERYWHERE).status_code == 204
    for device in (tablet, phone):
        assert bearer(device["access"]).get(ME).status_code == 401
        assert client.post(REFRESH, {"refresh": device["refresh"]}).status_code == 401
    assert browser.get("/admin/").status_code == 302
    assert bearer(sign_in().json()["access"]).get(ME).status_code == 200


def deactivate(user):
    User.objects.filter(id=user.id).update(is_active=False)


def delete(user):
    User.objects.filter(id=user.id).delete()


def demote(user):
    User.objects.filter(id=user.id).update(role="viewer")


def take(user):
    GroupRight.objects.create(user=user, camera_group_id=new_id(), verbs=[])


@pytest.mark.parametrize("change", [deactivate, delete, demote, take])
def test_access_token_when_its_user_changes_then_void_at_once(client, user, sign_in, change):
    access = sign_in().json()["access"]
    told = checked(access, key_set())
    change(user)
    assert bearer(access).get(ME).status_code == 401
    with pytest.raises(UnauthenticatedError):
        _hearing(told)


def test_access_token_when_the_user_only_signs_in_again_then_goes_on(client, user, sign_in):
    access = sign_in().json()["access"]
    sign_in()
    assert bearer(access).get(ME).status_code == 200


def forged(user, key=None, headers=None, **changed):
    now = datetime.now(UTC)
    claims = {
        **claims_of(user.principal),
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + timedelta(minutes=10),
        **changed,
    }
    key = key or signing_key()
    kid = {"kid": key_id(signing_key().public_key())} | (headers or {})
    return jwt.encode(claims, key, algorithm="EdDSA", headers=kid)


def test_token_when_forged_in_any_known_way_then_401(user):
    assert bearer(forged(user)).get(ME).status_code == 200
    past = datetime.now(UTC) - timedelta(seconds=30)
    claims = jwt.decode(forged(user), options={"verify_signature": False})
    kid = {"kid": key_id(signing_key().public_key())}
    for token in (
        jwt.encode(claims, None, algorithm="none", headers=kid),
        jwt.encode(claims, "x" * 32, algorithm="HS256", headers=kid),
        forged(user, Ed25519PrivateKey.generate()),
        forged(user, exp=past),
        forged(user, aud="mosaic-media"),
        forged(user, aud="mosaic-internal"),
        forged(user, iss="mosaic-streaming"),
        forged(user, sub="no-uuid"),
        forged(user, iat=1e300),
        *(
            forged(user, headers={"kid": kid})
            for kid in ("../../access-token.pem", "' OR 1=1 --", "http://evil.example/jwks.json")
        ),
        forged(user, Ed25519PrivateKey.generate(), headers={"jku": "http://evil.example/jwks"}),
    ):
        assert bearer(token).get(ME).status_code == 401


def test_token_of_a_service_when_it_asks_as_a_user_then_401(user):
    from mosaic_backend.config.environment import environment

    token = ServiceTokenSigner("streaming", environment().secrets_dir).token()
    assert bearer(token).get(ME).status_code == 401
