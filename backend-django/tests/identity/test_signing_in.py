import json
from datetime import timedelta

import jwt
import pytest
import time_machine
from django.core.management import call_command
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.infrastructure.models import RefreshToken, User

PASSWORD = "correct horse battery"
TOKEN, REFRESH, LOGOUT, ME = (
    "/api/v1/auth/token",
    "/api/v1/auth/refresh",
    "/api/v1/auth/logout",
    "/api/v1/me",
)


@pytest.fixture
def client() -> APIClient:
    client = APIClient()
    client.default_format = "json"
    return client


@pytest.fixture
def user(db) -> User:
    return User.objects.create_user("ann", PASSWORD, role="operator", all_cameras=True)


def sign_in(client: APIClient, **fields: str):
    return client.post(TOKEN, {"username": "ann", "password": PASSWORD} | fields)


def test_sign_in_when_right_then_token_opens_me(client, user):
    answer = sign_in(client)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    me = client.get(ME).json()
    assert (me["username"], me["role"], me["all_cameras"]) == ("ann", "operator", True)
    assert "configure" not in me["verbs"]


def test_sign_in_when_wrong_then_nothing_tells_which_part(client, user):
    User.objects.create_user("off", PASSWORD, is_active=False)
    answers = [
        sign_in(client, password="wrong"),
        sign_in(client, username="nobody"),
        sign_in(client, username="off"),
    ]
    bodies = [answer.json() for answer in answers]
    for answer, body in zip(answers, bodies, strict=True):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        body.pop("request_id")
    assert bodies[0] == bodies[1] == bodies[2]


def test_sign_in_when_the_name_is_unknown_then_a_password_is_hashed_all_the_same(
    client, user, monkeypatch
):
    from mosaic_backend.identity.infrastructure.hashers import SmallArgon2PasswordHasher

    hashed = []
    original = SmallArgon2PasswordHasher.encode

    def counting(self, *args):
        hashed.append(1)
        return original(self, *args)

    monkeypatch.setattr(SmallArgon2PasswordHasher, "encode", counting)
    sign_in(client, username="nobody")
    assert len(hashed) == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"username": "ann"}, {"username": "a\x00b", "password": "x"}, {"username": {}}, [], "x"],
)
def test_sign_in_when_malformed_then_400(client, db, body):
    assert client.post(TOKEN, body).status_code == 400


def test_password_when_stored_then_argon2id_with_small_memory(user):
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_refresh_when_used_again_later_then_the_family_ends(client, user):
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        first = sign_in(client).json()["refresh"]
        second = client.post(REFRESH, {"refresh": first}).json()["refresh"]
        clock.shift(timedelta(seconds=21))
        assert client.post(REFRESH, {"refresh": first}).status_code == 401
        assert client.post(REFRESH, {"refresh": second}).status_code == 401
    assert AuditEntry.objects.filter(action="session.reuse_detected").count() == 1


def test_refresh_when_two_tabs_use_it_at_once_then_both_go_on_with_one_successor(client, user):
    first = sign_in(client).json()["refresh"]
    answers = [client.post(REFRESH, {"refresh": first}).json() for _ in range(3)]
    assert len({answer["refresh"] for answer in answers}) == 1
    assert client.post(REFRESH, {"refresh": answers[0]["refresh"]}).status_code == 200


def test_refresh_when_the_successor_was_used_then_the_old_one_betrays_at_once(client, user):
    first = sign_in(client).json()["refresh"]
    second = client.post(REFRESH, {"refresh": first}).json()["refresh"]
    third = client.post(REFRESH, {"refresh": second}).json()["refresh"]
    assert client.post(REFRESH, {"refresh": first}).status_code == 401
    assert client.post(REFRESH, {"refresh": third}).status_code == 401


def test_refresh_when_another_login_was_betrayed_then_this_one_goes_on(client, user):
    betrayed = sign_in(client).json()["refresh"]
    other = sign_in(client).json()["refresh"]
    second = client.post(REFRESH, {"refresh": betrayed}).json()["refresh"]
    client.post(REFRESH, {"refresh": second})
    assert client.post(REFRESH, {"refresh": betrayed}).status_code == 401
    assert client.post(REFRESH, {"refresh": other}).status_code == 200


def test_refresh_when_the_user_is_switched_off_then_401(client, user):
    token = sign_in(client).json()["refresh"]
    User.objects.update(is_active=False)
    assert client.post(REFRESH, {"refresh": token}).status_code == 401


def test_refresh_when_a_week_idle_or_a_month_old_then_401(client, user):
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        token = sign_in(client).json()["refresh"]
        for _ in range(4):
            clock.shift(timedelta(days=6))
            answer = client.post(REFRESH, {"refresh": token})
            assert answer.status_code == 200
            token = answer.json()["refresh"]
        clock.shift(timedelta(days=6, seconds=1))
        assert client.post(REFRESH, {"refresh": token}).status_code == 401


def test_refresh_when_role_changed_then_new_token_has_it(client, user):
    token = sign_in(client).json()["refresh"]
    User.objects.update(role="viewer")
    access = client.post(REFRESH, {"refresh": token}).json()["access"]
    assert jwt.decode(access, options={"verify_signature": False})["role"] == "viewer"


def test_logout_when_done_then_refresh_is_over(client, user):
    token = sign_in(client).json()["refresh"]
    assert client.post(LOGOUT, {"refresh": token}).status_code == 204
    assert client.post(REFRESH, {"refresh": token}).status_code == 401
    assert client.post(LOGOUT, {"refresh": "unknown"}).status_code == 204


def test_refresh_token_when_stored_then_only_as_digest(client, user):
    token = sign_in(client).json()["refresh"]
    assert token not in str(list(RefreshToken.objects.values()))


def test_access_token_when_lasting_then_ten_minutes_and_checkable_with_jwks(client, user):
    from mosaic_platform.access_tokens import principal_of

    access = sign_in(client).json()["access"]
    keys = jwt.PyJWKSet.from_dict(client.get("/api/v1/auth/jwks.json").json())
    assert principal_of(access, keys).username == "ann"
    claims = jwt.decode(access, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 600


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer a.b.c", "Bearer ", "Basic YTpi"])
def test_me_when_token_is_no_token_then_401(client, db, header):
    client.credentials(HTTP_AUTHORIZATION=header)
    assert client.get(ME).status_code == 401


def test_seed_accounts_when_run_twice_then_once_and_nothing_changes(db):
    call_command("seed_accounts")
    before = list(User.objects.values())
    User.objects.filter(username=before[0]["username"]).update(role="viewer")
    call_command("seed_accounts")
    accounts = json.loads(environment().secret("accounts.json"))
    assert User.objects.count() == len(accounts) == 4
    assert User.objects.get(username=before[0]["username"]).role == "viewer"
    assert all(user.all_cameras for user in User.objects.all())
