"""Time-based codes, recovery codes, and roles that do not get in without."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity import bootstrap
from mosaic_backend.identity.domain.second_factor import STEP_S, _totp, matching_step
from mosaic_backend.identity.infrastructure.models import RecoveryCode, SecondFactor, User
from mosaic_contracts.permissions import Role

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PASSWORD = "correct horse battery"
ENROL, CONFIRM, DISABLE, STATUS = (
    "/api/v1/auth/second-factor/enrol",
    "/api/v1/auth/second-factor/confirm",
    "/api/v1/auth/second-factor/disable",
    "/api/v1/auth/second-factor",
)
CREDENTIALS = {"username": "ann", "password": PASSWORD}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def code_at(secret: str, at: datetime) -> str:
    return _totp(base64.b32decode(secret)).generate(int(at.timestamp())).decode()


@pytest.fixture
def enrolled(client, user, clock):
    """The secret and the recovery codes of a user who has set it up half an hour ago."""
    secret = client.post(ENROL, CREDENTIALS).json()["secret"]
    codes = client.post(CONFIRM, CREDENTIALS | {"code": code_at(secret, NOW)}).json()
    clock.shift(timedelta(minutes=30))
    return secret, codes["recovery_codes"]


# RFC 6238, appendix B, cut to six digits.
@pytest.mark.parametrize(
    ("second", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_code_when_made_then_as_the_rfc_says(second, code):
    secret, at = b"12345678901234567890", datetime.fromtimestamp(second, tz=UTC)
    assert matching_step(secret, code, at) == second // STEP_S
    assert matching_step(secret, code, at + timedelta(seconds=STEP_S)) == second // STEP_S
    assert matching_step(secret, code, at + timedelta(seconds=3 * STEP_S)) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "\u0661\u0662\u0663456"])
def test_code_when_it_is_none_then_no_step(code):
    assert matching_step(b"12345678901234567890", code, NOW) is None


def test_enrolment_when_begun_then_secret_address_and_picture_but_not_in_force(
    client, user, sign_in
):
    begun = client.post(ENROL, CREDENTIALS)
    assert begun.status_code == 201
    assert begun["Cache-Control"] == "no-store"
    assert f"secret={begun.json()['secret']}" in begun.json()["address"]
    assert begun.json()["qr_svg"].startswith("<svg")
    assert sign_in().status_code == 200


def test_enrolment_when_stored_then_secret_encrypted_and_codes_as_digests(enrolled):
    from django.db import connection

    secret, codes = enrolled
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM identity_secondfactor")
        assert secret not in cursor.fetchone()[0]
    assert len(codes) == len(set(codes)) == 10
    kept = str(list(RecoveryCode.objects.values()))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_enrolment_when_the_password_is_wrong_then_401_and_counted(client, user):
    for path, body in ((ENROL, {}), (CONFIRM, {"code": "1"}), (DISABLE, {"code": "1"})):
        answer = client.post(path, CREDENTIALS | body | {"password": "wrong"})
        assert answer.status_code == 401
    assert client.post(ENROL, CREDENTIALS).json()["code"] == "proof-required"


def test_confirmation_when_the_code_does_not_fit_then_400_and_not_in_force(client, user, sign_in):
    assert client.post(CONFIRM, CREDENTIALS | {"code": "000000"}).status_code == 409
    client.post(ENROL, CREDENTIALS)
    assert client.post(CONFIRM, CREDENTIALS | {"code": "abc"}).status_code == 400
    assert sign_in().status_code == 200


def test_enrolment_when_there_is_one_then_a_thief_of_the_password_cannot_replace_it(
    client, enrolled
):
    assert client.post(ENROL, CREDENTIALS).status_code == 409


def test_sign_in_when_enrolled_then_needs_the_code_and_takes_it_once(
    client, enrolled, sign_in, clock
):
    secret, _ = enrolled
    without = sign_in()
    assert (without.status_code, without.json()["code"]) == (401, "code-required")
    code = code_at(secret, NOW + timedelta(minutes=30))
    assert sign_in(code=code).status_code == 200
    assert sign_in(code=code).status_code == 401
    clock.shift(timedelta(seconds=STEP_S))
    assert sign_in(code=code).status_code == 401
    assert sign_in(code=code_at(secret, NOW + timedelta(minutes=30, seconds=30))).status_code == 200


def test_sign_in_when_the_password_is_wrong_then_a_right_code_tells_nothing(enrolled, sign_in):
    secret, _ = enrolled
    code = code_at(secret, NOW + timedelta(minutes=30))
    assert sign_in(password="wrong", code=code).json()["code"] == "unauthenticated"
    assert sign_in(code=code).status_code == 200


def test_recovery_code_when_used_then_works_once(client, enrolled, sign_in):
    _, codes = enrolled
    assert sign_in(code=codes[3].upper().replace("-", " ")).status_code == 200
    assert sign_in(code=codes[3]).status_code == 401
    access = sign_in(code=codes[4]).json()["access"]
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    assert client.get(STATUS).json() == {
        "enabled": True,
        "demanded": False,
        "recovery_codes_left": 8,
        "password": True,
    }


def test_codes_when_guessed_from_everywhere_then_only_recovery_codes_go_on(
    client, enrolled, sign_in, monkeypatch
):
    secret, codes = enrolled
    monkeypatch.setattr("mosaic_backend.identity.domain.attempts.WORK_FROM", 10_000)
    for number in range(10):
        assert sign_in(address=f"198.51.100.{number}", code="000000").status_code == 401
    right = code_at(secret, NOW + timedelta(minutes=30))
    assert sign_in(code=right).status_code == 401
    assert sign_in(code=codes[0]).status_code == 200


def test_disabling_when_password_and_code_are_right_then_gone(client, enrolled, sign_in, user):
    secret, _ = enrolled
    assert client.post(DISABLE, CREDENTIALS | {"code": "000000"}).status_code == 401
    assert SecondFactor.objects.filter(user=user).exists()
    code = code_at(secret, NOW + timedelta(minutes=30))
    assert client.post(DISABLE, CREDENTIALS | {"code": code}).status_code == 204
    assert sign_in().status_code == 200
    assert not RecoveryCode.objects.exists()


@pytest.fixture
def demanded(monkeypatch):
    monkeypatch.setattr(bootstrap.sign_in(), "_factor_roles", (Role.ADMIN,))


def test_role_when_it_demands_one_then_nobody_gets_in_without(client, demanded, db, clock):
    User.objects.create_user("ann", PASSWORD, role="admin")
    refused = client.post("/api/v1/auth/token", CREDENTIALS)
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-required")
    page = Client().post("/admin/login/", CREDENTIALS)
    assert "need a second factor" in page.content.decode()
    secret = client.post(ENROL, CREDENTIALS).json()["secret"]
    client.post(CONFIRM, CREDENTIALS | {"code": code_at(secret, NOW)})
    clock.shift(timedelta(minutes=1))
    code = code_at(secret, NOW + timedelta(minutes=1))
    assert client.post("/api/v1/auth/token", CREDENTIALS | {"code": code}).status_code == 200


def test_admin_when_enrolled_then_its_form_needs_the_code(client, enrolled):
    secret, _ = enrolled
    User.objects.update(role="admin")
    browser = Client()
    assert (
        "code of the second factor" in browser.post("/admin/login/", CREDENTIALS).content.decode()
    )
    code = code_at(secret, NOW + timedelta(minutes=30))
    assert browser.post("/admin/login/", CREDENTIALS | {"code": code}).status_code == 302


def test_second_factor_when_an_administrator_removes_it_then_the_password_is_enough(
    client, enrolled, sign_in, user
):
    boss = User.objects.create_user("boss", PASSWORD, role="admin")
    browser = Client()
    browser.force_login(boss)
    page = reverse("admin:identity_user_changelist")
    chosen = {"action": "remove_second_factor", "_selected_action": [str(user.id)]}
    assert browser.post(page, chosen).status_code == 302
    assert sign_in().status_code == 200
    assert AuditEntry.objects.filter(action="second_factor.removed", actor="boss").exists()
